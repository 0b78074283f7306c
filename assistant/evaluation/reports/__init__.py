"""A run as JSON, JUnit XML, Markdown and a page of HTML."""
