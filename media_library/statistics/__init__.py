"""Downloads: counted on the server, added up per day, with level and ward of the school."""
