"""Tools for developers of this project; the product does not import them."""
