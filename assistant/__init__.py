"""Ask questions over a folder of dated documents; every sentence of an answer carries a checked citation."""
