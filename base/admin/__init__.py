"""Table columns and other parts of the administration that more than one app uses."""
