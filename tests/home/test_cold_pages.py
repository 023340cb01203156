"""Budget P3 (performance.md) for every public page type, with an empty cache: the first reader after a purge.

One city of content, every page filled as far as its fields allow, with pictures that were made ahead.
"""

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import (
    AuthorIndexPage,
    CaseStudyPage,
    Correction,
    CorrectionIndexPage,
    HashtagIndexPage,
    LongformPage,
    Person,
    RoundupPage,
    SpecialPage,
    StorylinePage,
    TipPage,
    TopicIndexPage,
)
from base.pictures import MAKE_ALL
from campaign.models import Topic
from media_library import archives, kit_publishing
from media_library.models import Kit, StoredFile
from partners.models import KolIndexPage, KolStoryPage, Partner
from tests.factories import make_article, make_asset, make_help_line, make_home, make_image, make_section
from tests.media_library.prints import make_kit
from tests.media_library.shelf import fake_stored, make_library

S = "/vi/nhan-dien/"
#: address → most queries with an empty cache
BUDGETS = {
    "/vi/": 12,
    S: 8,
    S + "?trang=2": 8,
    S + "du-moi-khoi/": 8,
    S + "dai-ky/": 8,
    S + "co-clip/": 8,
    S + "diem-tin/": 8,
    S + "cach-lam/": 8,
    S + "chuyen-trang/": 13,  # not a page of P3: three rows of stories, two queries each
    S + "dong-su-kien/": 8,
    S + "chuyen-kol/": 8,
    "/vi/meo-nhanh/": 8,
    "/vi/meo-nhanh/meo-2/": 8,
    "/vi/tac-gia/": 8,
    "/vi/tac-gia/minh-thu/": 8,
    "/vi/chu-de/": 8,
    "/vi/chu-de/gia-danh/": 8,
    "/vi/hashtag/khongmotminh/": 8,
    "/vi/tu-khoa/cuộc-gọi/": 8,
    "/vi/dinh-chinh/": 8,
    "/vi/luu-tru/": 8,
    "/vi/kho-tai-lieu/": 8,
    "/vi/kho-tai-lieu/?loai=poster&nn=vi": 8,
    "/vi/kho-tai-lieu/p-a3-03/": 8,
    "/vi/bo-tai-lieu/": 8,
    "/vi/bo-tai-lieu/kit-thcs/": 8,
    "/vi/kol/": 8,
    "/vi/kol/may-miet-vuon/": 8,
    "/vi/can-giup-do/": 8,
    "/vi/tim-kiem/?q=cuoc goi": 10,
}


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        fill()
        for path in BUDGETS:
            Client().get(path, **{MAKE_ALL: True})  # the worker would have made the pictures
        yield
        transaction.set_rollback(True)
    cache.clear()


def fill():
    home = make_home()
    for model, title, slug in (
        (AuthorIndexPage, "Tác giả", "tac-gia"),
        (TopicIndexPage, "Chủ đề", "chu-de"),
        (HashtagIndexPage, "Hashtag", "hashtag"),
        (CorrectionIndexPage, "Đính chính", "dinh-chinh"),
        (KolIndexPage, "KOL đồng hành", "kol"),
    ):
        home.add_child(instance=model(title=title, slug=slug, locale=home.locale))
    make_library()
    make_help_line("111")
    image = make_image()
    section, tips = make_section(slug="nhan-dien"), make_section("Mẹo nhanh", slug="meo-nhanh", is_tip_wall=True)
    asset, clip, recording = fill_library()
    topic = Topic.objects.get_or_create(slug="gia-danh", defaults={"name": "Giả danh"})[0]
    storyline = StorylinePage(title="Dòng sự kiện", slug="dong-su-kien", locale=home.locale, lead_image=image)
    section.add_child(instance=storyline)
    for number in range(14):
        make_article(f"Bài số {number}", section=section, lead_image=image, storyline=storyline, is_milestone=True)
    full = make_article("Đủ mọi khối", section=section, slug="du-moi-khoi", lead_image=image, author="Minh Thư",
                        content_warning="Có lời đe dọa.", source_name="Kế hoạch 120", storyline=storyline)  # fmt: skip
    Person.objects.update(slug="minh-thu", portrait=image)
    full.body = [
        ("paragraph", "<p>Cúp máy.</p>"),
        ("figure", {"image": make_image(), "caption": "Cắt sợi dây.", "credit": ""}),
        ("gallery", {"title": "Buổi sáng", "pictures": [{"image": image, "caption": "Một", "credit": ""}] * 2}),
        ("embed", {"url": "https://youtu.be/abcdefghijk", "title": "Ba", "poster": image, "summary": "Tóm."}),
        ("asset", asset),
        ("kit", Kit.objects.get()),
        ("link", {"story": make_article("Đọc thêm", section=section)}),
        ("help", None),
    ]
    full.tags.add("khongmotminh", "cuộc gọi")
    full.topics.add(topic)
    full.save_revision().publish(skip_permission_checks=True)
    Correction.objects.create(page=full, kind="dinh-chinh", text="Bản đầu ghi sai ngày.")
    full.save_revision().publish(skip_permission_checks=True)
    read = make_article("Dài kỳ", section=section, slug="dai-ky", lead_image=image, model=LongformPage,
                        genre="emagazine", author="Demo An")  # fmt: skip
    chapter = {"title": "Một", "intro": "Dẫn", "image": image, "caption": "Ảnh", "body": [("paragraph", "<p>Chữ.</p>")]}
    read.chapters = [("chapter", chapter), ("chapter", chapter)]
    read.save_revision().publish(skip_permission_checks=True)
    make_article("Có clip", section=section, slug="co-clip", genre="video", video=clip, audio=recording,
                 lead_image=image, author="Demo Bình", transcript="<p>0:31 Nghe.</p>")  # fmt: skip
    make_article("Điểm tin", section=section, slug="diem-tin", model=RoundupPage, genre="diem-tin", lead_image=image)
    make_article("Cách làm", section=section, slug="cach-lam", model=CaseStudyPage, genre="cach-lam-hay",
                 place="THCS", lead_image=image)  # fmt: skip
    special = SpecialPage(title="Chuyên trang", slug="chuyen-trang", locale=home.locale, lead_image=image)
    special.body = [
        ("paragraph", "<p>Lời dẫn.</p>"),
        ("stories", {"title": "Mới", "pages": [], "topic": None, "number": 4}),
        ("stories", {"title": "Chủ đề", "pages": [], "topic": topic, "number": 4}),
        ("stories", {"title": "Chọn", "pages": [full], "topic": None, "number": 4}),
        ("asset", asset),
    ]
    section.add_child(instance=special)
    for number in (1, 2, 3):
        make_article(f"Mẹo {number}", section=tips, slug=f"meo-{number}", model=TipPage, genre="meo", number=number,
                     do_this="Cúp máy.", not_this="Nghe tiếp.")  # fmt: skip
    fill_partners(section, image)


def fill_library():
    asset = make_asset("P-A3-03", name="Poster")
    clip = make_asset("V-01", kind="video", name="Ba phút")
    recording = make_asset("AM-01", kind="audio", name="Bản đọc", files=[{"stored": fake_stored(9)}])
    for asset_of, media_type in ((clip, "video/mp4"), (recording, "audio/mpeg")):
        StoredFile.objects.filter(asset_file__version=asset_of.current_version).update(media_type=media_type)
    archives.build(kit_publishing.publish(make_kit([asset, clip]), changelog="Bản đầu.").pk)
    return asset, clip, recording


def fill_partners(section, image):
    for name, slug in (("Mây Miệt Vườn", "may-miet-vuon"), ("Lan", "lan"), ("Sorya", "sorya")):
        Partner.objects.create(display_name=name, slug=slug, is_listed=True, portrait=image, quote="Hỏi má cái đã.")
    make_article("Chuyện KOL", section=section, slug="chuyen-kol", model=KolStoryPage, genre="kol", lead_image=image,
                 partner=Partner.objects.get(slug="may-miet-vuon"), author="Mây", clip=fake_stored(1),
                 captions=fake_stored(2))  # fmt: skip


@pytest.mark.parametrize("path", BUDGETS)
def test_a_cold_page_stays_within_its_budget(city, db, path):
    cache.clear()
    with CaptureQueriesContext(connection) as counted:
        answer = Client().get(path)
        queries = len(counted)
    assert answer.status_code == 200
    assert queries <= BUDGETS[path], "\n".join(query["sql"][:240] for query in counted.captured_queries)
