"""Words, numbers, sentences: what every stage asks of a text, whatever it is about. Imports no other room."""
