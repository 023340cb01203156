"""What page classes and blocks show of a story: structured data, players, layout, drawn pictures. Imports no models."""
