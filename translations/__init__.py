"""Management of translations: state of every page in every language, owners, due dates, changes (docs/translations.md).

wagtail-localize stores segments and their translations. This app shows the state of all pages, stores owners and due
dates, publishes languages together, and asks before manual edits would be overwritten.
"""
