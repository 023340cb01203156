"""Letters about submissions: to partners, to the newsroom, and the form that both share."""
