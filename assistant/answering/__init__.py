"""A question becomes a Query, Hits, a Prompt, a Draft and a verified Answer."""
