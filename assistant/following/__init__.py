"""Saved questions, asked of the articles that are new: `developments.developments` says what these add."""
