"""Codes and names of languages: those of settings.LANGUAGES, and those in which files were ever tagged."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language_info, pgettext_lazy

VIETNAMESE: Final = "vi"
KHMER: Final = "km"

#: Names in our own catalogues, in the order of lists. Another language gets its name from Django's catalogues.
NAMES = {
    VIETNAMESE: pgettext_lazy("language", "Tiếng Việt"),
    KHMER: pgettext_lazy("language", "Tiếng Khmer"),
    "en": pgettext_lazy("language", "Tiếng Anh"),
}


def language_codes() -> list[str]:
    """Codes of NAMES, then the further ones of settings.LANGUAGES.

    A language that is taken out of the settings stays: files in it still exist.
    """
    return list(dict.fromkeys([*NAMES, *(code for code, _name in settings.LANGUAGES)]))


def language_name(code: str) -> str:
    """Name of a language in the active language (“Tiếng Khmer”); the code itself where nobody knows a name."""
    if code in NAMES:
        return str(NAMES[code])
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def language_choices() -> list[tuple[str, Any]]:
    """(code, lazy name) for form and model fields; given as a callable, so that a new language needs no migration."""
    return [(code, _LAZY_NAME(code)) for code in language_codes()]


_LAZY_NAME = lazy(language_name, str)


def inside_a_sentence(name: str) -> str:
    """“Tiếng Khmer” → “tiếng Khmer”: a language's name inside a sentence; English keeps its capital."""
    first, _space, rest = name.lower().partition(" ")
    return f"{first} {rest.capitalize()}" if rest else name.capitalize()
