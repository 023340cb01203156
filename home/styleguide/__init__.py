"""/styleguide/: samples of all components with their states; exists only where settings.STYLEGUIDE is set."""
