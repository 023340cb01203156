"""Downloads of single files, copies made on request, baskets."""
