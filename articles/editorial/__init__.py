"""Services of the newsroom: workflow, permissions of roles, syndication, gates in the editor. Imports the models."""
