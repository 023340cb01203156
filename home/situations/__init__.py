"""Pages for people to whom it is happening: one page per situation, their checks, and the links to them."""
