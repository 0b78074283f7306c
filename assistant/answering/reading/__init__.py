"""Which sentences of the `Hit`s answer, how likely it is that any does, and how far each quote reaches."""
