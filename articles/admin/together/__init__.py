"""Two people on one story: who is where, asking for the pen, putting two versions together block by block."""
