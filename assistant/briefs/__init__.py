"""An overview of a topic over many articles: `brief.brief` plans, notes each slice of time, and arranges."""
