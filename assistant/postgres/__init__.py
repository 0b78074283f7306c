"""The one door to PostgreSQL: `database.Database` is a pool of connections to the store that the settings name."""
