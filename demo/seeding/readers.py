"""Seeds index pages, tips, topics of articles, read counts and a pinned article on the front page."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from articles.models import (
    ArticlePage,
    AuthorIndexPage,
    CorrectionIndexPage,
    HashtagIndexPage,
    ReadCount,
    SectionPage,
    TipPage,
    TopicIndexPage,
)
from base.images.image_specs import MAKE_ALL
from campaign.models import Audience, Topic
from home.models import HomePage

from . import content

TONES = ("phusa", "song", "dien", "cream", "sen", "tim")
INDEXES = (
    (TopicIndexPage, "Chủ đề", "chu-de", "Mỗi chủ đề một nơi, mọi chuyên mục cùng nói."),
    (AuthorIndexPage, "Tác giả", "tac-gia", "Người viết, người chụp, người vẽ. Tên trong bản minh họa đều là hư cấu."),
    (HashtagIndexPage, "Hashtag", "hashtag", "Ba hashtag của chiến dịch."),
    (CorrectionIndexPage, "Đính chính", "dinh-chinh", "Chỗ nào tòa soạn viết sai, tòa soạn nói rõ ở đây."),
)
#: keyword → topic of the shared vocabulary
TOPIC_OF_TAG = {
    "thao túng": "thao-tung",
    "giả danh": "gia-danh",
    "cuộc gọi video": "gia-danh",
    "việc làm": "viec-lam",
    "ảnh riêng tư": "anh-rieng-tu",
    "tống tiền": "anh-rieng-tu",
    "mật khẩu": "tai-khoan",
    "OTP": "tai-khoan",
    "trợ giúp": "tro-giup",
    "tham vấn": "tro-giup",
}


def seed_readers() -> None:
    """Run all seeds of this module; needs the articles."""
    home = HomePage.objects.get(locale__language_code="vi")
    for model, title, slug, intro in INDEXES:
        if not model.objects.exists():
            page = model(title=title, slug=slug, intro=intro, locale=home.locale)
            home.add_child(instance=page)
            page.save_revision().publish(skip_permission_checks=True)
    seed_tips()
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    for story in ArticlePage.objects.prefetch_related("tags"):
        slugs = {TOPIC_OF_TAG[tag.name] for tag in story.tags.all() if tag.name in TOPIC_OF_TAG}
        story.topics.set([topics[slug] for slug in slugs])
        story.save()  # a ParentalManyToManyField is stored by save()
        revision = story.get_latest_revision()
        revision.content["topics"] = [topics[slug].pk for slug in slugs]  # else the next edit would remove them
        revision.save(update_fields=["content"])
    seed_most_read()
    seed_front(home)


def seed_tips() -> None:
    """Create the tips of demo_content.json in the section “meo-nhanh”."""
    section = SectionPage.objects.get(slug="meo-nhanh", locale__language_code="vi")
    section.is_tip_wall = True
    section.save()
    section.save_revision().publish(skip_permission_checks=True)
    audiences = {audience.slug: audience for audience in Audience.objects.all()}
    now = timezone.now()
    for number, row in enumerate(content()["quick_tips"], start=1):
        moment = now - timedelta(days=2, hours=number)
        page = TipPage(
            title=row["title_vi"],
            sapo=row["body_vi"],
            genre="meo",
            number=number,
            do_this=row["do_vi"],
            not_this=row["dont_vi"],
            tone=TONES[(number - 1) % len(TONES)],
            has_minor=False,
            has_victim=False,
            published_at=moment,
            first_published_at=moment,
            locale=section.locale,
        )
        section.add_child(instance=page)
        page.audiences.set(audiences[name] for name in row["audience"] if name in audiences)
        page.save_revision().publish(skip_permission_checks=True)
        TipPage.objects.filter(pk=page.pk).update(last_published_at=moment)


def seed_most_read() -> None:
    """Create read counts of the last six hours for five articles."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    stories = ArticlePage.objects.live().exclude(genre__in=("meo", "video", "kol")).order_by("-published_at")[3:8]
    for place, story in enumerate(stories):
        ReadCount.objects.bulk_create(
            ReadCount(page=story, hour=hour - timedelta(hours=back), reads=(90 - 15 * place) // (back + 1) + 1)
            for back in range(6)
        )


def seed_front(home: HomePage) -> None:
    """Pin one article to the second slot of the front page for two days; other slots fill automatically."""
    story = ArticlePage.objects.live().filter(genre="phong-su").exclude(content_warning="").first()
    if story is not None:
        until = timezone.now() + timedelta(days=2)
        home.pins = [("second", {"story": story, "until": until, "position": 0})]
        home.save(update_fields=["pins"])


def warm() -> None:
    """Render the images of the front page; the worker renders all others."""
    make_all: dict[str, Any] = {MAKE_ALL: True}  # a variable of the WSGI environment
    Client(headers={"host": "127.0.0.1"}).get("/vi/", **make_all)
