"""Dates in documents: phrases, file names, programs' own time stamps, and "Sunday" counted from the article's day."""
