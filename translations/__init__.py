"""The translations desk: every page in every language, who owes what, what changed (docs/translations.md).

wagtail-localize keeps sentences and their translations; this app looks at the whole, keeps owners and due
dates, publishes languages together, and asks before hand-made edits would be lost.
"""
