"""Clean PDF documents and read the facts that a print shop needs."""
