"""Topics over time: `developments.developments` says what new articles add, `coverage.coverage` who wrote when."""
