"""What a translator may send: words, the links of the source, and nothing that only the editor's sanitiser would stop.

wagtail-localize keeps what comes from its editor and from PO files as it is and puts it into rich text, which is shown
without another look: a <script> would run in the preview of whoever signs the page off (docs/security.md, rule 8).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import PreformattedString

from base.text import nfc

#: What the paragraphs of our editor hold inside a sentence (base/blocks/text.py).
KEPT = {"a", "b", "strong", "i", "em", "br"}
#: Taken out with what stands in them; of any other element the words stay.
DROPPED = {"script", "style", "template", "iframe", "object", "embed", "noscript", "svg", "math", "title", "textarea"}
SCHEMES = {"http", "https", "mailto", "tel"}


def safe_words(text: str, source: str) -> str:
    """`text` in NFC with no element and attribute but those that `source` (HTML of the source sentence) may hold.

    An <a> keeps its id also when the source has no such link: wagtail-localize then tells the translator so.
    """
    soup = BeautifulSoup(nfc(text), "html.parser")
    known = {(one.name, one.get("id")) for one in BeautifulSoup(source, "html.parser").find_all(True)}
    for odd in soup.find_all(string=lambda part: isinstance(part, PreformattedString)):  # comments, declarations
        odd.extract()
    for element in soup.find_all(True):
        if element.decomposed:
            continue
        if element.name in DROPPED:
            element.decompose()
            continue
        name = element.get("id")
        is_link = element.name == "a" and bool(name)
        if element.name not in KEPT or (element.name == "a" and not is_link):
            element.unwrap()
            continue
        element.attrs = {"id": name} if is_link or ((element.name, name) in known and name) else {}
    return str(soup)


def is_safe_choice(value: Any) -> bool:
    """Whether a translation may have `value` of its own: a primary key, plain words, or an address people can open."""
    if not isinstance(value, str):
        return isinstance(value, int) and not isinstance(value, bool)
    try:
        scheme = urlsplit("".join(value.split())).scheme.lower()
    except ValueError:
        return False
    return not scheme or scheme in SCHEMES
