"""Passing assets and kits on: share block, Zalo, embedding, RSS, the JSON API."""
