"""What people come back for: findings kept, what is new, who is who. A file for each group of commands."""
