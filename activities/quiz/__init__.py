"""Pages of a quiz besides its own: playing without JavaScript, class mode, paper, offline copy, statistics."""
