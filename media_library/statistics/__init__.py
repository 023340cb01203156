"""Downloads: counted by the server, added up per day, with level and ward of the school."""
