"""Downloads of single files, copies made on the spot, baskets."""
