"""/styleguide/: every component with its states, served in development only."""
