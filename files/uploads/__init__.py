"""Uploads in parts: sessions, upload targets, views."""
