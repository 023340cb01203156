"""Asset cards for all lists of the library, and the reader of a request. Permissions: models/querysets.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from files.models import StoredFile
from media_library.catalogue import labels
from media_library.catalogue.purposes import Purpose, purpose_of
from media_library.models import Asset, AssetFile, AssetText
from media_library.models.querysets import AssetQuerySet, edits_library
from media_library.vocabulary import Access, Language


def reader(request: HttpRequest) -> Any:
    """The account of the request; AnonymousUser without a session cookie, so that the page does not vary on cookies."""
    return request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else AnonymousUser()


def kind_of_reader(request: HttpRequest) -> str:
    """“editor”, “school” or “other” of a signed-in reader, "" of visitors: all of a kind get the same pages.

    Editors of the library see assets of the staff as well, wherever else they belong to.
    """
    user = reader(request)
    if not user.is_authenticated:
        return ""
    if edits_library(user):
        return "editor"
    return "school" if user.organisation_id and user.organisation.kind == "school" else "other"


@cache
def with_cards_for(for_editors: bool) -> AssetQuerySet:
    """Assets on the pages of whoever edits the library, or of anybody else, with cards; built once, not evaluated."""
    return Asset.objects.on_pages(for_editors).with_cards()


class ShownPicture(NamedTuple):
    """What a card shows of a preview, under the names of StoredFile."""

    preview_url: str
    srcset: str
    preview_width: int | None
    preview_height: int | None


class ShownButton(NamedTuple):
    """A button of a card: “Tải” + `words`, with `facts` beside them."""

    address: str
    words: str
    facts: str


class ShownCard(NamedTuple):
    """What a list shows of an asset, as plain values for {% remembered %}; `language`: that of the name."""

    code: str
    name: str
    language: str
    address: str
    is_cut: bool
    picture: ShownPicture | None
    spec: str
    placement: str
    fallback: str
    is_taken: bool
    for_schools: bool
    button: ShownButton | None
    other: ShownButton | None


@dataclass(frozen=True)
class AssetCard:
    """One asset in a list: texts, picture, line of facts, and the file that most readers want."""

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
    def of(cls, asset: Asset, *, languages: Sequence[str] = (), max_bytes: int | None = None) -> AssetCard:
        """The card of an asset of `.with_cards()`; makes no query.

        `languages`: those the reader wants, best first (default: the active one); `max_bytes`: largest file wanted.
        Without a file in the first language the card offers another, and `fallback` says so.
        """
        version = asset.current_version
        files = asset.current_files
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
            fallback=fallback_text(file, wanted),
        )

    @cached_property
    def action(self) -> Purpose | None:
        """What the button says."""
        return purpose_of(self.file) if self.file else None

    @cached_property
    def other_action(self) -> Purpose | None:
        """What the second button says."""
        return purpose_of(self.other) if self.other else None

    @property
    def shown(self) -> ShownCard:
        """The card as plain values."""
        text, shot = self.text, self.picture
        return ShownCard(
            code=self.asset.code,
            name=text.name if text else "",
            language=text.locale.language_code if text else "",
            address=self.asset.get_absolute_url(),
            is_cut=self.is_cut,
            picture=ShownPicture(shot.preview_url, shot.srcset, shot.preview_width, shot.preview_height)
            if shot
            else None,
            spec=self.spec,
            placement=text.placement if text else "",
            fallback=self.fallback,
            is_taken=bool(getattr(self.asset, "is_taken", False)),
            for_schools=self.for_schools,
            button=_button(self.file, self.action),
            other=_button(self.other, self.other_action),
        )

    @property
    def is_cut(self) -> bool:
        """Whether the asset is cut along a die line."""
        return labels.is_cut(self.asset)

    @property
    def for_schools(self) -> bool:
        """Whether only schools may download it."""
        return self.asset.access == Access.SCHOOLS


def _button(file: AssetFile | None, purpose: Purpose | None) -> ShownButton | None:
    return ShownButton(file.get_absolute_url(), purpose.words, purpose.facts) if file and purpose else None


def second_choice(files: list[AssetFile], file: AssetFile | None) -> AssetFile | None:
    """A second file to offer: same language as `file`, another role, no captions; None without one."""
    others = (one for one in files if file and one.language == file.language and one.role != file.role)
    return next((one for one in others if not labels.is_subtitle(one)), None)


def fallback_text(file: AssetFile | None, wanted: str) -> str:
    """“Chưa có bản tiếng Khmer, đây là bản tiếng Việt.” when `file` is not in the wanted language, else ""."""
    if file is None or file.language == wanted or wanted not in Language.values:
        return ""
    missing, there = str(Language(wanted).label), str(file.get_language_display())
    return _("Chưa có bản %(wanted)s, đây là bản %(there)s.") % {
        "wanted": inside_a_sentence(missing),
        "there": inside_a_sentence(there),
    }


def inside_a_sentence(language: str) -> str:
    """“Tiếng Khmer” → “tiếng Khmer”: a language's name inside a sentence; English keeps its capital."""
    first, _space, rest = language.lower().partition(" ")
    return f"{first} {rest.capitalize()}" if rest else language.capitalize()
