"""The world "city": every public page type once, every page filled as far as its fields allow.

What the cold pages (P3) and the walks over all page types look at, with pictures made as the worker makes them.
"""

from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from activities.models import ChallengePage, QuizPage, ScenarioPage
from articles.blocks.stories import RoundupItemBlock
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
from base.images.image_specs import MAKE_ALL
from campaign.models import Topic
from files.models import StoredFile
from home.models import ContentPage
from media_library.kits import builder, publishing
from media_library.models import Kit, SiteImage
from partners.models import KolIndexPage, KolStoryPage, Partner
from tests.activities.quizzes import two_bands, two_questions
from tests.activities.scenarios import six_scenes
from tests.factories import (
    make_article,
    make_asset,
    make_home,
    make_image,
    make_locale,
    make_section,
    make_situation,
    stored_row,
)
from tests.media_library.prints import make_kit
from tests.media_library.small_library import make_library

S = "/vi/nhan-dien/"
#: One address of every kind that search engines may keep.
STORIES = (
    S + "du-moi-khoi/",
    S + "diem-tin/",
    S + "cach-lam/",
    S + "do-vui/",
    S + "nhap-vai/",
    S + "thu-thach/",
    S + "chuyen-kol/",
    S + "dai-ky/",
    "/vi/meo-nhanh/meo-2/",
)
LISTS = (
    S, "/vi/meo-nhanh/", "/vi/tac-gia/", "/vi/chu-de/", "/vi/chu-de/gia-danh/", "/vi/hashtag/",
    "/vi/hashtag/khongmotminh/",
    "/vi/tu-khoa/cuoc-goi/", "/vi/dinh-chinh/", "/vi/luu-tru/", S + "chuyen-trang/", S + "dong-su-kien/", "/vi/kol/",
)  # fmt: skip
PROFILES = ("/vi/tac-gia/minh-thu/", "/vi/kol/may-miet-vuon/")
FILM = S + "co-clip/"
LIBRARY = (
    "/vi/kho-tai-lieu/", "/vi/kho-tai-lieu/?loai=poster&nn=vi", "/vi/kho-tai-lieu/p-a3-03/", "/vi/bo-tai-lieu/",
    "/vi/bo-tai-lieu/kit-thcs/",
)  # fmt: skip
SITUATIONS = ("/vi/tinh-huong/", "/vi/tinh-huong/ban-bi-ep-chuyen-tien/")
OTHERS = (S + "?trang=2", "/vi/can-giup-do/", "/vi/tim-kiem/?q=cuoc goi", "/vi/lich-su-kien/", "/vi/do-phu/",
          "/vi/gioi-thieu/", *SITUATIONS)  # fmt: skip
PATHS = ("/vi/", *STORIES, *LISTS, *PROFILES, FILM, *LIBRARY, *OTHERS)


#: 255 characters without a space where a line could break: what an import may bring.
ENDLESS = ("Đừnggiữbímậtvớikẻdọanạt" * 12)[:255]
KHMER = "អ្នកមិននៅម្នាក់ឯងទេ រួមគ្នាមានសុវត្ថិភាពលើអ៊ីនធឺណិត"


def fill_city() -> None:
    """One of everything, besides an empty section, a headline without end and a Khmer newsroom."""
    fill()
    make_section("Mục trống", slug="muc-trong")
    section = Page.objects.get(slug="nhan-dien").specific
    image = SiteImage.objects.get()  # one for all: its sizes are made once
    endless = make_article("Quá dài", section=section, slug="qua-dai", lead_image=image)
    Page.objects.filter(pk=endless.pk).update(title=ENDLESS)
    make_home("en")
    khmer = make_section("ព័ត៌មាន", home=make_home("km"), slug="tin")
    for slug in ("bai-khmer", "bai-khac"):
        make_article(KHMER, section=khmer, slug=slug, sapo=KHMER, lead_image=image, paragraphs=(KHMER * 6,))
    for path in PATHS:
        Client().get(path, **{MAKE_ALL: True})  # the worker would have made the pictures


def fill():
    make_locale("vi")
    home = make_home()
    home.add_child(instance=ContentPage(title="Giới thiệu", slug="gioi-thieu", locale=home.locale,
                                        body=[("paragraph", "<p>Vì sao có trang này.</p>")]))  # fmt: skip
    for model, title, slug in (
        (AuthorIndexPage, "Tác giả", "tac-gia"),
        (TopicIndexPage, "Chủ đề", "chu-de"),
        (HashtagIndexPage, "Hashtag", "hashtag"),
        (CorrectionIndexPage, "Đính chính", "dinh-chinh"),
        (KolIndexPage, "KOL đồng hành", "kol"),
    ):
        home.add_child(instance=model(title=title, slug=slug, locale=home.locale))
    make_library()
    make_situation()  # and the number 111
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
        ("facts", {"title": "Con số", "facts": [{"figure": "12–24", "meaning": "tuổi"}], "source": "KH 120"}),
        ("question", {"question": "Làm gì trước?", "answer": "<p>Cúp máy.</p>", "who": "Cô An"}),
        ("paragraph", "<p>Cúp máy.</p>"),
        ("figure", {"image": image, "caption": "Cắt sợi dây.", "credit": ""}),
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
    longform = make_article("Dài kỳ", section=section, slug="dai-ky", lead_image=image, model=LongformPage,
                        genre="emagazine", author="Demo An")  # fmt: skip
    chapter = {"title": "Một", "intro": "Dẫn", "image": image, "caption": "Ảnh", "body": [("paragraph", "<p>Chữ.</p>")]}
    longform.chapters = [("chapter", chapter), ("chapter", chapter | {"title": "Hai"})]
    longform.save_revision().publish(skip_permission_checks=True)
    make_article("Có clip", section=section, slug="co-clip", genre="video", video=clip, audio=recording,
                 lead_image=image, author="Demo Bình", transcript="<p>0:31 Nghe.</p>")  # fmt: skip
    roundup = make_article("Điểm tin", section=section, slug="diem-tin", model=RoundupPage, genre="diem-tin",
                           lead_image=image)  # fmt: skip
    roundup.items = [("item", {**RoundupItemBlock().get_preview_value(), "summary": "Ba việc nên làm."})]
    roundup.save_revision().publish(skip_permission_checks=True)
    make_article("Cách làm", section=section, slug="cach-lam", model=CaseStudyPage, genre="cach-lam-hay",
                 place="THCS", lead_image=image)  # fmt: skip
    make_article("Bạn sẽ làm gì?", section=section, slug="do-vui", model=QuizPage, genre="do-vui", lead_image=image,
                 questions=two_questions(image), bands=two_bands())  # fmt: skip
    make_article("Cuộc gọi số 7", section=section, slug="nhap-vai", model=ScenarioPage, genre="nhap-vai",
                 lead_image=image, scenes=six_scenes(image), player="Na", content_warning="Có lời dọa.")  # fmt: skip
    today = timezone.localdate()
    make_article("Sáu mươi giây", section=section, slug="thu-thach", model=ChallengePage, genre="thu-thach",
                 lead_image=image, hashtag="#KhongMotMinh", rules="Quay.", starts_on=today, ends_on=today)  # fmt: skip
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
    recording = make_asset("AM-01", kind="audio", name="Bản đọc", files=[{"stored": stored_row()}])
    for asset_of, media_type in ((clip, "video/mp4"), (recording, "audio/mpeg")):
        StoredFile.objects.filter(asset_file__version=asset_of.current_version).update(media_type=media_type)
    builder.build(publishing.publish(make_kit([asset, clip]), changelog="Bản đầu.").pk)
    return asset, clip, recording


def fill_partners(section, image):
    for name, slug in (("Mây Miệt Vườn", "may-miet-vuon"), ("Lan", "lan"), ("Sorya", "sorya")):
        Partner.objects.create(display_name=name, slug=slug, is_listed=True, portrait=image, quote="Hỏi má cái đã.")
    make_article("Chuyện KOL", section=section, slug="chuyen-kol", model=KolStoryPage, genre="kol", lead_image=image,
                 partner=Partner.objects.get(slug="may-miet-vuon"), author="Mây", clip=stored_row(),
                 captions=stored_row())  # fmt: skip
