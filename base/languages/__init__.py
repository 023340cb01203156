"""The site's languages: their codes and names (names.py), and `<lang:…>` in the routes of URLs (converter.py)."""

from .names import KHMER, VIETNAMESE, inside_a_sentence, language_choices, language_codes, language_name

__all__ = ["KHMER", "VIETNAMESE", "inside_a_sentence", "language_choices", "language_codes", "language_name"]
