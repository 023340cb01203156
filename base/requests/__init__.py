"""Requests of the administration that no page of it sends."""
