"""The administration's home page shows each role what waits for it; its menu has at most nine groups."""

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from articles.editorial.permissions import sync_page_rights
from articles.models import ArticleByline, Person, ReadCount
from tests.articles.many_stories import multiply
from tests.articles.newsroom_forms import SAPO
from tests.factories import make_article, make_asset, make_home, make_user, story_row
from users.models import User
from users.roles import ROLES, Role, grant

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]

TODAY, FIGURES = "/admin/trang-chu/toa-soan/", "/admin/trang-chu/so-lieu/"  # parts of the page that come after it


def test_each_person_sees_first_what_waits_for_him(newsroom, client_for):
    page = make_article("Bài chờ đọc", section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])
    page.get_workflow().start(page, newsroom["reporter"])
    make_article("Nháp còn dở", section=newsroom["section"], live=False, owner=newsroom["reporter"])
    editor, reporter = client_for(newsroom["editor"]).get("/admin/"), client_for(newsroom["reporter"]).get("/admin/")
    assert editor.text.index("Việc tiếp theo") < editor.text.index("Bài chờ đọc")
    assert "Nháp còn dở" in reporter.text and "Nháp còn dở" not in editor.text
    assert "Bài chờ đọc" not in client_for(newsroom["culture"]).get("/admin/").text
    outside = make_user("kho@demo.example")
    grant(outside, Role.LIBRARY_EDITOR)
    assert "Việc tiếp theo" not in client_for(outside).get("/admin/").text


def test_readings_of_seven_days_are_a_line_with_its_table_of_the_own_stories(newsroom, client_for):
    own = make_article("Bài của tôi", section=newsroom["section"], owner=newsroom["reporter"])
    other = make_article("Bài khác", section=newsroom["section"], owner=newsroom["editor"])
    for page, reads, days in ((own, 40, 0), (own, 2, 3), (other, 500, 1), (own, 900, 7)):
        hour = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=days)
        ReadCount.objects.create(page=page, hour=hour, reads=reads)
    reporter = client_for(newsroom["reporter"]).get(TODAY).text.partition("luot-doc")[2]
    assert "<b>42</b> lượt đọc" in reporter and "Bài khác" not in reporter and "<polyline" in reporter
    chief = client_for(newsroom["chief"]).get(TODAY).text.partition("luot-doc")[2]
    assert "<b>542</b> lượt đọc" in chief and chief.index("Bài khác") < chief.index("Bài của tôi")


def sheets(client):
    response = client.get(TODAY, {"xlsx": "1"})
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    return {page.title: [[cell.value for cell in row] for row in page.iter_rows()] for page in book}


def test_readings_are_a_file_by_story_section_author_and_day(newsroom, client_for):
    own = make_article("Bài của tôi", section=newsroom["section"], owner=newsroom["reporter"])
    other = make_article("Bài khác", section=newsroom["section"], owner=newsroom["editor"])
    foreign = make_article("Bài của Sở", section=newsroom["other"])
    for name in ("Minh Thư", "Hải Đăng"):
        ArticleByline.objects.create(page=own, person=Person.objects.create(full_name=name))
    for page, reads, days in ((own, 40, 0), (own, 2, 3), (other, 500, 1), (foreign, 7, 1), (own, 900, 7)):
        hour = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=days)
        ReadCount.objects.create(page=page, hour=hour, reads=reads)
    days = ["12-11", "13-11", "14-11", "15-11", "16-11", "17-11", "18-11"]
    stories, sections, authors = sheets(client_for(newsroom["chief"])).values()
    assert stories == [
        ["Tít", "Chuyên mục", "Tác giả", *days, "Tổng"],
        ["Bài khác", "Thời sự", None, 0, 0, 0, 0, 0, 500, 0, 500],
        ["Bài của tôi", "Thời sự", "Minh Thư, Hải Đăng", 0, 0, 0, 2, 0, 0, 40, 42],
    ]
    assert sections[1:] == [["Thời sự", 0, 0, 0, 2, 0, 500, 40, 542]]
    assert {(row[0], row[-1]) for row in authors[1:]} == {
        ("(chưa ghi tác giả)", 500), ("Minh Thư", 42), ("Hải Đăng", 42)
    }  # fmt: skip
    assert [row[0] for row in sheets(client_for(newsroom["reporter"]))["Theo bài"][1:]] == ["Bài của tôi"]
    assert [row[0] for row in sheets(client_for(newsroom["culture_secretary"]))["Theo bài"][1:]] == ["Bài của Sở"]
    assert f"{TODAY}?xlsx" in client_for(newsroom["chief"]).get(TODAY).text
    outside = make_user("kho@demo.example")
    grant(outside, Role.LIBRARY_EDITOR)
    assert client_for(outside).get(TODAY, {"xlsx": "1"}).status_code == 404


def test_home_costs_the_same_with_a_hundred_stories_as_with_one(newsroom, client_for):
    story = story_row("Bài gốc", section=newsroom["section"])
    client = client_for(newsroom["chief"])

    def cost():
        counts = []
        for address in ("/admin/", TODAY, FIGURES):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    before = cost()
    multiply(story, newsroom["section"], 100)
    assert cost() == before


def groups(client):
    from wagtail.admin.menu import admin_menu

    request = client.get("/admin/").wsgi_request
    return [str(item.label) for item in sorted(admin_menu.menu_items_for_request(request), key=lambda link: link.order)]


def test_the_menu_has_at_most_nine_groups_and_each_role_sees_its_own(newsroom, client_for):
    administrator = client_for(make_user("quan-tri@demo.example", is_superuser=True))
    assert len(groups(administrator)) <= 9, groups(administrator)
    assert "KOL" in groups(administrator) and "Lời mời KOL" not in groups(administrator)
    assert len(groups(client_for(newsroom["reporter"]))) <= 6, groups(client_for(newsroom["reporter"]))
    assert "KOL" not in groups(client_for(newsroom["reporter"]))


def test_links_of_the_menu_speak_the_language_of_who_looks(newsroom, client_for):
    administrator = client_for(make_user("quan-tri@demo.example", is_superuser=True))
    first = _links(administrator)
    assert first["Bàn tòa soạn"] == "/admin/toa-soan/"
    profile = UserProfile.get_for_user(User.objects.get(email="quan-tri@demo.example"))
    profile.preferred_language = "en"
    profile.save()
    assert "Images" in _links(administrator) and "Images" not in first
    profile.delete()
    assert _links(administrator) == first


def _links(client):
    props = client.get("/admin/").text.partition('id="wagtail-sidebar-props"')[2].partition(">")[2]
    menu = json.loads(props.partition("</script>")[0])["modules"][2]["_args"][0]
    groups = [item["_args"][1] for item in menu if item["_type"] == "wagtail.sidebar.SubMenuItem"]
    return {link["_args"][0]["label"]: link["_args"][0]["url"] for group in groups for link in group}


def test_no_menu_and_no_crumb_leads_to_a_report_that_is_refused(newsroom, client_for):
    report, html = "/admin/reports/page-types-usage/", {"Accept": "text/html"}
    administrator = make_user("quan-tri@demo.example", is_superuser=True)
    for account, opens in ((administrator, True), (newsroom["chief"], False), (newsroom["reporter"], False)):
        client = client_for(account)
        assert (report in _links(client).values()) is opens
        assert (report in client.get("/admin/pages/usage/articles/articlepage/").text) is opens
        response = client.get(report, headers=html)
        assert response.status_code == (200 if opens else 403) and "wagtail-sidebar-props" in response.text
        assert ("Bạn chưa được phép mở trang này" in response.text) is not opens
    stranger = client_for(make_user("nguoi-la@demo.example")).get(report, headers=html)
    assert stranger.status_code == 403 and "wagtail-sidebar-props" not in stranger.text


def test_parts_that_come_later_are_for_who_has_something_in_them(newsroom, client_for):
    make_article("Bài của Văn hóa", section=newsroom["other"], owner=newsroom["culture"])
    make_article("Bài của Báo", section=newsroom["section"], owner=newsroom["editor"])
    chief = client_for(newsroom["chief"])
    page = chief.get("/admin/").text
    assert f'data-home-later="{TODAY}"' in page and f'data-home-later="{FIGURES}"' in page and "luot-doc" not in page
    part = chief.get(TODAY, headers={"X-Requested-With": "XMLHttpRequest"}).text
    assert "luot-doc" in part and "Bài của Báo" in part and "<html" not in part and "Bài của Văn hóa" not in part
    assert "<html" in chief.get(TODAY).text and "w-summary" in chief.get(FIGURES).text
    library, stranger = make_user("kho@demo.example"), make_user("nguoi-la@demo.example")
    grant(library, Role.LIBRARY_EDITOR)
    assert TODAY not in client_for(library).get("/admin/").text and client_for(library).get(TODAY).status_code == 404
    assert "Kho tài liệu: tệp tải riêng từng tuần" in client_for(library).get(FIGURES).text
    for address in (TODAY, FIGURES):
        assert client_for(stranger).get(address).status_code == 403
        assert client_for(None).get(address).status_code == 302 and chief.post(address).status_code == 405


def test_each_part_that_the_page_promises_comes_for_every_role(newsroom, client_for):
    make_home("km")  # the tree in which its translator works
    sync_page_rights()
    inside = [role for role in Role if "wagtailadmin.access_admin" in ROLES[role].models]
    assert {Role.TRANSLATOR_KM, Role.LIBRARY_EDITOR, Role.CHIEF} <= set(inside)
    for role in inside:
        account = make_user(f"{role.value}@demo.example")
        grant(account, role, newsroom["section"].outlet.slug if ROLES[role].per_outlet else "")
        client = client_for(account)
        promised = re.findall(r'data-home-later="([^"]+)"', client.get("/admin/").text)
        assert FIGURES in promised, role
        assert {address: client.get(address).status_code for address in promised} == dict.fromkeys(promised, 200), role


def test_what_waits_elsewhere_comes_at_once_for_who_works_in_no_newsroom(newsroom, client_for):
    version = make_asset("P-A3-70", released=False).versions.get()
    version.submitted_at, version.submitted_by = timezone.now(), newsroom["editor"]
    version.save()
    library = make_user("kho@demo.example")
    grant(library, Role.LIBRARY_EDITOR)
    assert "Tài liệu chờ duyệt phát hành" in client_for(library).get("/admin/").text
    administrator = client_for(make_user("quan-tri@demo.example", is_superuser=True))
    assert "Tài liệu chờ duyệt phát hành" not in administrator.get("/admin/").text
    assert "Tài liệu chờ duyệt phát hành" in administrator.get(TODAY).text
