"""The command line: `main.main`, and a file for each group of commands."""
