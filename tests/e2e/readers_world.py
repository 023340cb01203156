"""The world "readers": every kind of page a reader meets, each filled as far as its fields allow; "help" adds help."""

from wagtail.models import Page

from articles.models import AuthorIndexPage, LongformPage, TipPage, TopicIndexPage
from demo.seeding.tree import seed_situations
from files.models import StoredFile
from partners.models import KolIndexPage, Partner
from tests.factories import (
    make_article,
    make_asset,
    make_busy_image,
    make_help_line,
    make_home,
    make_section,
)
from tests.media_library.small_library import make_library

LONG_TITLE = "Một tít rất dài nói mãi không xong về cuộc gọi lúc nửa đêm " * 2
KHMER_TITLE = "អ្នកមិននៅម្នាក់ឯងទេ រួមគ្នាមានសុវត្ថិភាពលើអ៊ីនធឺណិត"
CHAPTER = [("paragraph", "<p>Chữ.</p>")]
#: 255 characters, the most a row holds, without a space where a line could break: what an import may bring.
ENDLESS_TITLE = ("Đừnggiữbímậtvớikẻdọanạt" * 12)[:255]


def fill_readers() -> None:
    home = make_home()
    make_library()
    for model, title, slug in (
        (AuthorIndexPage, "Tác giả", "tac-gia"),
        (TopicIndexPage, "Chủ đề", "chu-de"),
        (KolIndexPage, "KOL đồng hành", "kol"),
    ):
        home.add_child(instance=model(title=title, slug=slug, locale=home.locale))
    make_help_line("113", label="Nguy hiểm ngay trước mắt")
    make_help_line("111")
    make_section("Chuyên mục trống", slug="chuyen-muc-trong")
    section = make_section(slug="nhan-dien-chieu-tro", is_sensitive=True)
    tips = make_section("Mẹo nhanh", slug="meo-nhanh", is_tip_wall=True)
    image, asset, clip = (
        make_busy_image(height=900),
        make_asset("P-A3-03"),
        make_asset("V-01", kind="video", name="Ba phút"),
    )
    StoredFile.objects.filter(asset_file__version=clip.current_version).update(media_type="video/mp4", size=9_000_000)
    for number in range(13):
        make_article(f"Bài số {number}", section=section, lead_image=image)
    full = make_article("Đủ mọi khối", section=section, slug="du-moi-khoi", lead_image=image, author="Minh Thư",
                        content_warning="Bài có lời đe dọa.", source_name="Kế hoạch 120")  # fmt: skip
    write_every_block(full, image, asset)
    full.tags.add("giả danh")
    full.save_revision().publish(skip_permission_checks=True)
    make_article(LONG_TITLE[:110], section=section, slug="khong-anh", sapo="Không có ảnh nào.")
    endless = make_article("Quá dài", section=section, slug="qua-dai", lead_image=image)
    Page.objects.filter(pk=endless.pk).update(title=ENDLESS_TITLE)
    Partner.objects.create(display_name="Mây Miệt Vườn", slug="may-miet-vuon", is_listed=True, portrait=image)
    make_article(KHMER_TITLE, section=section, slug="tieng-khmer", lead_image=image)
    longform = make_article(
        "Dài kỳ", section=section, slug="dai-ky", lead_image=image, model=LongformPage, genre="emagazine"
    )
    longform.chapters = [
        ("chapter", {"title": name, "intro": "Lời dẫn", "image": image, "caption": "Ảnh", "body": CHAPTER})
        for name in ("Dấu tích", "Mâm cơm")
    ]
    longform.save_revision().publish(skip_permission_checks=True)
    make_article("Có clip", section=section, slug="co-clip", genre="video", video=clip, lead_image=image,
                 transcript="<p>0:31 Nghe gấp thì mình chậm lại.</p>")  # fmt: skip
    make_article("Cúp máy trước", section=tips, slug="cup-may-truoc", model=TipPage, genre="meo", number=1,
                 do_this="Cúp máy.", not_this="Nghe tiếp.", tone="phusa")  # fmt: skip


def fill_help() -> None:
    """The readers' world with the pages of all situations, in three languages."""
    fill_readers()
    for language in ("en", "km"):
        make_home(language)
        for number in ("111", "113"):
            make_help_line(number, language=language)
    seed_situations()


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
