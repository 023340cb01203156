"""HTML of a word processor → blocks of a body: headings, paragraphs, lists, quotations, tables, places of pictures.

Every paragraph passes Wagtail's own conversion for its rich text editor, which keeps what the editor could write and
nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.blocks.text import ParagraphBlock
from base.text import one_line

MOST_CHARACTERS = 2_000_000  # of HTML without pictures: a hundred thousand words
MOST_TAGS = 20_000  # opening and closing: the conversion of more takes minutes, and ten thousand words have 2,000
MOST_LEVELS = 60  # of elements within one another, each of which takes some calls within one another
LONGEST_HEADING, LONGEST_QUOTE, LONGEST_CELL, MOST_COLUMNS = 200, 500, 300, 12
LONGEST_BOLD_HEADING, LONGEST_PHOTO_LINE = 110, 250  # characters
MOST_NAMES = 8  # of lost pictures in one sentence
_DROPPED = ["script", "style", "meta", "link", "title", "xml", "o:p", "head", "iframe", "object", "svg", "noscript"]
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {*_HEADINGS, "p", "div", "ul", "ol", "table", "blockquote", "section", "article", "img", "pre", "hr", "body"}
_PICTURE_FILE = re.compile(r"\.(png|jpe?g|gif|webp|bmp|tiff?|emf|wmf|svg|heic|avif)$", re.IGNORECASE)
_SAFE_LINK = re.compile(r"^(https?://|mailto:|tel:)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight:\s*(bold|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"font-weight:\s*(normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style:\s*italic", re.IGNORECASE)
_WORD_BULLET = re.compile(r"^\s*(?:[·•o§\-–]|(?P<number>\d+[.)]))\s+")
#: Word says the level and kind of a list in the style of each paragraph.
_WORD_LIST = re.compile(r"mso-list:\s*l\d", re.IGNORECASE)

_BOLD_WORDS = re.compile(r"<b>.*?</b>", re.DOTALL)
#: The line below a picture: “Học sinh ký cam kết. Ảnh: Minh Thư”, “(Ảnh: Minh Thư)”, “Photo: Minh Thu”.
_PHOTO_LINE = re.compile(
    r"(?P<caption>.*?)[\s(\[|/–-]*\b(?:nguồn ảnh|nguồn|ảnh tư liệu|ảnh|tranh|đồ họa|photo|photos|រូបថត)\s*:\s*"
    r"(?P<credit>[^:]{2,120}?)[\s)\].]*",
    re.IGNORECASE | re.DOTALL,
)

#: Gets an <img>; returns the value of a “figure” block, or None where the picture cannot be had.
TakePicture = Callable[[Tag], "dict[str, Any] | None"]


class NotConverted(ValueError):
    """HTML that is too much for the conversion. Its text is for the user."""


@dataclass
class Converted:
    """(type, raw value) of each block, and what to tell the writer."""

    blocks: list[tuple[str, Any]] = field(default_factory=list)
    headings: int = 0
    lists: int = 0
    tables: int = 0
    links: int = 0
    pictures: int = 0
    lost_pictures: list[str] = field(default_factory=list)  # what names each: its description, file or site

    def kept(self) -> str:
        """What was kept besides plain words, in words; "" for nothing."""
        counted = (
            (self.headings, ngettext("%d tít xen", "%d tít xen", self.headings)),
            (self.lists, ngettext("%d danh sách", "%d danh sách", self.lists)),
            (self.tables, ngettext("%d bảng", "%d bảng", self.tables)),
            (self.links, ngettext("%d liên kết", "%d liên kết", self.links)),
            (self.pictures, ngettext("%d ảnh", "%d ảnh", self.pictures)),
        )
        return ", ".join(words % number for number, words in counted if number)

    def said(self) -> str:
        """What was kept, and what was not, in a sentence."""
        kept_text = self.kept()
        sentence = _("Giữ %(kept)s.") % {"kept": kept_text} if kept_text else _("Đã nhận chữ.")
        if number := len(self.lost_pictures):
            lost = ngettext("%d ảnh chưa lấy được", "%d ảnh chưa lấy được", number) % number
            names = ", ".join(list(dict.fromkeys(self.lost_pictures))[:MOST_NAMES])
            sentence = f"{sentence} " + _("%(lost)s: %(names)s. Bạn thêm ảnh bằng khối “Ảnh có chú thích”.") % {
                "lost": lost, "names": names
            }  # fmt: skip
        return sentence


def convert(html: str, take_picture: TakePicture | None = None) -> Converted:
    """The blocks of `html`. Raises NotConverted for more than MOST_CHARACTERS, MOST_TAGS or MOST_LEVELS."""
    if len(html) > MOST_CHARACTERS:
        raise NotConverted(_("Văn bản dài quá hai triệu ký tự. Bạn chia thành từng phần."))
    if html.count("<") > MOST_TAGS:
        raise NotConverted(_("Văn bản có hơn 20.000 thẻ HTML. Bạn xóa định dạng thừa, hoặc chia thành từng phần."))
    soup = BeautifulSoup(html, "html.parser")
    if _levels(soup) > MOST_LEVELS:
        raise NotConverted(_("Văn bản có quá nhiều bảng, danh sách hay khung lồng trong nhau. Bạn bỏ bớt lớp lồng."))
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    walk = _Walk(take_picture)
    walk.through(soup.body or soup)
    walk.end()
    return walk.done


class _Walk:
    """One pass over a document; paragraphs and lists that follow one another become one block."""

    def __init__(self, take_picture: TakePicture | None) -> None:
        self.done = Converted()
        self.take_picture = take_picture
        self.buffer: list[str] = []
        self.items: list[str] = []  # of a list that Word wrote as paragraphs
        self.items_tag = "ul"
        self.bold_line = ""  # HTML of the bold paragraph that became the newest heading

    def through(self, parent: Tag) -> None:
        loose: list[str] = []
        for child in parent.children:
            if isinstance(child, Tag) and _is_block(child):
                self.paragraph("".join(loose))
                loose = []
                self.block(child)
            else:
                loose.append(self.inline(child))
        self.paragraph("".join(loose))

    def block(self, tag: Tag) -> None:
        name = tag.name
        if name in _HEADINGS:
            self.heading(tag)
        elif name in {"ul", "ol"}:
            self.end_word_list()
            self.done.lists += 1
            self.buffer.append(self.listed(tag))
        elif name == "table":
            self.table(tag)
        elif name == "blockquote":
            self.quote(tag)
        elif name == "img":
            self.picture(tag)
        elif name == "p" and _is_word_item(tag):
            self.word_item(tag)
        else:
            self.through(tag)

    def heading(self, tag: Tag) -> None:
        words = one_line(tag.get_text(" "), MOST_CHARACTERS)
        if len(words) > LONGEST_HEADING:  # as paragraphs nothing of it is cut off
            self.through(tag)
            return
        self.pictures_in(tag)
        if words:
            self.flush()
            self.done.headings += 1
            self.done.blocks.append(("heading", words))

    def quote(self, tag: Tag) -> None:
        words = one_line(tag.get_text(" "), MOST_CHARACTERS)
        if not words or len(words) > LONGEST_QUOTE:
            self.through(tag)
            return
        self.pictures_in(tag)
        self.flush()
        self.done.blocks.append(("quote", {"text": words, "who": ""}))

    def pictures_in(self, tag: Tag) -> None:
        """Take the pictures of a block that holds words alone."""
        for image in tag.find_all("img"):
            self.picture(image)

    def picture(self, tag: Tag) -> None:
        value = self.take_picture(tag) if self.take_picture else None
        if value is None:
            self.done.lost_pictures.append(_picture_name(tag))
            return
        self.flush()
        self.done.pictures += 1
        self.done.blocks.append(("figure", value))

    def table(self, tag: Tag) -> None:
        cells = (row.find_all(["td", "th"], recursive=False) for row in _own(tag, "tr"))
        rows = [[one_line(cell.get_text(" "), MOST_CHARACTERS) for cell in row] for row in cells]
        rows = [row for row in rows if any(row)]
        width = max((len(row) for row in rows), default=0)
        is_too_large = width > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for row in rows for cell in row)
        for name in _own(tag, "caption"):
            self.through(name)
        if len(rows) < 2 or width < 2 or is_too_large:  # a frame around words, or words that would be cut off
            for cell in _own(tag, "td", "th"):
                self.through(cell)
            return
        for cell in _own(tag, "td", "th"):
            self.pictures_in(cell)
        self.flush()
        self.done.tables += 1
        whole = [row + [""] * (width - len(row)) for row in rows]
        value = {
            "columns": [{"type": "text", "heading": heading} for heading in whole[0]],
            "rows": [{"values": row} for row in whole[1:]],
            "caption": "",
        }
        caption = _("Bảng %(number)d") % {"number": self.done.tables}
        self.done.blocks.append(("table", {"caption": caption, "table": value, "source": ""}))

    def paragraph(self, html: str) -> None:
        words = plain_words(html)
        if not words or self.names_picture(words):
            return
        if is_bold(html) and len(words) <= LONGEST_BOLD_HEADING and words[-1] not in ".,;:…":
            self.flush()
            self.done.headings += 1
            self.done.blocks.append(("heading", words))
            self.bold_line = f"<p>{html.strip()}</p>"
            return
        self.end_word_list()
        self.buffer.append(f"<p>{html.strip()}</p>")

    def names_picture(self, words: str) -> bool:
        """Take `words` as caption and credit of the picture right before them, where they are its photo line."""
        if self.buffer or self.items or not self.done.blocks or self.done.blocks[-1][0] != "figure":
            return False
        figure = self.done.blocks[-1][1]
        line = _PHOTO_LINE.fullmatch(words) if len(words) <= LONGEST_PHOTO_LINE and not figure["credit"] else None
        if line is None:
            return False
        figure["credit"], figure["caption"] = line["credit"].strip(), line["caption"].strip() or figure["caption"]
        return True

    def listed(self, tag: Tag) -> str:
        items = []
        for item in tag.find_all("li", recursive=False):
            inner = "".join(
                self.listed(child) if isinstance(child, Tag) and child.name in {"ul", "ol"} else self.inline(child)
                for child in item.children
            )
            items.append(f"<li>{inner.strip()}</li>")
        return f"<{tag.name}>{''.join(items)}</{tag.name}>"

    def word_item(self, tag: Tag) -> None:
        """Add a paragraph of Word to the list, without the bullet or number that Word puts before it."""
        html = "".join(self.inline(child) for child in tag.children).strip()
        if not self.items:
            bullet = _WORD_BULLET.match(html)
            self.items_tag = "ol" if bullet and bullet["number"] else "ul"
        self.items.append(_WORD_BULLET.sub("", html))

    def inline(self, node: Any) -> str:
        if isinstance(node, NavigableString):
            return "" if type(node) is not NavigableString else escape(str(node)) if node.strip() else " "
        if not isinstance(node, Tag):
            return ""
        if node.name == "img":
            self.picture(node)
            return ""
        if node.name == "br":
            return "<br/>"
        inner = "".join(self.inline(child) for child in node.children)
        return self.dressed(node, inner) if inner.strip() else inner

    def dressed(self, node: Tag, inner: str) -> str:
        style = str(node.get("style") or "")
        bold = (node.name in {"b", "strong"} and not _NOT_BOLD.search(style)) or bool(_BOLD.search(style))
        if bold:
            inner = f"<b>{inner}</b>"
        if node.name in {"i", "em"} or _ITALIC.search(style):
            inner = f"<i>{inner}</i>"
        address = str(node.get("href") or "").strip()
        if node.name == "a" and _SAFE_LINK.match(address):
            self.done.links += 1
            inner = f'<a href="{escape(address)}">{inner}</a>'
        return inner

    def end_word_list(self) -> None:
        if self.items:
            self.done.lists += 1
            items = "".join(f"<li>{item}</li>" for item in self.items)
            self.buffer.append(f"<{self.items_tag}>{items}</{self.items_tag}>")
            self.items = []

    def flush(self) -> None:
        """End the paragraph block that is being written."""
        self.end_word_list()
        if self.buffer:
            self.done.blocks.append(("paragraph", clean("".join(self.buffer))))
            self.buffer = []

    def end(self) -> None:
        """End the document: a bold line under which nothing stands is a signature and no heading."""
        self.flush()
        if self.bold_line and self.done.blocks[-1] == ("heading", plain_words(self.bold_line)):
            self.done.headings -= 1
            self.done.blocks[-1] = ("paragraph", clean(self.bold_line))


def plain_words(html: str) -> str:
    """The words of the HTML of a paragraph, in one line."""
    return one_line(BeautifulSoup(html, "html.parser").get_text(), MOST_CHARACTERS)


def is_bold(html: str) -> bool:
    """Whether all words of the HTML of a paragraph, as `_Walk.dressed` writes it, are bold."""
    return "<b>" in html and not plain_words(_BOLD_WORDS.sub("", html))


def clean(html: str) -> str:
    """`html` as Wagtail's editor would have written it."""
    editor = ParagraphBlock().field.widget
    return str(editor.value_from_datadict({"x": editor.format_value(html)}, {}, "x"))


def _picture_name(tag: Tag) -> str:
    """What a writer knows a picture by: its description, the name of its file, or the site that has it."""
    if alt := one_line(str(tag.get("alt") or ""), 60):
        return f"“{alt}”"
    source = str(tag.get("src") or "")
    parts = re.split(r"[/\\]", unquote(re.split(r"[?#]", source)[0]))
    if _PICTURE_FILE.search(parts[-1]):
        return one_line(parts[-1], 60)
    is_elsewhere = re.match(r"https?://", source, re.IGNORECASE) and len(parts) > 2
    return one_line(parts[2], 60) if is_elsewhere else _("ảnh không tên")


def _levels(soup: BeautifulSoup) -> int:
    """How many elements stand within one another at the deepest place."""
    levels = {id(soup): 0}
    for tag in soup.find_all(True):
        levels[id(tag)] = levels[id(tag.parent)] + 1
    return max(levels.values())


def _own(table: Tag, *names: str) -> list[Tag]:
    """Elements of `table` and not of a table within it."""
    return [tag for tag in table.find_all(names) if tag.find_parent("table") is table]


def _is_block(tag: Tag) -> bool:
    return tag.name in _BLOCKS or any(_blocks_within(tag))


def _blocks_within(tag: Tag) -> Iterator[Tag]:
    return (child for child in tag.find_all(_BLOCKS) if child.name != "img")


def _is_word_item(tag: Tag) -> bool:
    names = " ".join(tag.get("class") or [])
    return "MsoListParagraph" in names or bool(_WORD_LIST.search(str(tag.get("style") or "")))
