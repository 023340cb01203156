"""From an accepted submission to a page, an asset of the library and a profile, and back off the site."""
