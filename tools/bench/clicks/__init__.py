"""Presses beside typing, and screens, of the newsroom's everyday flows: ours and stock Wagtail's, in a real browser.

A flow is a function of some hands (hand.py). `ours.py` and `stock.py` have one of the same name each; what stock
Wagtail cannot do has none there.
"""
