"""Nearest neighbours by cosine: exact up to where that is fastest, Chroma beyond."""
