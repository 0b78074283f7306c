"""The version, once for the build and for every room."""

__version__ = "0.1.0"
