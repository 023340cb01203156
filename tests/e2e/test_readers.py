"""What readers meet in a real browser: phone and desk, with and without script, nothing from elsewhere, no cookie."""

import io

import pikepdf
import pytest

from articles.models import AuthorIndexPage, LongformPage, TipPage, TopicIndexPage
from media_library.models import StoredFile
from tests.factories import (
    make_article,
    make_asset,
    make_help_line,
    make_home,
    make_image,
    make_section,
)

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LONG_TITLE = "Một tít rất dài nói mãi không xong về cuộc gọi lúc nửa đêm " * 2
KHMER_TITLE = "អ្នកមិននៅម្នាក់ឯងទេ រួមគ្នាមានសុវត្ថិភាពលើអ៊ីនធឺណិត"
CHAPTER = [("paragraph", "<p>Chữ.</p>")]
#: Ids that stand more than once.
TWICE = "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, n, all) => all.indexOf(id) !== n)"
S = "/vi/nhan-dien-chieu-tro/"
PAGES = [
    "/vi/",
    S,
    S + "?trang=2",
    S + "du-moi-khoi/",
    S + "khong-anh/",
    S + "tieng-khmer/",
    S + "dai-ky/",
    S + "co-clip/",
    "/vi/meo-nhanh/",
    "/vi/meo-nhanh/cup-may-truoc/",
    "/vi/chuyen-muc-trong/",
    "/vi/tu-khoa/giả-danh/",
    "/vi/tac-gia/minh-thu/",
    "/vi/luu-tru/",
    "/vi/khong-co-trang-nay/",
]


def table_value():
    heads, rows = ["Việc", "Ai làm", "Khi nào"], [["Cúp máy", "Bạn", "Ngay"], ["Báo 156", "Cha mẹ", "Trong ngày"]]
    return {
        "caption": "Ai làm gì",
        "source": "Kế hoạch 120",
        "table": {
            "caption": "",
            "columns": [{"type": "text", "heading": head} for head in heads],
            "rows": [{"values": row} for row in rows],
        },
    }


@pytest.fixture
def site(settings, live_server):
    """Every kind of page a reader meets, each filled as far as its fields allow."""
    settings.SITE_URL = live_server.url
    settings.READ_FLUSH_SECONDS = 0
    home = make_home()
    for model, title, slug in ((AuthorIndexPage, "Tác giả", "tac-gia"), (TopicIndexPage, "Chủ đề", "chu-de")):
        home.add_child(instance=model(title=title, slug=slug, locale=home.locale))
    make_help_line("113", label="Nguy hiểm ngay trước mắt")
    make_help_line("111")
    make_section("Chuyên mục trống", slug="chuyen-muc-trong")
    section = make_section(slug="nhan-dien-chieu-tro", is_sensitive=True)
    tips = make_section("Mẹo nhanh", slug="meo-nhanh", is_tip_wall=True)
    image, asset, clip = make_image(), make_asset("P-A3-03"), make_asset("V-01", kind="video", name="Ba phút")
    StoredFile.objects.filter(asset_file__version=clip.current_version).update(media_type="video/mp4", size=9_000_000)
    for number in range(13):
        make_article(f"Bài số {number}", section=section, lead_image=image)
    full = make_article("Đủ mọi khối", section=section, slug="du-moi-khoi", lead_image=image, author="Minh Thư",
                        content_warning="Bài có lời đe dọa.", source_name="Kế hoạch 120")  # fmt: skip
    write_every_block(full, image, asset)
    full.tags.add("giả danh")
    full.save_revision().publish(skip_permission_checks=True)
    make_article(LONG_TITLE[:110], section=section, slug="khong-anh", sapo="Không có ảnh nào.")
    make_article(KHMER_TITLE, section=section, slug="tieng-khmer", lead_image=image)
    read = make_article(
        "Dài kỳ", section=section, slug="dai-ky", lead_image=image, model=LongformPage, genre="emagazine"
    )
    read.chapters = [
        ("chapter", {"title": name, "intro": "Lời dẫn", "image": image, "caption": "Ảnh", "body": CHAPTER})
        for name in ("Dấu tích", "Mâm cơm")
    ]
    read.save_revision().publish(skip_permission_checks=True)
    make_article("Có clip", section=section, slug="co-clip", genre="video", video=clip, lead_image=image,
                 transcript="<p>0:31 Nghe gấp thì mình chậm lại.</p>")  # fmt: skip
    make_article("Cúp máy trước", section=tips, slug="cup-may-truoc", model=TipPage, genre="meo", number=1,
                 do_this="Cúp máy.", not_this="Nghe tiếp.", tone="phusa")  # fmt: skip
    return live_server.url


def write_every_block(story, image, asset) -> None:
    story.body = [
        ("paragraph", "<p>Khi bị dọa, bạn có quyền cúp máy.</p>"),
        ("heading", "Dọa cho sợ"),
        ("figure", {"image": image, "caption": "Cắt sợi dây.", "credit": "Minh họa: H"}),
        ("gallery", {"title": "Một buổi sáng", "pictures": [
            {"image": image, "caption": "Một", "credit": ""}, {"image": image, "caption": "Hai", "credit": ""}]}),
        ("quote", {"text": "Người tốt không cần bạn giấu cha mẹ.", "who": "Một cô giáo"}),
        ("question", {"question": "Làm gì trước?", "answer": "<p>Cúp máy.</p>", "who": "Cô An"}),
        ("facts", {"title": "Con số", "facts": [{"figure": "12–24", "meaning": "tuổi"}], "source": "KH 120"}),
        ("steps", {"title": "Làm ngay", "steps": [{"action": "Cúp máy", "detail": "Thở."}]}),
        ("warning", {"summary": "Có lời dọa.", "text": "<p>“Bị bắt ngay.”</p>"}),
        ("table", table_value()),
        ("embed", {"url": "https://youtu.be/abcdefghijk", "title": "Ba việc", "poster": image, "summary": "Tóm."}),
        ("asset", asset),
        ("post_link", {"url": "https://www.tiktok.com/@demo", "text": "Xem clip"}),
        ("help", None),
        ("help", None),
    ]  # fmt: skip
    story.save_revision().publish(skip_permission_checks=True)


def watched(page, origin) -> list[str]:
    """Every request of `page` that leaves `origin`; filled while the page is used."""
    left = []
    page.on("request", lambda request: None if request.url.startswith((origin, "data:")) else left.append(request.url))
    return left


@pytest.mark.parametrize("script", [True, False])
def test_every_page_stands_on_phone_and_desk_alone(site, browser, script):
    """No sideways scroll, one h1, one help, no request elsewhere, no cookie, shareable as it is; no id twice."""
    context = browser.new_context(java_script_enabled=script, viewport=PHONE, locale="vi-VN")
    page = context.new_page()
    left, broken = watched(page, site), []
    page.on("console", lambda message: broken.append(message.text) if "Content Security" in message.text else None)
    for path in PAGES:
        page.set_viewport_size(PHONE if PAGES.index(path) % 2 or not script else DESK)
        answer = page.goto(site + path)
        headers = answer.headers
        assert answer.status == (404 if "khong-co" in path else 200), path
        assert headers["cache-control"].startswith("public") and "ookie" not in headers.get("vary", ""), path
        assert page.locator("h1").count() == 1, path
        assert page.locator("a[href='tel:111']").count() >= 1, path
        if script:
            for size in (PHONE, {"width": 320, "height": 700}, DESK):
                page.set_viewport_size(size)
                over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert over <= 0, f"{path} {size}: {over} px"
            twice = page.evaluate(TWICE)
            assert twice == [], path
    assert left == [] and broken == []
    assert context.cookies() == []
    context.close()


def test_a_story_prints_on_a4_without_the_site_around_it(site, browser):
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    page.goto(site + S + "du-moi-khoi/")
    with pikepdf.open(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))) as paper:
        box = [round(float(number)) for number in paper.pages[0].mediabox]
        assert box[2:] == [595, 842] and 1 <= len(paper.pages) <= 6
    page.emulate_media(media="print")
    for gone in (".masthead", ".tabbar", ".footer", ".share", ".embed .go"):
        assert not page.locator(gone).first.is_visible(), gone
    context.close()
