"""The catalogue, which is the truth, and its generations; everything else in the index is derived from it."""
