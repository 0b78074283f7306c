"""Which sentences of the `Hit`s answer: `selection.choose` takes them, if `ranking.chance_of_answer` lets it."""
