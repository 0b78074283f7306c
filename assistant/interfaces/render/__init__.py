"""What a person sees in a terminal or an exported file; every foreign text passes `lines.clean` first."""
