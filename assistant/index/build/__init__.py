"""From the files to a published generation: `run.build` copies, applies what changed, checks, swaps one pointer."""
