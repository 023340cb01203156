"""Whether an asset may be used, and by whom: leases, consents of depicted people, permissions."""
