"""Cleaner of PDF documents, and the facts a print shop asks for."""
