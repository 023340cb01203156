"""What every list of the library shows: who looks, and one asset as a card. Rights are decided in querysets.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from files.models import StoredFile
from media_library.catalogue import labels
from media_library.models.asset import Asset, AssetFile, AssetText
from media_library.vocabulary import Access, Language

SHORT = 16  # characters of a file's name on a card's button: with its weight two lines on a phone


def reader(request: HttpRequest) -> Any:
    """Who looks: a visitor without a session cookie is nobody, and the page then does not vary on cookies."""
    return request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else AnonymousUser()


@dataclass(frozen=True)
class Card:
    """One asset in a list: words, picture, spec line and the file most readers want."""

    asset: Asset
    text: AssetText | None
    file: AssetFile | None
    other: AssetFile | None
    picture: StoredFile | None
    spec: str
    size: str
    shape: str
    fallback: str = ""

    @classmethod
    def of(cls, asset: Asset, *, languages: Sequence[str] = (), max_bytes: int | None = None) -> Card:
        """From an asset of `.with_cards()`; asks no query.

        `languages`: what the reader wants, best first (default: the page's); `max_bytes`: the heaviest file
        wanted. Where neither is there, the card offers the nearest file and `fallback` says so.
        """
        version = asset.current_version
        files = list(version.files.all()) if version else []
        light = [file for file in files if max_bytes is None or file.stored.size <= max_bytes]
        wanted = languages[0] if languages else get_language() or "vi"
        file = labels.best_file(light or files, languages or None)
        picture = labels.preview_of(files, languages or None)
        return cls(
            asset=asset,
            text=asset.text(),
            file=file,
            other=second_choice(light, file),
            picture=picture,
            spec=labels.spec_line(asset, file, version.number if version else ""),
            size=labels.dimensions(file.stored) if file else "",
            shape=labels.object_class(asset, picture),
            fallback=fallback_words(file, wanted),
        )

    @property
    def action(self) -> str:
        """The button's words: the file's own name where it is short, else what the file is for."""
        return _short(self.file)

    @property
    def other_action(self) -> str:
        return _short(self.other)

    @property
    def is_cut(self) -> bool:
        return labels.is_cut(self.asset)

    @property
    def for_schools(self) -> bool:
        return self.asset.access == Access.SCHOOLS


def second_choice(files: list[AssetFile], file: AssetFile | None) -> AssetFile | None:
    """A second choice that is really another: the same language, another role; not the second of six designs, and no
    subtitles, which the asset's page lists with the rest."""
    others = (one for one in files if file and one.language == file.language and one.role != file.role)
    return next((one for one in others if not labels.is_subtitle(one)), None)


def fallback_words(file: AssetFile | None, wanted: str) -> str:
    """“Chưa có bản tiếng Khmer, đây là bản tiếng Việt.” when `file` is not in the language wanted, else ""."""
    if file is None or file.language == wanted or wanted not in Language.values:
        return ""
    missing, there = str(Language(wanted).label), str(file.get_language_display())
    return _("Chưa có bản %(wanted)s, đây là bản %(there)s.") % {
        "wanted": inside_a_sentence(missing),
        "there": inside_a_sentence(there),
    }


def inside_a_sentence(language: str) -> str:
    """“tiếng Khmer” of “Tiếng Khmer”: the name of a language keeps its own capital, English has only that one."""
    first, _space, rest = language.lower().partition(" ")
    return f"{first} {rest.capitalize()}" if rest else language.capitalize()


def _short(file: AssetFile | None) -> str:
    if file is None:
        return ""
    label = file.shown_label
    return label if len(label) <= SHORT else file.get_role_display()
