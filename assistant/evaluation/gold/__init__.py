"""Gold cases: what a case is (`cases`), and the files that hold them."""
