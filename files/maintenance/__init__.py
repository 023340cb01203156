"""Rows against objects, the sweeper, and what the scheduler does for uploads."""
