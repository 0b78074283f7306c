"""Measurements of speed, memory and retrieval quality; run with ``python -m bench``."""
