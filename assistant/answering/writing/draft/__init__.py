"""A model's reply becomes draft sentences: `parse.DraftParser` takes it as it comes, in whatever form."""
