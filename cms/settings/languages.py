"""The site's languages: code and own name. A further one: docs/recipes/add-a-language.md.

Without other settings, so that deploy/messages.py reads it while an image is built.
"""

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English"), ("km", "ភាសាខ្មែរ")]
