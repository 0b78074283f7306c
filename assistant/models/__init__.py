"""Doors to what computes: endpoints (`chat`, `embeddings`), the bundled `embedder`, and the `replies` that are kept."""
