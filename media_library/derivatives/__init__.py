"""Derivatives of a file (previews, web images, clips, redactions): which ones, in which order, made by the worker."""
