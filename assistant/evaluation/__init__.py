"""Gold cases become scores become a report."""
