"""Dossiers: folders of plain files with findings and their evidence. `folder.keep` adds one, `check.check` looks."""
