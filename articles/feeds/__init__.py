"""RSS and JSON Feed: what is in them, as HTML of their own, at which addresses."""
