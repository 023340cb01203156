"""Samples of all components of the styleguide, by the app that owns them."""
