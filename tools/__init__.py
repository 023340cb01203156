"""Tools for the people who develop this project; the product never imports them."""
