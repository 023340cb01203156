"""The library's pages of the administration."""
