"""A question becomes a `Query`: `understand.understand` reads its words, its days, its filters and its order."""
