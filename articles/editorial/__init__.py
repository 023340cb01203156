"""The newsroom above its models: workflow, rights of roles, taking stories over, gates in the editor."""
