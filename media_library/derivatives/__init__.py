"""Further forms of a file: previews, web images, clips, share images; which ones, in which order, by the worker."""
