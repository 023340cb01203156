"""One module per group of figures; its name is the argument of the command line, its function `measure(site)`."""
