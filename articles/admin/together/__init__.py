"""Two people on one story: who edits which block, asking for the editing lock, merging two versions block by block."""
