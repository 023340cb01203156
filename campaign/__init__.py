"""Shared vocabulary of the campaign: season, audience, topic, outlet, help line."""
