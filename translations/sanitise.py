"""Sanitises translated texts: allows only simple markup and the links of the source.

wagtail-localize stores texts from its editor and from PO files unchanged and writes them to rich text, which is
rendered without sanitising: a <script> would be in the preview of the person who approves the page.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import PreformattedString

from base.text import nfc

#: Inline elements that our editor's paragraphs can contain (base/blocks/text.py).
KEPT = {"a", "b", "strong", "i", "em", "br"}
#: Elements removed with their content; of all other elements the text is kept.
DROPPED = {"script", "style", "template", "iframe", "object", "embed", "noscript", "svg", "math", "title", "textarea"}
SCHEMES = {"http", "https", "mailto", "tel"}
MOST_CHARACTERS = 20_000  # of one translated segment; a paragraph has some hundred
MOST_LEVELS = 20  # of elements within one another: wagtail-localize goes through them by calls within one another
MOST_OF_A_TITLE = 255  # characters that Page.draft_title holds
MOST_OF_A_CHOICE = 2_000  # characters of an override: a primary key or an address


def sanitised_text(text: str, source: str) -> str:
    """`text` in NFC with only the elements of KEPT and the ids that `source` (HTML of the source segment) has.

    Of elements below MOST_LEVELS the text is kept. An <a> keeps its id even if the source has no such link:
    wagtail-localize then shows the translator an error.
    """
    soup = BeautifulSoup(nfc(text), "html.parser")
    known_tags = {(tag.name, tag.get("id")) for tag in BeautifulSoup(source, "html.parser").find_all(True)}
    for odd in soup.find_all(string=lambda part: isinstance(part, PreformattedString)):  # comments, declarations
        odd.extract()
    for element in soup.find_all(DROPPED):
        element.decompose()
    for element in soup.find_all(True):
        name = element.get("id")
        is_link = element.name == "a" and bool(name)
        is_deep = len(list(element.parents)) > MOST_LEVELS
        if element.name not in KEPT or (element.name == "a" and not is_link) or is_deep:
            element.unwrap()
            continue
        element.attrs = {"id": str(name)} if is_link or ((element.name, name) in known_tags and name) else {}
    return str(soup)


def is_safe_choice(value: Any) -> bool:
    """Whether `value` is allowed as an override: a primary key, a plain text, or an address with one of SCHEMES.

    Not above MOST_OF_A_CHOICE characters.
    """
    if not isinstance(value, str):
        return isinstance(value, int) and not isinstance(value, bool)
    if len(value) > MOST_OF_A_CHOICE:
        return False
    try:
        scheme = urlsplit("".join(value.split())).scheme.lower()
    except ValueError:
        return False
    return not scheme or scheme in SCHEMES
