"""Storage audit, garbage collection and scheduled maintenance of uploads."""
