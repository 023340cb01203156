"""What must hold before a story is published: gates, four eyes, child safety. Imports no models of this app."""
