"""Two readings of one fact: `differences.differences` finds the sides, `conflicts` reads them from a draft."""
