"""Where passages live and are found: catalogue, vectors, embedder, generations."""
