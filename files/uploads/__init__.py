"""Large files in parts: sessions, who takes them, and their HTTP side."""
