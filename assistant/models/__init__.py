"""Doors to what computes: endpoints that chat and embed, the bundled embedder, and the replies and vectors kept."""
