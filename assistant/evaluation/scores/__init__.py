"""One answer becomes numbers: a file for each thing that is scored, all named in `metrics`."""
