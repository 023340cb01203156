"""The guide is content: seeded, edited, searched, printed; it names only buttons that exist, and a tour goes with it.

And the words beside the fields of the editor.
"""

import csv
import re
from datetime import timedelta
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Page, get_page_models

from campaign.models import Season
from home.guide import content, markup, seed, tour
from home.guide.models import PUBLIC, Group, GuideJob
from tests.factories import make_home, make_organisation, make_user
from tools.shots import GUIDE_SCENES
from users.roles import ROLES, Role, grant, sync_roles

pytestmark = pytest.mark.django_db
ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def guide():
    seed.write()
    return {(job.slug, job.language): job for job in GuideJob.objects.all()}


def account(role):
    sync_roles([("bao-can-tho", "Báo Cần Thơ")])
    user = make_user()
    grant(user, role, "bao-can-tho" if ROLES[Role(role)].per_outlet else "")
    return user


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_every_group_has_a_page_reached_from_the_help_menu_and_only_staff_read_theirs(guide, admin_client):
    assert {job.group for job in guide.values()} == set(Group)
    dashboard = admin_client.get("/admin/").text
    assert "/admin/huong-dan/" in dashboard
    assert "guide.wagtail.org" not in dashboard and "docs.wagtail.org" not in dashboard
    index = admin_client.get("/admin/huong-dan/").text
    for job in guide.values():
        if job.language == "vi":
            assert job.address in index, job
    page = admin_client.get("/admin/huong-dan/viet-bai/").text
    job = guide["viet-bai", "vi"]
    assert all(step["title"] in page for step in job.rows) and "<b>Viết bài</b>" in page and "[[Viết" not in page
    assert page.count("<img") >= sum(bool(step["picture"]) for step in job.rows) > 0
    assert admin_client.get("/admin/huong-dan/khong-co/").status_code == 404
    school = make_user("truong@thcs.example", organisation=make_organisation("Trường A", kind="school"))
    for address in ("viet-bai/", "in/", "tham-quan/1/", "trang-nay/"):
        assert signed_in(school).get(f"/admin/huong-dan/{address}").status_code == 403, address


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ("đính chính", "dinh-chinh", "do-phu"),
        ("dinh chinh", "dinh-chinh", "do-phu"),
        ("MINH CHỨNG", "xac-nhan", "viet-bai"),
        ("zzz", "", "viet-bai"),
    ],
)
def test_it_is_searched_with_and_without_marks(guide, admin_client, query, found, missing):
    page = admin_client.get("/admin/huong-dan/", {"q": query}).text
    assert f"/admin/huong-dan/{missing}/" not in page
    assert (f"/admin/huong-dan/{found}/" in page) if found else ("Không có trang nào nói về" in page)


def test_it_is_printed_as_one_page(guide, admin_client):
    page = admin_client.get("/admin/huong-dan/in/").text
    assert all(f'id="{job.slug}"' in page and job.title in page for job in guide.values() if job.language == "vi")


def test_schools_and_partners_read_theirs_signed_out_in_vietnamese_and_khmer(guide, client):
    make_home("vi")
    make_home("km")
    for slug in ("truong", "doi-tac"):
        for language in ("vi", "km"):
            response = client.get(f"/{language}/huong-dan/{slug}/")
            assert response.status_code == 200 and guide[slug, language].title in response.text
        assert client.get(f"/en/huong-dan/{slug}/").status_code == 404
    for job in guide.values():
        if job.group not in PUBLIC:
            assert client.get(f"/vi/huong-dan/{job.slug}/").status_code == 404, "the desk's pages are not public"


def test_what_an_administrator_edits_stays_and_the_rest_follows_the_shipped_text(guide, monkeypatch):
    assert seed.write() == 0, "nothing to do the second time"
    edited, untouched = guide["viet-bai", "vi"], guide["lich", "vi"]
    edited.lead = "Ở tòa soạn này thì hỏi chị thư ký trước."
    edited.save()
    shipped = [row | {"lead": "Lời mới."} for row in content.jobs()]
    monkeypatch.setattr(content, "jobs", lambda: shipped)
    assert seed.write() == len(guide) - 1
    edited.refresh_from_db()
    untouched.refresh_from_db()
    assert edited.lead.startswith("Ở tòa soạn này") and untouched.lead == "Lời mới."


def test_only_administrators_edit_it(guide, admin_client):
    address = f"/admin/snippets/home/guidejob/edit/{guide['viet-bai', 'vi'].pk}/"
    assert admin_client.get(address).status_code == 200
    assert signed_in(account("chief")).get(address).status_code in (302, 403)


def names_on_screens():
    """Every sentence of the catalogues: our own, which are Vietnamese already, and Wagtail's in Vietnamese."""
    names = set()
    for entry in polib.pofile(str(ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po")):
        names |= {entry.msgid, entry.msgid_plural}
    for name in ("django.po", "djangojs.po"):
        for entry in polib.pofile(str(ROOT / "locale" / "vi" / "LC_MESSAGES" / name)):
            names |= {entry.msgstr, *entry.msgstr_plural.values()}
    return names


def test_every_name_in_the_guide_and_the_tour_stands_on_a_screen():
    texts = {f"{job['slug']}: {step['title']}": step["text"] for job in content.jobs() for step in job["steps"]}
    texts |= {f"{group}: {step['title']}": step["text"] for group, rows in content.tours().items() for step in rows}
    known_names = names_on_screens()
    named = {(place, name) for place, text in texts.items() for name in markup.names(text)}
    assert len(named) > 30
    assert {(place, name) for place, name in named if name not in known_names} == set()


def test_names_are_bold_and_all_else_is_escaped():
    assert markup.shown("Bấm [[Gửi <duyệt>]], <i>ngay</i>") == "Bấm <b>Gửi &lt;duyệt&gt;</b>, &lt;i&gt;ngay&lt;/i&gt;"
    assert markup.plain("Bấm [[Gửi duyệt]]") == "Bấm “Gửi duyệt”"


def test_every_page_of_the_administration_leads_to_the_job_that_explains_it(guide, admin_client):
    assert set(content.SCREENS.values()) <= {slug for slug, _language in guide}
    for path, slug in (
        ("/admin/toa-soan/lich/", "lich"),
        ("/admin/pages/7/edit/", "viet-bai"),
        ("/admin/", "ban-lam-viec"),
    ):
        response = admin_client.get("/admin/huong-dan/trang-nay/", {"tu": path})
        assert response["Location"] == f"/admin/huong-dan/{slug}/", path
    assert admin_client.get("/admin/huong-dan/trang-nay/", {"tu": "//elsewhere.example"}).status_code == 302
    guide["lich", "vi"].delete()
    response = admin_client.get("/admin/huong-dan/trang-nay/", {"tu": "/admin/toa-soan/lich/"})
    assert response["Location"] == "/admin/huong-dan/"


#: Folders below /admin/ that answer scripts and windows, sign people in or out, are the guide or parts of a screen.
NO_SCREENS = {
    "", ".*", "api", "block-preview", "bulk", "choose-anchor-link", "choose-email-link", "choose-external-link",
    "choose-phone-link", "dismissibles", "editing-sessions", "embeds", "failwhale", "huong-dan", "jsi18n", "login",
    "logout", "password_reset", "sprite", "tag-autocomplete", "tai-tep", "test404", "trang-chu",
}  # fmt: skip


def test_no_screen_of_the_administration_is_left_to_the_page_of_the_first_screen():
    """Each folder of the list of addresses has a job of its own in SCREENS: a new app asks for one."""
    with (Path(settings.BASE_DIR) / "tests" / "users" / "addresses.csv").open(encoding="utf-8") as lines:
        paths = [row[0].removeprefix("admin/") for row in csv.reader(lines) if row and row[0].startswith("admin/")]
    folders = {path.partition("/")[0] for path in paths} - NO_SCREENS - {"snippets"}
    folders |= {"/".join(path.split("/")[:2]) for path in paths if path.startswith("snippets/")} - {
        "snippets/",
        "snippets/choose",
    }
    assert len(folders) > 25
    assert not {folder for folder in folders if content.slug_for(f"/admin/{folder}/") == content.SCREENS[""]}


def test_every_group_of_the_administration_has_five_steps():
    assert set(content.tours()) == set(Group) - set(PUBLIC)
    assert {len(rows) for rows in content.tours().values()} == {5}
    assert set(tour.GROUPS) == set(Role), "every role has a tour"


@pytest.mark.parametrize("role", sorted(Role))
def test_each_role_may_open_every_screen_of_its_tour(guide, role):
    make_home("vi")
    today = timezone.localdate()
    Season.objects.create(name="Mùa này", starts_on=today - timedelta(9), ends_on=today + timedelta(9), is_current=True)
    user = account(role)
    client = signed_in(user)
    steps = tour.steps_of(user)
    assert len(steps) == 5
    for step in steps:
        assert client.get(step["path"], follow=True).status_code == 200, step["path"]


def test_the_tour_is_offered_once_walked_and_offered_again_from_help(guide):
    client = signed_in(account("reporter"))
    assert "Năm bước cho lần đầu" in client.get("/admin/").text
    first, last = (client.get(f"/admin/huong-dan/tham-quan/{number}/").text for number in (1, 5))
    assert "Bước 1 trên 5" in first and "?tham-quan=2" in first and "Bỏ qua, không hiện lại" in first
    assert not re.search(r"<title>\s*-", first + last), "each step has a title in the tab"
    assert "Bước 5 trên 5" in last and "?tham-quan=4" in last and "Xong" in last
    assert client.get("/admin/huong-dan/tham-quan/6/").status_code == 404
    assert client.get("/admin/huong-dan/tham-quan/").status_code == 405
    assert client.post("/admin/huong-dan/tham-quan/").status_code == 302
    assert "Năm bước cho lần đầu" not in client.get("/admin/").text
    client.post("/admin/huong-dan/tham-quan/", {"again": "1"})
    assert "Năm bước cho lần đầu" in client.get("/admin/").text


def test_every_picture_of_the_guide_is_there_and_taken_anew_by_make_shots():
    named = {step["picture"] for job in content.jobs() for step in job["steps"] if "picture" in step}
    assert named == {scene.name for scene in GUIDE_SCENES}
    for name in named:
        path = finders.find(f"home/guide/{name}.webp")
        assert path and 1_000 < Path(path).stat().st_size < 80_000, name


def fields_of(panel):
    if isinstance(panel, FieldPanel | InlinePanel):
        yield panel
    for child in getattr(panel, "children", ()):
        yield from fields_of(child)


def test_every_field_of_every_page_type_says_what_it_is_for():
    """Our own fields; Wagtail's (title, address, schedule) speak for themselves."""
    silent = [
        f"{model.__name__}.{panel.field_name if isinstance(panel, FieldPanel) else panel.relation_name}"
        for model in get_page_models()
        if model is not Page
        for panel in fields_of(model.get_edit_handler())
        if not panel.help_text
        and not (isinstance(panel, FieldPanel) and model._meta.get_field(panel.field_name).help_text)
        and not (isinstance(panel, FieldPanel) and model._meta.get_field(panel.field_name).model is Page)
    ]
    assert silent == []
