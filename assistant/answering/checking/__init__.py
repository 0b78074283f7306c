"""Whether a quote stands in its file and carries the sentence that cites it: `verify.Verifier` checks both."""
