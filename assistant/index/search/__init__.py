"""From a `Query` to ranked `Hit`s: `index.Index.search` fuses both engines and gives each story its slot."""
