"""Charts as plain numbers for inline SVG, the one way in which this site draws them (docs/adr/0021-charts.md)."""
