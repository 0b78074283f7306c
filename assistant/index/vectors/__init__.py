"""Nearest neighbours by cosine: exact, of very many the likeliest by their signs; and the door to a Chroma server."""
