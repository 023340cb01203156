"""What a scenario consists of: blocks of the editor, scenes as the pages read them, its graph, publish gates."""
