"""Khmer formats."""
