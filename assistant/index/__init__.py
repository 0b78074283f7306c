"""Where passages live and are found: built in `build`, kept in `store` and `vectors`, searched in `search`."""
