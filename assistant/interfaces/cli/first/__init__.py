"""The first minutes: `config.write_config` writes settings, `guide.walk_through` leads to a first answer."""
