"""The lexical engine: `pieces` of words go into `engine`, which ranks passages by BM25."""
