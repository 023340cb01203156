"""Parts of the administration that more than one app uses."""
