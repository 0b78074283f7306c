"""A `Query` becomes `Hit`s: `retrieve.retrieve` searches for each part of the question and orders by time."""
