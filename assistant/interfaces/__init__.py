"""Ways in and out: thin, each catches AssistantError once."""
