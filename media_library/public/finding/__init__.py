"""Finding assets: filters, facets with counts, the list, recommendations."""
