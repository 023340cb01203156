"""Reports of a period: figures, sentences, steps and documents."""
