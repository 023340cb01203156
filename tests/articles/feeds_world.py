"""The world "feeds": one story with every kind of block that stands in all lists, and a draft."""

from articles.models import AuthorIndexPage, HashtagIndexPage, TopicIndexPage
from campaign.models import Outlet, Topic
from tests.factories import make_article, make_home, make_image, make_section


def fill_feeds() -> None:
    """A story in every list that has a feed, and a draft."""
    home = make_home()
    outlet = Outlet.objects.create(slug="bao", name="Báo Thử Nghiệm", short_name="Báo")
    section = make_section(outlet=outlet)
    make_section("Mẹo nhanh")
    for model, title, slug in (
        (TopicIndexPage, "Chủ đề", "chu-de"),
        (AuthorIndexPage, "Tác giả", "tac-gia"),
        (HashtagIndexPage, "Hashtag", "hashtag"),
    ):
        home.add_child(instance=model(title=title, slug=slug, locale=home.locale))
    page = make_article("Ba dấu hiệu & một câu hỏi <gấp>", section=section, author="Minh Thư", lead_image=make_image())
    page.topics.add(Topic.objects.create(slug="gia-danh", name="Giả danh"))
    page.tags.add("giả danh", "khongmotminh")
    picture = make_image()
    page.body = [
        ("paragraph", '<p>Đọc <a href="/vi/can-giup-do/">trang trợ giúp</a>.</p>'),
        ("heading", "Dọa cho sợ"),
        ("figure", {"image": picture, "caption": "Cúp máy", "credit": "H"}),
        ("quote", {"text": "Nói ngay.", "who": "Một cô giáo"}),
        ("steps", {"title": "Làm ngay", "steps": [{"action": "Cúp máy", "detail": "Thở."}]}),
        ("warning", {"summary": "Có lời dọa", "text": "<p>“Không được kể.”</p>"}),
        ("help", None),
    ]
    page.save_revision().publish(skip_permission_checks=True)
    make_article("Bài còn nháp", section=section, live=False)
