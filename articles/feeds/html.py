"""A story as plain HTML for the JSON Feed: its text and pictures.

Left out are blocks that lead through this site: cards of assets, kits and stories, the help box. Clips become name,
summary and link instead of a player. Addresses are absolute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.rich_text import expand_db_html

from articles.models import ArticlePage
from articles.presentation.structured_data import absolute
from base.images.image_specs import made_renditions, specs

#: Page types with text beside the body; feeds join them with select_related.
FORMATS = ("longformpage", "rounduppage", "tippage", "casestudypage")
#: (page type, its StreamField) that follows the body.
_STREAMS = (("longformpage", "chapters"), ("rounduppage", "items"))

Block = dict[str, Any]  # raw data of a block: a part that was never filled in may be missing
Pictures = dict[int, Any]


def text_of(story: ArticlePage, pictures: Pictures) -> str:
    """`story` (an ArticlePage fetched with FORMATS) in the order of its page; `pictures` from pictures_of()."""
    parts: list[str] = [format_html("<p><strong>{}</strong></p>", story.sapo)]
    if story.content_warning:
        parts.insert(0, format_html("<p><em>{}</em></p>", story.content_warning))
    if story.paid_by:
        parts.insert(0, format_html("<p><strong>{}</strong></p>", story.paid_label))
    parts += [_advice(story), _case(story)]
    parts += [_block(block, pictures) for block in _blocks(story)]
    if story.transcript:
        parts += [_heading(_("Bản chữ")), _rich(story.transcript)]
    return "\n".join(part for part in parts if part)


def pictures_of(stories: Iterable[ArticlePage]) -> Pictures:
    """Pictures in the text of `stories`, by primary key, with renditions: two queries."""
    numbers = {number for story in stories for block in _blocks(story) for number in _picture_numbers(block)}
    return get_image_model().objects.prefetch_related("renditions").in_bulk([number for number in numbers if number])


def _blocks(story: ArticlePage) -> list[Block]:
    """Raw blocks of the body, then of the type's own stream."""
    blocks = list(story.body.raw_data)
    for kind, name in _STREAMS:
        own = getattr(story, kind, None)  # without such a row the descriptor raises an AttributeError
        blocks += list(getattr(own, name).raw_data) if own else []
    return blocks


def _picture_numbers(block: Block) -> Iterator[int | None]:
    kind, value = block["type"], block["value"]
    if kind == "figure":
        yield value.get("image")
    elif kind == "gallery":
        yield from (item.get("image") for item in _items(value.get("pictures", ())))
    elif kind == "chapter":
        yield value.get("image")
        for inner in value.get("body", ()):
            yield from _picture_numbers(inner)


def _items(rows: Iterable[Any]) -> list[Any]:
    """Values of a ListBlock's raw data, in its old or new form."""
    return [row["value"] if isinstance(row, dict) and row.get("type") == "item" else row for row in rows]


def _block(block: Block, pictures: Pictures) -> str:
    """One raw block as HTML; empty for types without a writer."""
    write = _WRITERS.get(block["type"])
    return write(block["value"], pictures) if write else ""


def _heading(value: str, pictures: Pictures | None = None) -> str:
    return format_html("<h2>{}</h2>", value)


def _rich(value: str, pictures: Pictures | None = None) -> str:
    html = expand_db_html(value)
    whole = html.replace('href="/', f'href="{absolute("/")}').replace('src="/', f'src="{absolute("/")}')
    return mark_safe(whole)  # noqa: S308 - Wagtail's own rich text


def _quote(value: Block, pictures: Pictures) -> str:
    footer = format_html("<footer>{}</footer>", value["who"]) if value.get("who") else ""
    return format_html("<blockquote><p>{}</p>{}</blockquote>", value.get("text", ""), footer)


def _question(value: Block, pictures: Pictures) -> str:
    asker = format_html("<p><em>{}</em></p>", value["who"]) if value.get("who") else ""
    return format_html("<h2>{}</h2>{}{}", value.get("question", ""), asker, _rich(value.get("answer", "")))


def _facts(value: Block, pictures: Pictures) -> str:
    facts = ((fact.get("figure", ""), fact.get("meaning", "")) for fact in _items(value.get("facts", ())))
    lines = format_html_join("", "<li><strong>{}</strong> {}</li>", facts)
    return format_html("<h3>{}</h3><ul>{}</ul>{}", value.get("title", ""), lines, _source(value))


def _source(value: Block) -> str:
    return format_html("<p>{} {}</p>", _("Nguồn:"), value["source"]) if value.get("source") else ""


def _steps(value: Block, pictures: Pictures) -> str:
    steps = ((step.get("action", ""), step.get("detail", "")) for step in _items(value.get("steps", ())))
    lines = format_html_join("", "<li><strong>{}</strong> {}</li>", steps)
    return format_html("<h3>{}</h3><ol>{}</ol>", value.get("title", ""), lines)


def _warning(value: Block, pictures: Pictures) -> str:
    return format_html(
        "<details><summary>{}</summary>{}</details>", value.get("summary", ""), _rich(value.get("text", ""))
    )


def _table(value: Block, pictures: Pictures) -> str:
    table = value.get("table") or {}
    heads = format_html_join("", "<th>{}</th>", ((column["heading"],) for column in table.get("columns", ())))
    rows = (format_html_join("", "<td>{}</td>", ((cell,) for cell in row["values"])) for row in table.get("rows", ()))
    body = format_html_join("", "<tr>{}</tr>", ((row,) for row in rows))
    return format_html(
        "<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}",
        value.get("caption", ""),
        heads,
        body,
        _source(value),
    )


def _link(value: Block, name: str) -> str:
    """The text of the field `name` as a link; as plain text where the block has no address."""
    text = value.get(name, "")
    return format_html('<a href="{}">{}</a>', value["url"], text) if value.get("url") else format_html("{}", text)


def _clip(value: Block, pictures: Pictures) -> str:
    return format_html("<p>{}</p><p>{}</p>", _link(value, "title"), value.get("summary", ""))


def _post(value: Block, pictures: Pictures) -> str:
    return format_html("<p>{}</p>", _link(value, "text"))


def _elsewhere(value: Block, pictures: Pictures) -> str:
    """One item of a round-up, with its source."""
    return format_html(
        "<h3>{}</h3><p><em>{}</em> {}</p>", _link(value, "title"), value.get("source", ""), value.get("summary") or ""
    )


def _gallery(value: Block, pictures: Pictures) -> str:
    title = format_html("<h3>{}</h3>", value["title"]) if value.get("title") else ""
    return format_html(
        "{}{}",
        title,
        format_html_join("", "{}", ((_figure(item, pictures),) for item in _items(value.get("pictures", ())))),
    )


def _chapter(value: Block, pictures: Pictures) -> str:
    picture = _figure(value, pictures) if value.get("image") else ""
    intro = format_html("<p><strong>{}</strong></p>", value["intro"]) if value.get("intro") else ""
    body = format_html_join("\n", "{}", ((_block(inner, pictures),) for inner in value.get("body", ())))
    return format_html("{}{}{}{}", _heading(value.get("title", "")), picture, intro, body)


def _figure(value: Block, pictures: Pictures) -> str:
    image = pictures.get(value.get("image") or 0)
    if image is None or (rendition := _rendition(image)) is None:
        return ""
    credit = value.get("credit") or image.credit
    return format_html(
        '<figure><img src="{}" width="{}" height="{}" alt="{}"><figcaption>{} {}</figcaption></figure>',
        absolute(rendition.url),
        rendition.width,
        rendition.height,
        image.alt_in(get_language() or settings.LANGUAGE_CODE)[0],
        value.get("caption") or "",
        credit and _("(%(credit)s)") % {"credit": credit},
    )


def _rendition(image: Any) -> Any:
    """The JPEG rendition that the story's page uses; made by the worker, never by a feed."""
    spec = specs("body")[1]
    return next((rendition for rendition in made_renditions(image) if rendition.filter_spec == spec), None)


def _advice(story: ArticlePage) -> str:
    """What a tip advises to do and not to do."""
    tip = getattr(story, "tippage", None)
    if tip is None:
        return ""
    rows = ((_("NÊN"), tip.do_this), (_("KHÔNG NÊN"), tip.not_this))
    return format_html("<ul>{}</ul>", format_html_join("", "<li><strong>{}</strong> {}</li>", rows))


def _case(story: ArticlePage) -> str:
    """Place, challenge, outcome and effort of a case study."""
    case = getattr(story, "casestudypage", None)
    if case is None:
        return ""
    texts = (case.place, case.challenge, case.outcome, case.effort)
    return format_html_join("", "<p>{}</p>", ((text,) for text in texts if text))


_WRITERS: dict[str, Callable[[Any, Pictures], str]] = {
    "chapter": _chapter,
    "embed": _clip,
    "facts": _facts,
    "figure": _figure,
    "gallery": _gallery,
    "heading": _heading,
    "item": _elsewhere,
    "paragraph": _rich,
    "post_link": _post,
    "question": _question,
    "quote": _quote,
    "steps": _steps,
    "table": _table,
    "warning": _warning,
}
