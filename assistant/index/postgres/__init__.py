"""An index that many servers share: its catalogue and words are asked in PostgreSQL, its vectors beside each server."""
