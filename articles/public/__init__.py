"""Views for readers besides the pages: site navigation, drawn pictures, captions, tags, counts."""
