"""Two readings of one fact: `differences.differences` finds the sides, `other_side` compares them with a draft."""
