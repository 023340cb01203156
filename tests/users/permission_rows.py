"""Rows of docs/permissions.md on a small city: what lies at which address, and what is sent to do what.

The paper “bao” has a draft, a live story, texts at every step of the workflow and a Khmer translation, all written by
somebody who is none of the people that ask; the paper “khac” has a live story.
"""

from datetime import timedelta
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, WorkflowState

from articles.editorial.permissions import sync_newsrooms
from articles.models import ArticlePage, CalendarKey, Correction, NamedVersion, Person, PlannedStory, SectionPage
from campaign.models import HelpLine, Outlet, Topic
from media_library.models import Asset, Kit, SiteImage
from media_library.rights.pictures import collection_of
from partners.models import Invitation
from schools.models import ChecklistItem, Claim
from tests.articles.newsroom_forms import SAPO, act, form, step_of, ticks
from tests.factories import (
    make_article,
    make_asset,
    make_help_line,
    make_home,
    make_image,
    make_locale,
    make_section,
    make_user,
    picture_bytes,
)
from tests.schools.register import make_season, make_unit
from tests.users.accounts import ADMINISTRATOR, client_of
from tests.users.things import fill_things

WRITER = "nguoi-viet@demo.example"
FOREIGN = "Ba ngày ở chợ nổi"  # the story of the other paper
STEPS = ("editing", "safety", "secretary", "chief")
PAGES, DESK, BULK, LANGUAGES = "/admin/pages", "/admin/toa-soan", "/admin/bulk", "/admin/ngon-ngu"
OF_PAGES = f"{BULK}/wagtailcore/page"


def fill_permissions() -> None:
    """The world "permissions": everything the rows speak of."""
    assert get_resolver().url_patterns  # reading them registers the models whose references Wagtail's index follows
    papers = {slug: Outlet.objects.create(slug=slug, name=slug, short_name=slug) for slug in ("bao", "khac")}
    home, writer = make_home(), make_user(WRITER)
    make_home("km")
    make_home("en")
    section = make_section("Thời sự", home=home, outlet=papers["bao"])
    make_section("Mục hai", home=home, outlet=papers["bao"])
    theirs = make_section("Văn hóa", home=home, outlet=papers["khac"])
    khmer = make_section("ព័ត៌មាន", home=make_home("km"), slug="tin-km", outlet=papers["bao"])
    sync_newsrooms()
    for title, where, is_live in (
        ("Một", section, False),
        ("Hai", section, True),
        (FOREIGN, theirs, True),
        ("មួយ", khmer, False),
        ("Đang khóa", section, False),
    ):
        make_article(title, section=where, live=is_live, sapo=SAPO, owner=writer)
    Page.objects.filter(title="Đang khóa").update(locked=True, locked_by=writer, locked_at=timezone.now())
    for step in STEPS:
        wait_at(step, section, writer)
    make_asset("P-A3-01")
    make_image("Ảnh của báo", collection=collection_of(papers["bao"]))
    Person.objects.create(full_name="Trần Thị Hạnh", outlet=papers["bao"])
    Topic.objects.create(slug="t", name="t")
    make_help_line()
    PlannedStory.objects.create(title="Đề tài", section=section, planned_for=timezone.now(), writer=writer)
    item = ChecklistItem.objects.get(season=make_season(slug="mua"), code="C01")
    Claim.objects.create(unit=make_unit(code="T-01"), item=item, state=Claim.State.DECLARED)
    live = ArticlePage.objects.get(title="Hai")
    live.corrections.create(text="Đúng là 13.", number=1, frozen_at=timezone.now(), created_by=writer)
    fill_things(section, writer)


def wait_at(step, section, writer):
    """A text of the paper that waits at `step`; whoever stands before it has let it pass."""
    page = make_article(f"Chờ {step}", section=section, live=False, sapo=SAPO, owner=writer, has_minor=step != "chief")
    state = page.get_workflow().start(page, writer)
    while step_of(page) != step:
        state.refresh_from_db()
        state.current_task_state.specific.approve(user=writer)


def city():
    """What fill_permissions() made, by name."""
    stories = {page.title: page for page in ArticlePage.objects.all()}
    sections = {page.title: page for page in SectionPage.objects.all()}
    return SimpleNamespace(
        paper=Outlet.objects.get(slug="bao"),
        section=sections["Thời sự"],
        place=sections["Mục hai"],
        theirs=sections["Văn hóa"],
        draft=stories["Một"],
        live=stories["Hai"],
        foreign=stories[FOREIGN],
        khmer=stories["មួយ"],
        locked=stories["Đang khóa"],
        waiting={step: stories[f"Chờ {step}"] for step in STEPS},
        correction=Correction.objects.get(number=1),
        asset=Asset.objects.get(code="P-A3-01"),
        image=SiteImage.objects.get(),
        person=Person.objects.get(),
        topic=Topic.objects.get(slug="t"),
        line=HelpLine.objects.get(),
        plan=PlannedStory.objects.get(),
        claim=Claim.objects.get(),
    )


def places():
    """Row of “Ai mở được gì” → its address."""
    world = city()
    draft, live = world.draft.pk, world.live.pk
    return {
        "Xem danh sách bài trong chuyên mục": f"{PAGES}/{world.section.pk}/",
        "Thêm bài": f"{PAGES}/add/articles/articlepage/{world.section.pk}/",
        "Sửa bản nháp": f"{PAGES}/{draft}/edit/",
        "Sửa bài đang đăng": f"{PAGES}/{live}/edit/",
        "Sửa bản dịch tiếng Khmer": f"{PAGES}/{world.khmer.pk}/edit/",
        "Xem trước bản nháp": f"{PAGES}/{draft}/view_draft/",
        "Lịch sử bài": f"{PAGES}/{live}/history/",
        "Xem bản cũ": f"{PAGES}/{live}/revisions/{world.live.latest_revision_id}/view/",
        "So sánh hai bản": f"{PAGES}/{live}/revisions/compare/live...latest/",
        "Sao chép bài": f"{PAGES}/{live}/copy/",
        "Chuyển bài": f"{PAGES}/{live}/move/",
        "Gỡ bài thường": f"{PAGES}/{live}/unpublish/",
        "Xóa bài đã đăng": f"{PAGES}/{live}/delete/",
        "Đăng hàng loạt": f"{OF_PAGES}/publish/?id={draft}&next=/admin/",
        "Gỡ hàng loạt": f"{OF_PAGES}/unpublish/?id={live}&next=/admin/",
        "Sửa trang chuyên mục": f"{PAGES}/{world.section.pk}/edit/",
        "Bàn tòa soạn": f"{DESK}/",
        "Lịch tòa soạn": f"{DESK}/lich/",
        "Thêm đề tài": f"{DESK}/lich/them/",
        "Lịch trên điện thoại": f"{DESK}/lich/dien-thoai/",
        "Điều còn thiếu của bài": f"{DESK}/bai/{draft}/kiem/",
        "Các bản có tên": f"{DESK}/bai/{draft}/ban/",
        "Đính chính": f"{DESK}/bai/{live}/dinh-chinh/",
        "Gỡ gấp": f"{DESK}/bai/{live}/go/",
        "Xem trước cho người ngoài": f"{DESK}/bai/{draft}/xem-truoc/",
        "Lấy bài của cơ quan khác": f"{DESK}/lay-bai/",
        "Bảng nhuận bút": f"{DESK}/nhuan-but/",
        "Bàn dịch": f"{LANGUAGES}/",
        "Kho ảnh": "/admin/images/",
        "Sửa ảnh": f"/admin/images/{world.image.pk}/",
        "Tệp Wagtail": "/admin/documents/",
        "Tài liệu của kho": reverse(Asset.snippet_viewset.get_url_name("list")),
        "Tệp của một tài liệu": f"/admin/kho/{world.asset.pk}/",
        "Bộ tài liệu": reverse(Kit.snippet_viewset.get_url_name("list")),
        "Thu hồi tài liệu": "/admin/thu-hoi/",
        "Tác giả": "/admin/snippets/articles/person/",
        "Cơ quan xuất bản": "/admin/snippets/campaign/outlet/",
        "Chủ đề": f"/admin/snippets/campaign/topic/edit/{world.topic.pk}/",
        "Số trợ giúp": f"/admin/snippets/campaign/helpline/edit/{world.line.pk}/",
        "Bài của KOL": reverse("kol_submissions:index"),
        "Lời mời KOL": reverse("kol_invitations:index"),
        "Độ phủ của trường, đơn vị": reverse("units_admin:board"),
        "Một lời khai của trường": reverse("units_admin:claim", args=[world.claim.uuid]),
        "Sự kiện, báo cáo viên": reverse("campaign_events:index"),
        "Thư đã gửi": reverse("letters:index"),
        "Từ cầu cứu": "/admin/snippets/search/distressphrase/",
        "Nhật ký toàn trang": "/admin/reports/site-history/",
        "Tài khoản": "/admin/users/",
        "Nhóm và quyền": "/admin/groups/",
    }


def post(address, **data):
    return lambda client: client.post(address, data)


def is_live(page):
    return Page.objects.filter(pk=page.pk, live=True).exists()


def deeds():
    """Row of “Ai làm được gì” → (what is sent, whether it has happened)."""
    world = city()
    return {**of_texts(world), **of_the_workflow(world), **of_the_newsroom(world), **of_the_rest(world)}


def of_texts(world):
    draft, live = world.draft, world.live
    edit = f"{PAGES}/{draft.pk}/edit/"
    locked = world.locked

    def press_publish(client):
        """Send the text that somebody else has written: who changes it does not publish it."""
        client_of(ADMINISTRATOR).post(edit, form("Một"))
        return client.post(edit, form("Một", **{"action-publish": "1"}))

    def in_khmer(language):
        return post(f"{LANGUAGES}/{live.pk}/{language}/bat-dau/"), lambda: live.has_translation(make_locale(language))

    return {
        "Viết bài mới": (
            lambda client: client.post(f"{PAGES}/add/articles/articlepage/{world.section.pk}/", form("Bốn")),
            lambda: ArticlePage.objects.filter(title="Bốn").exists(),
        ),
        "Lưu bản nháp": (
            lambda client: client.post(edit, form("Một", kicker="Mới")),
            lambda: draft.revisions.filter(content__kicker="Mới").exists(),
        ),
        "Ghim bài": (
            lambda client: client.post(edit, form("Một", pinned_until=soon())),
            lambda: any(version.content["pinned_until"] for version in draft.revisions.all()),
        ),
        "Sửa bản dịch tiếng Khmer": (
            lambda client: client.post(f"{PAGES}/{world.khmer.pk}/edit/", form("មួយ", kicker="ថ្មី")),
            lambda: world.khmer.revisions.filter(content__kicker="ថ្មី").exists(),
        ),
        "Bắt đầu dịch sang tiếng Khmer": in_khmer("km"),
        "Bắt đầu dịch sang tiếng Anh": in_khmer("en"),
        "Đăng bằng nút trong bài": (
            press_publish,
            lambda: is_live(draft),
        ),
        "Đăng hàng loạt": (post(f"{OF_PAGES}/publish/?id={draft.pk}&next=/admin/"), lambda: is_live(draft)),
        "Gỡ hàng loạt": (post(f"{OF_PAGES}/unpublish/?id={live.pk}&next=/admin/"), lambda: not is_live(live)),
        "Xóa hàng loạt bản nháp": (
            post(f"{OF_PAGES}/delete/?id={draft.pk}&next=/admin/"),
            lambda: not ArticlePage.objects.filter(pk=draft.pk).exists(),
        ),
        "Xóa hàng loạt bài đã đăng": (
            post(f"{OF_PAGES}/delete/?id={live.pk}&next=/admin/"),
            lambda: not ArticlePage.objects.filter(pk=live.pk).exists(),
        ),
        "Chuyển hàng loạt sang cơ quan khác": (
            post(f"{OF_PAGES}/move/?id={draft.pk}&next=/admin/", chooser=world.theirs.pk),
            lambda: Page.objects.get(pk=draft.pk).get_parent().pk == world.theirs.pk,
        ),
        "Sao chép bài": (
            post(f"{PAGES}/{draft.pk}/copy/", new_title="Bản sao", new_slug="ban-sao", new_parent_page=world.place.pk),
            lambda: Page.objects.filter(slug="ban-sao").exists(),
        ),
        "Khóa bài": (
            post(f"{PAGES}/{draft.pk}/lock/"),
            lambda: Page.objects.filter(pk=draft.pk, locked=True).exists(),
        ),
        "Mở khóa bài": (
            post(f"{PAGES}/{locked.pk}/unlock/"),
            lambda: Page.objects.filter(pk=locked.pk, locked=False).exists(),
        ),
        "Trở về bản cũ": (
            lambda client: client.post(
                f"{PAGES}/{draft.pk}/edit/", form("Một", revision=str(draft.latest_revision_id), kicker="Cũ")
            ),
            lambda: draft.revisions.filter(content__kicker="Cũ").exists(),
        ),
    }


def of_the_workflow(world):
    waiting = world.waiting

    def approve(step, **data):
        page = waiting[step]
        return lambda client: act(client, page, "approve", **data), lambda: step_of(page) != step

    return {
        "Gửi duyệt": (
            lambda client: client.post(f"{PAGES}/{world.draft.pk}/edit/", form("Một", **{"action-submit": "1"})),
            lambda: step_of(world.draft) == "editing",
        ),
        "Duyệt ở bước Biên tập": approve("editing"),
        "Duyệt ở bước Kiểm tra an toàn trẻ em": approve("safety", **ticks()),
        "Duyệt ở bước Thư ký tòa soạn": approve("secretary"),
        "Duyệt đăng": approve("chief"),
        "Trả bài về cho người viết": (
            lambda client: act(client, waiting["editing"], "reject", comment="Thêm nguồn."),
            lambda: WorkflowState.objects.filter(object_id=waiting["editing"].pk, status="needs_changes").exists(),
        ),
    }


def of_the_newsroom(world):
    draft, live = world.draft, world.live
    later = f"{timezone.localdate() + timedelta(days=3):%Y-%m-%d}"
    return {
        "Đổi giờ đăng trong lịch": (
            post(f"{DESK}/lich/story/{draft.pk}/keo/", day=later),
            lambda: ArticlePage.objects.filter(pk=draft.pk).exclude(go_live_at=None).exists(),
        ),
        "Thêm đề tài": (
            post(f"{DESK}/lich/them/", title="Đề tài hai", section=world.section.pk, genre="tin", planned_for=soon()),
            lambda: PlannedStory.objects.filter(title="Đề tài hai").exists(),
        ),
        "Dời đề tài của người khác": (
            post(f"{DESK}/lich/plan/{world.plan.pk}/keo/", day=later),
            lambda: PlannedStory.objects.get(pk=world.plan.pk).planned_for != world.plan.planned_for,
        ),
        "Bỏ đề tài của người khác": (
            post(f"{DESK}/lich/plan/{world.plan.pk}/", do="drop"),
            lambda: PlannedStory.objects.filter(pk=world.plan.pk, state=PlannedStory.State.DROPPED).exists(),
        ),
        "Tạo địa chỉ lịch của báo": (
            post(f"{DESK}/lich/dien-thoai/", outlet=world.paper.pk, name="Máy của An"),
            lambda: CalendarKey.objects.filter(name="Máy của An").exists(),
        ),
        "Đặt tên một bản": (
            post(f"{DESK}/bai/{draft.pk}/ban/", name="Bản gửi luật sư"),
            lambda: NamedVersion.objects.exists(),
        ),
        "Ghi đính chính": (
            post(f"{DESK}/bai/{live.pk}/dinh-chinh/", kind="dinh-chinh", text="Đúng là 14."),
            lambda: live.corrections.pending().exists(),
        ),
        "Gỡ gấp": (
            post(f"{DESK}/bai/{live.pk}/go/", reason="sai", note="Sai số.", answers_410="on"),
            lambda: not is_live(live),
        ),
        "Lấy bài của cơ quan khác": (
            post(f"{DESK}/lay-bai/", story=world.foreign.pk, section=world.section.pk),
            lambda: ArticlePage.objects.filter(alias_of=world.foreign.pk).exists(),
        ),
        "Gửi bản xem trước ra ngoài": (
            post(f"{DESK}/bai/{draft.pk}/xem-truoc/", reader="An", expires_at=soon()),
            lambda: draft.preview_links.exists(),
        ),
    }


def of_the_rest(world):
    image, person, asset = world.image, world.person, world.asset
    of_assets = f"{BULK}/media_library/asset"
    return {
        "Đưa ảnh lên": (
            lambda client: client.post(
                "/admin/images/add/",
                {
                    "title": "Ảnh mới",
                    "description": "Hai vòng tròn",
                    "collection": collection_of(world.paper).pk,
                    "file": SimpleUploadedFile("a.jpg", picture_bytes(320, 180).getvalue(), "image/jpeg"),
                },
            ),
            lambda: SiteImage.objects.filter(title="Ảnh mới").exists(),
        ),
        "Xóa ảnh": (
            post(f"/admin/images/{image.pk}/delete/"),
            lambda: not SiteImage.objects.filter(pk=image.pk).exists(),
        ),
        "Xóa ảnh hàng loạt": (
            post(f"{BULK}/media_library/siteimage/delete/?id={image.pk}&next=/admin/"),
            lambda: not SiteImage.objects.filter(pk=image.pk).exists(),
        ),
        "Đưa tệp Wagtail lên": (
            post("/admin/documents/add/", title="Tệp", file=SimpleUploadedFile("a.pdf", b"%PDF-1.7")),
            lambda: get_document_model().objects.filter(title="Tệp").exists(),
        ),
        "Rút tài liệu khỏi kho": (
            post(f"/admin/kho/{asset.pk}/", action="withdraw", reason="In sai số.", replaced_by="", so_don_vi="0"),
            lambda: not Asset.objects.filter(pk=asset.pk).released().exists(),
        ),
        "Xóa tài liệu hàng loạt": (
            post(f"{of_assets}/delete/?id={asset.pk}&next=/admin/"),
            lambda: not Asset.objects.filter(pk=asset.pk).exists(),
        ),
        "Xóa tác giả": (
            post(f"/admin/snippets/articles/person/delete/{person.pk}/"),
            lambda: not Person.objects.filter(pk=person.pk).exists(),
        ),
        "Xóa tác giả hàng loạt": (
            post(f"{BULK}/articles/person/delete/?id={person.pk}&next=/admin/"),
            lambda: not Person.objects.filter(pk=person.pk).exists(),
        ),
        "Xóa số trợ giúp": (
            post(f"/admin/snippets/campaign/helpline/delete/{world.line.pk}/"),
            lambda: not HelpLine.objects.exists(),
        ),
        "Mời KOL": (
            post(reverse("kol_invitations:add"), new_partner="Ba Sen", email="ba.sen@kol.example", role="self"),
            lambda: Invitation.objects.filter(email="ba.sen@kol.example").exists(),
        ),
        "Xác nhận việc của trường": (
            post(reverse("units_admin:decide"), khai=str(world.claim.uuid), quyet="xac-nhan"),
            lambda: Claim.objects.filter(pk=world.claim.pk, state=Claim.State.CONFIRMED).exists(),
        ),
    }


def soon() -> str:
    return f"{timezone.localtime() + timedelta(days=2):%Y-%m-%d %H:%M}"
