"""Which sentences of the `Hit`s answer: `selection.choose` takes them, if `reading.chance_of_answer` lets it."""
