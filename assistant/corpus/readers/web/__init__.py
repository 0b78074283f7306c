"""Files that are written in markup: HTML with its metadata, Markdown, feeds."""
