"""Dates in questions: `phrases.asked_dates` reads "last week", "between May and July 2021", "since 2019"."""
