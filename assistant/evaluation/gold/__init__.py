"""Gold cases: what a case is (`cases`), files of them, and the sets that can be named."""
