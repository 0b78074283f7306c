"""A file becomes a dated Document becomes Passages with exact offsets."""
