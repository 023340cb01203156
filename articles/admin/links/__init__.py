"""Report of broken links."""
