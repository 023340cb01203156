"""Reports of the library: one module per report, on the base of report.py; menu.py registers them."""
