"""Makers of derivatives of a cleaned file: previews, web images, clips, redacted pictures, review copies.

Each is `clean(source, target, profile, **options) -> dict`, as in the package above, with options of its own.
"""
