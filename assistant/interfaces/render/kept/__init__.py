"""What people keep and hand on: dossiers on a screen and as a file, and references in the styles of citation."""
