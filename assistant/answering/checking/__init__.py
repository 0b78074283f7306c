"""Whether a quote stands in its file (`locate`) and carries the sentence that cites it (`verify.Verifier`)."""
