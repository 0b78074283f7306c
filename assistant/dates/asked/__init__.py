"""Dates in questions: `phrases.phrases` reads "last week", "between May and July 2021", "since 2019"."""
