"""`<lang:language>` in a route: the code of a language of the site, as in `path("<lang:language>/phat/…")`."""

from __future__ import annotations

from django.conf import settings
from django.urls import register_converter
from django.urls.converters import StringConverter


class LanguageConverter(StringConverter):
    """Matches the codes of settings.LANGUAGES."""

    regex = r"[a-z]{2,3}(?:-[a-z]{2,8})?"

    def to_python(self, value: str) -> str:
        """The code. Raises ValueError (the route does not match) where the site does not have the language."""
        if value not in dict(settings.LANGUAGES):
            raise ValueError(value)
        return value


class DigestConverter(StringConverter):
    """Matches the 12 hexadecimal digits in the address of a picture that changes with its contents."""

    regex = "[0-9a-f]{12}"


def register() -> None:
    """Make the converters known, before the first URLconf is read."""
    register_converter(LanguageConverter, "lang")
    register_converter(DigestConverter, "digest")
