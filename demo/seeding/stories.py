"""Seeds thirty articles with their authors, two of them as KOL stories."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Locale

from articles.models import ArticleByline, ArticlePage, LongformPage, Person, SectionPage
from campaign.models import Outlet
from media_library.models import Asset, SiteImage
from partners.models import KolStoryPage, Partner
from users.models import User

from . import Advance, Row, content, silent
from .accounts import STAFF
from .pictures import Pictures
from .vocabulary import TAG_NAMES

ROLES = {
    "text": "text",
    "photo": "photo",
    "video": "video",
    "graphic": "graphic",
    "theo": "from",
    "tong-hop": "compiled",
    "translation": "translation",
}
Blocks = list[tuple[str, Any]]  # (name, value) of each block of a StreamField

#: E-mail → author of the texts who is that account; the others get one of their own.
AUTHORS = {"phongvien@baocantho.example": "Minh Thư"}
KOL_PARTNERS = {"bai-18": "may-miet-vuon", "bai-19": "rap-ninh-kieu"}


def seed_stories(pictures: Pictures, advance: Advance = silent) -> None:
    """Create all articles, the oldest first."""
    texts_by_id = {row["id"]: row for row in content("articles")}
    rows = sorted(content()["articles"], key=lambda row: row["published_offset_hours"])
    for row in rows:
        seed_story(row, texts_by_id[row["id"]], pictures)
        advance()
    seed_authors()


def seed_authors() -> None:
    """Give each account of a newsroom its author, with which the forms sign what it writes."""
    for email, (name, _roles, outlet) in STAFF.items():
        if outlet:
            author = person(AUTHORS.get(email, name.removesuffix(" (demo)")), name)
            fields = {"account": User.objects.get(email=email), "outlet": Outlet.objects.get(slug=outlet)}
            Person.objects.filter(pk=author.pk).update(**fields)


def seed_story(row: Row, text_row: Row, pictures: Pictures) -> ArticlePage:
    """Create and publish an article with bylines and tags, dated by `row`."""
    page = story_of(row, text_row, pictures)
    moment = page.published_at
    SectionPage.objects.get(slug=row["section"]).add_child(instance=page)
    for order, (name, role, pen_name) in enumerate(bylines_of(text_row)):
        ArticleByline.objects.create(
            page=page, sort_order=order, person=person(name, pen_name), role=ROLES.get(role, "text")
        )
    page = type(page).objects.get(pk=page.pk)
    page.tags.add(*(TAG_NAMES.get(tag, tag) for tag in row["tags"]))
    page.save_revision().publish(skip_permission_checks=True)
    # Published by the seed now: without this, readers would see every article as changed today.
    type(page).objects.filter(pk=page.pk).update(last_published_at=moment)
    return page


def story_of(row: Row, text_row: Row, pictures: Pictures) -> ArticlePage:
    """Unsaved page from a row of demo_content.json and its text in articles.json."""
    moment = timezone.now() + timedelta(hours=row["published_offset_hours"])
    fields: dict[str, Any] = {
        "title": row["title_vi"],
        "sapo": row["sapo_vi"],
        "genre": row["kind"],
        "locale": Locale.objects.get(language_code="vi"),
        "lead_image": picture_of(text_row["lead"]["picture"], pictures),
        "lead_caption": text_row["lead"]["caption"],
        "lead_credit": text_row["lead"]["credit"].removeprefix("Minh họa: "),
        "content_warning": text_row["content_warning"] or row["content_warning"] or "",
        "has_minor": text_row["has_minor"],
        "has_victim": text_row["has_victim"],
        "is_hot": "tin-nong" in row["flags"],
        "is_featured": "tieu-diem" in row["flags"],
        "published_at": moment,
        "first_published_at": moment,
        "body": body_of(text_row["body"], pictures),
        "source_name": next((block[1] for block in text_row["body"] if block[0] == "source"), "")[:200],
    }
    if row["id"] in KOL_PARTNERS:
        partner = Partner.objects.get(slug=KOL_PARTNERS[row["id"]])
        return KolStoryPage(**fields, partner=partner, credit_line=partner.display_name)
    if row["kind"] == "emagazine":
        return LongformPage(**fields | chaptered(fields["body"]))
    return ArticlePage(**fields)


def chaptered(blocks: Blocks) -> dict[str, Blocks]:
    """Body and chapters of an e-magazine: a heading starts a chapter, whose first figure becomes its image."""
    body: Blocks = []
    chapters: list[dict[str, Any]] = []
    for kind, value in blocks:
        if kind == "heading":
            chapters.append({"title": value.split(". ", 1)[-1], "intro": "", "image": None, "caption": "", "body": []})
        elif not chapters:
            body.append((kind, value))
        elif kind == "figure" and chapters[-1]["image"] is None:
            chapters[-1] |= {"image": value["image"], "caption": value["caption"]}
        else:
            chapters[-1]["body"].append((kind, value))
    return {"body": body, "chapters": [("chapter", chapter) for chapter in chapters]}


def bylines_of(text_row: Row) -> Iterator[tuple[str, str, str]]:
    """(name, role, pen name) of each byline."""
    for line in text_row["bylines"]:
        name, role, pen_name = (*line, "", "")[:3]
        yield name, role or "text", pen_name or ""


def person(name: str, pen_name: str) -> Person:
    """The author `name`, created where missing."""
    existing = Person.objects.filter(full_name=name).first()
    if existing:
        return existing
    author = Person(
        full_name=name,
        pen_name=pen_name,
        bio="Viết về trường học và đời sống trên mạng. Bút danh minh họa.",
        outlet=Outlet.objects.get(slug="bao-can-tho"),
    )
    author.clean()
    author.save()
    return author


def picture_of(path: str | None, pictures: Pictures) -> SiteImage | None:
    """The image of `pictures/san-truong.svg` or `san-truong`; None for an unknown name."""
    return pictures.get((path or "").removeprefix("pictures/").removesuffix(".svg"))


def paragraphs(texts: str | list[str]) -> str:
    """HTML paragraphs of a text or of a list of texts."""
    return "".join(f"<p>{escape(text)}</p>" for text in ([texts] if isinstance(texts, str) else texts))


def _figure(name: str, _size: str, caption: str, credit: str = "", *, pictures: Pictures) -> dict[str, Any] | None:
    image = picture_of(name, pictures)
    return {"image": image, "caption": caption, "credit": credit} if image else None


def _steps(title: str, steps: list[tuple[str, str]]) -> dict[str, Any]:
    return {"title": title, "steps": [{"action": action, "detail": detail} for action, detail in steps]}


def body_of(blocks: list[list[Any]], pictures: Pictures) -> Blocks:
    """StreamField value from the block list of articles.json (see demo/README.md); what names nothing is left out.

    Paragraphs that follow each other are one block, as a writer's editor and the import from Word make it.
    """
    makers: dict[str, tuple[str, Callable[..., Any]]] = {
        "h2": ("heading", str),
        "p": ("paragraph", paragraphs),
        "quote": ("quote", lambda text, who="": {"text": text, "who": who}),
        "steps": ("steps", _steps),
        "warn": (
            "warning",
            lambda summary, text: {"summary": summary, "text": paragraphs([words for _p, words in text])},
        ),
        "asset": ("asset", lambda code: Asset.objects.filter(code=code).first()),
        "figure": ("figure", partial(_figure, pictures=pictures)),
    }
    body: Blocks = []
    for kind, *rest in blocks:
        if kind == "help":
            body.append(("help", None))
        elif kind in makers:
            name, make = makers[kind]
            if value := make(*rest):
                body.append((name, value))
    return joined(body)


def joined(body: Blocks) -> Blocks:
    """`body` with neighbouring paragraph blocks put into one."""
    done: Blocks = []
    for kind, value in body:
        if kind == "paragraph" and done and done[-1][0] == kind:
            done[-1] = (kind, done[-1][1] + value)
        else:
            done.append((kind, value))
    return done
