"""Form and panels of a story and of the slots in Wagtail's page editor. Imports no models of this app."""
