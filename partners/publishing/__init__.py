"""From an accepted submission to a story page, library assets and a profile; and back off the site."""
