"""What people keep, follow and hand on: dossiers, references in styles of citation, news, the coverage of a topic."""
