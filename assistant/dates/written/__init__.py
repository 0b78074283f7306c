"""Dates in documents: `phrases.written_dates`; `mentions.mentions_in` counts "Sunday" from the article's day."""
