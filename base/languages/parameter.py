"""A language as a parameter of the public API."""

from __future__ import annotations

from typing import Annotated

from django.conf import settings
from pydantic import AfterValidator, WithJsonSchema


def _of_the_site(code: str) -> str:
    if code not in dict(settings.LANGUAGES):
        raise ValueError(code)
    return code


#: Code of a language in settings.LANGUAGES; the API refuses others.
LanguageCode = Annotated[
    str,
    AfterValidator(_of_the_site),
    WithJsonSchema({"type": "string", "enum": [code for code, _name in settings.LANGUAGES]}),
]
