"""What a quiz consists of: blocks of the editor, questions as the pages read them, publish gates."""
