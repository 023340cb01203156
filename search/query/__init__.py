"""What a reader's question means: its synonyms, mistyped words, whole sentences, calls for help; asked and ranked."""
