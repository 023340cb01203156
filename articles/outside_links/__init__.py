"""Links of published stories to other sites: which there are, and whether they still answer."""
