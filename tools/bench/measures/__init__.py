"""One module per group of figures; each has `measure(site)` and is named on the command line."""
