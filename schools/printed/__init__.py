"""Ready-printed copies that units order from an authority's store."""
