"""The files of one asset: its page with versions and actions, private originals, name zones, large uploads."""
