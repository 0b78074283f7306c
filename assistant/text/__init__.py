"""Words, numbers, sentences: what every stage asks of a text, whatever it is about. Stands on nothing of ours."""
