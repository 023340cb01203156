"""Texts from Word, Google Docs and the clipboard as blocks of a body. Imports no models of this app."""
