"""What the school area adds to the administration."""
