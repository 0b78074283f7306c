"""Two readings of one fact: `differences.differences` finds the sides, `conflicts.conflicts` reads a draft's."""
