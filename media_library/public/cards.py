"""Asset cards for all lists of the library, and the reader of a request. Permissions: models/querysets.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.languages import inside_a_sentence, language_codes, language_name
from files.models import StoredFile
from media_library.catalogue import labels
from media_library.catalogue.purposes import purpose_of
from media_library.kits import contents
from media_library.models import Asset, AssetFile
from media_library.models.querysets import edits_library
from media_library.vocabulary import Access, KitVariant


def reader(request: HttpRequest) -> Any:
    """The account of the request; AnonymousUser without a session cookie, so that the page does not vary on cookies."""
    return request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else AnonymousUser()


def kind_of_reader(request: HttpRequest) -> str:
    """“editor”, “school”, “unit” or “other” of a signed-in reader, "" of visitors: all of a kind get the same pages.

    Editors of the library see assets of the staff as well, wherever else they belong to. “unit”: of an active
    organisation that is no school; an organisation that has closed is none.
    """
    user = reader(request)
    if not user.is_authenticated:
        return ""
    if edits_library(user):
        return "editor"
    if user.organisation is None or not user.organisation.is_active:
        return "other"
    return "school" if user.organisation.kind == "school" else "unit"


class CardPicture(NamedTuple):
    """What a card shows of a preview, under the names of StoredFile."""

    preview_url: str
    srcset: str
    preview_width: int | None
    preview_height: int | None


class CardFile(NamedTuple):
    """A file that a card offers: “Tải” + `words`, with `facts` beside them; `weight` in bytes."""

    address: str
    words: str
    facts: str
    format: str
    weight: int


class AssetCard(NamedTuple):
    """One asset in a list: texts, picture, line of facts, and the file that most readers want."""

    code: str
    name: str  # the code where the asset has no texts
    language: str  # of the texts, "" without
    alt: str
    placement: str
    address: str
    kind: str
    is_cut: bool  # along a die line
    shape: str  # CSS class on a shelf
    picture: CardPicture | None
    spec: str
    size: str  # of the sheet or picture that the first file has
    is_sheet: bool  # the first file has a size in mm
    folders: tuple[str, ...]  # of the ZIP of a kit in which its files lie
    fallback: str
    is_taken: bool
    for_schools: bool  # only schools may download it
    file: CardFile | None
    other: CardFile | None

    @classmethod
    def of(cls, asset: Asset, *, languages: Sequence[str] = (), max_bytes: int | None = None) -> AssetCard:
        """The card of an asset of `.with_cards()`; makes no query.

        `languages`: those the reader wants, best first (default: the active one); `max_bytes`: largest file wanted.
        Without a file in the first language the card offers another, and `fallback` says so.
        """
        files, text, version = asset.current_files, asset.text(), asset.current_version
        light = [file for file in files if max_bytes is None or file.stored.size <= max_bytes]
        file = labels.best_file(light or files, languages or None)
        preview = labels.preview_of(files, languages or None)
        return cls(
            code=asset.code,
            name=text.name if text else asset.code,
            language=text.locale.language_code if text else "",
            alt=text.alt if text else "",
            placement=text.placement if text else "",
            address=asset.get_absolute_url(),
            kind=str(asset.get_kind_display()),
            is_cut=labels.is_cut(asset),
            shape=labels.object_class(asset, preview),
            picture=_picture(preview) if preview else None,
            spec=labels.spec_line(asset, file, version.number if version else ""),
            size=labels.dimensions(file.stored) if file else "",
            is_sheet=bool(file and file.stored.trim_width_mm),
            folders=tuple({contents.FOLDERS.get(row.role, ""): None for row in contents.pick(files, KitVariant.FULL)}),
            fallback=fallback_text(file, languages[0] if languages else get_language() or "vi"),
            is_taken=bool(getattr(asset, "is_taken", False)),
            for_schools=asset.access == Access.SCHOOLS,
            file=_offered(file),
            other=_offered(second_choice(light, file)),
        )


def _picture(stored: StoredFile) -> CardPicture:
    return CardPicture(stored.preview_url, stored.srcset, stored.preview_width, stored.preview_height)


def _offered(file: AssetFile | None) -> CardFile | None:
    if file is None:
        return None
    purpose = purpose_of(file)
    return CardFile(file.get_absolute_url(), purpose.words, purpose.facts, file.format_label, file.stored.size)


def second_choice(files: list[AssetFile], file: AssetFile | None) -> AssetFile | None:
    """A second file to offer: same language as `file`, another role, no captions; None without one."""
    others = (other for other in files if file and other.language == file.language and other.role != file.role)
    return next((other for other in others if not labels.is_subtitle(other)), None)


def fallback_text(file: AssetFile | None, language: str) -> str:
    """“Chưa có bản tiếng Khmer, đây là bản tiếng Việt.” when `file` is not in the wanted language, else ""."""
    if file is None or file.language == language or language not in language_codes():
        return ""
    missing, there = language_name(language), str(file.get_language_display())
    return _("Chưa có bản %(wanted)s, đây là bản %(there)s.") % {
        "wanted": inside_a_sentence(missing),
        "there": inside_a_sentence(there),
    }
