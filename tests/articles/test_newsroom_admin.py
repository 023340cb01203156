"""Board, calendar, phone calendar, fee sheet, outside previews, named versions: allowed, refused, and their queries."""

import io
import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from articles.admin import calendar_entries as plan_of_month
from articles.admin import fees_report
from articles.models import ArticlePage, CalendarKey, FeeScale, NamedVersion, Person, PlannedStory, PreviewLink
from campaign.models import Outlet
from notifications.models import Letter
from tests.articles.newsroom_forms import SAPO, act, edit, say_outside, write
from tests.factories import make_article, make_home, make_locale, make_section, make_user
from tests.spoken import languages_of
from users.models import User
from users.roles import Role, grant

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def test_the_board_says_what_waits_for_whom_and_only_in_the_own_house(newsroom, client_for):
    page = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
    html = client_for(newsroom["editor"]).get("/admin/toa-soan/").text
    assert page.title in html and "việc của bạn" in html
    assert "việc của bạn" not in client_for(newsroom["chief"]).get("/admin/toa-soan/").text
    assert page.title not in client_for(newsroom["culture"]).get("/admin/toa-soan/").text
    act(client_for(newsroom["editor"]), page, "reject", comment="Thêm nguồn nhé.")
    opened = f"/admin/pages/{page.pk}/edit/"
    for place in ("/admin/toa-soan/", opened):  # where the writer mends the text, too
        assert "Thêm nguồn nhé." in client_for(newsroom["reporter"]).get(place).text, place
    edit(client_for(newsroom["reporter"]), page, **{"action-submit": "1"})
    assert "Thêm nguồn nhé." not in client_for(newsroom["editor"]).get(opened).text
    assert client_for(None).get("/admin/toa-soan/").status_code == 302


def test_the_board_shows_a_writers_own_drafts_and_what_waits_for_the_viewer(newsroom, client_for, clock):
    reporter, editor = client_for(newsroom["reporter"]), client_for(newsroom["editor"])
    draft = write(reporter, newsroom["section"], "Bài đang viết dở")
    sent = write(reporter, newsroom["section"], "Bài đã gửi đi", **{"action-submit": "1"})
    drafts = reporter.get("/admin/toa-soan/").context["columns"][0]
    assert [item.page for item in drafts["items"]] == [draft]
    assert draft.title not in editor.get("/admin/toa-soan/").text, "nobody else's drafts"
    assert sent.title in editor.get("/admin/toa-soan/?loai=cua-toi").text
    assert sent.title not in reporter.get("/admin/toa-soan/?loai=cua-toi").text
    assert sent.title not in editor.get("/admin/toa-soan/?loai=tre").text
    clock.move_to("2026-11-19 10:00")
    assert sent.title in editor.get("/admin/toa-soan/?loai=tre").text
    assert sent.title in editor.get("/admin/toa-soan/?loai=khong-co").text, "an unknown filter shows all"


def test_writing_begins_with_sections_of_the_language_and_none_is_chosen_silently(newsroom, client_for):
    make_locale("km")
    foreign = make_section("ព័ត៌មាន", home=make_home("km"), slug="tin", outlet=newsroom["section"].outlet)
    reporter, address = client_for(newsroom["reporter"]), "/admin/toa-soan/viet/"
    response = reporter.get(address)
    assert foreign not in response.context["sections"] and newsroom["section"] in response.context["sections"]
    assert "Viết bằng tiếng khác" in response.text and not response.context["recent"]
    assert '<option value="">Chọn chuyên mục</option>' in response.text
    assert foreign in reporter.get(f"{address}?tieng=").context["sections"]
    write(reporter, newsroom["section"])
    assert [section.pk for section in reporter.get(address).context["recent"]] == [newsroom["section"].pk]


def cost(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_board_and_calendar_cost_the_same_however_much_lies_there(newsroom, client_for):
    editor, section = newsroom["editor"], newsroom["section"]

    def waiting(number):
        page = make_article(f"Bài chờ {number}", section=section, live=False, sapo=SAPO, owner=newsroom["reporter"])
        page.get_workflow().start(page, newsroom["reporter"])
        PlannedStory.objects.create(title=f"Đề tài {number}", section=section, planned_for=timezone.now())

    waiting(0)
    client = client_for(editor)
    places = ("/admin/toa-soan/", "/admin/toa-soan/lich/")
    before = [cost(client, place) for place in places]
    for number in range(1, 9):
        waiting(number)
    assert before == [cost(client, place) for place in places]


def test_board_and_calendar_read_a_title_in_its_own_language(newsroom, client_for):
    khmer = make_section("ព័ត៌មាន", home=make_home("km"), slug="tin", outlet=newsroom["section"].outlet)
    for section, title in ((khmer, "កុំលាក់"), (newsroom["section"], "Đừng giấu")):
        PlannedStory.objects.create(
            title=title, section=section, planned_for=timezone.now(), writer=newsroom["reporter"]
        )
        make_article(f"{title} 1", section=section, live=False, owner=newsroom["reporter"])
        make_article(f"{title} 2", section=section)
    secretary = client_for(newsroom["secretary"])
    for address in ("/admin/toa-soan/lich/", "/admin/toa-soan/"):
        text = secretary.get(address).text
        assert languages_of(text, "កុំលាក់") == languages_of(text, khmer.title) == {"km"}, address
        assert languages_of(text, "Đừng giấu") == {"vi"}, address


def test_the_calendar_moves_plans_drafts_and_schedules_by_drag_and_by_form(newsroom, client_for):
    plan = PlannedStory.objects.create(title="Đề tài", section=newsroom["section"], planned_for=timezone.now())
    secretary = client_for(newsroom["secretary"])
    day = f"{timezone.localdate() + timedelta(days=3):%Y-%m-%d}"
    assert secretary.post(f"/admin/toa-soan/lich/plan/{plan.pk}/keo/", {"day": day}).status_code == 200
    assert secretary.post(f"/admin/toa-soan/lich/plan/{plan.pk}/keo/", {"day": "hôm sau"}).status_code == 400
    plan.refresh_from_db()
    assert f"{timezone.localtime(plan.planned_for):%Y-%m-%d}" == day
    for name in ("culture", "culture_secretary"):
        assert (
            client_for(newsroom[name]).post(f"/admin/toa-soan/lich/plan/{plan.pk}/keo/", {"day": day}).status_code
            == 404
        )
    response = client_for(newsroom["reporter"]).post(f"/admin/toa-soan/lich/plan/{plan.pk}/", {"do": "begin"})
    page = ArticlePage.objects.get(plan=plan)
    assert response.url.endswith(f"/pages/{page.pk}/edit/") and page.owner == newsroom["reporter"]
    soon = f"{timezone.localtime() + timedelta(hours=5):%Y-%m-%d %H:%M}"
    form = f"/admin/toa-soan/lich/story/{page.pk}/"
    assert "Thư ký tòa soạn" in client_for(newsroom["reporter"]).post(form, {"do": "move", "moment": soon}).text
    past = secretary.post(form, {"do": "move", "moment": "2020-01-01 08:00"})
    assert "đã qua" in past.text
    assert secretary.post(form, {"do": "move", "moment": soon}).status_code == 302
    page.refresh_from_db()
    assert f"{timezone.localtime(page.go_live_at):%Y-%m-%d %H:%M}" == soon
    assert page.get_latest_revision().user == newsroom["reporter"]  # arranging makes nobody the text's last editor
    assert page.title in secretary.get(f"/admin/toa-soan/lich/?thang={page.go_live_at:%Y-%m}").text


def test_a_writer_keeps_the_time_he_had_and_hears_of_each_change_of_his_plan(newsroom, client_for):
    now, writer = timezone.now(), newsroom["reporter"]
    plan = PlannedStory.objects.create(
        title="Đề tài", section=newsroom["section"], planned_for=now, due_at=now - timedelta(hours=30), writer=writer
    )
    secretary, address = client_for(newsroom["secretary"]), f"/admin/toa-soan/lich/plan/{plan.pk}/"
    day = f"{timezone.localdate() + timedelta(days=3):%Y-%m-%d}"
    assert secretary.post(f"{address}keo/", {"day": day}).status_code == 200
    plan.refresh_from_db()
    assert plan.planned_for - plan.due_at == timedelta(hours=30) and plan.due_at > now
    secretary.post(address, {"do": "drop"})
    subjects = Letter.objects.filter(recipient=writer.email).order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == ["Đề tài của bạn đổi: Đề tài", "Đề tài đã bỏ: Đề tài"]


def test_a_draft_that_is_begun_has_the_hour_of_its_plan_and_is_made_once(newsroom, client_for):
    reporter = client_for(newsroom["reporter"])
    for days in (3, -3):
        hour = timezone.now() + timedelta(days=days)
        plan = PlannedStory.objects.create(title="Đề tài", section=newsroom["section"], planned_for=hour)
        address = f"/admin/toa-soan/lich/plan/{plan.pk}/"
        first, again = (reporter.post(address, {"do": "begin"}) for _twice in range(2))
        page = ArticlePage.objects.get(plan=plan)
        assert first.url == again.url and first.url.endswith(f"/pages/{page.pk}/edit/")
        assert page.go_live_at == (hour if days > 0 else None), "an hour that has passed is no wish"


def test_an_approved_hour_moves_with_its_approval_and_a_published_story_has_none(newsroom, client_for):
    page = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
    act(client_for(newsroom["editor"]), page)
    secretary, form = client_for(newsroom["secretary"]), f"/admin/toa-soan/lich/story/{page.pk}/"
    soon = timezone.localtime() + timedelta(days=2)
    secretary.post(form, {"do": "move", "moment": f"{soon:%Y-%m-%d %H:%M}"})
    act(client_for(newsroom["chief"]), page)
    later = soon.replace(second=0, microsecond=0) + timedelta(days=3)
    assert secretary.post(f"{form}keo/", {"day": f"{later:%Y-%m-%d}"}).status_code == 200
    page.refresh_from_db()
    scheduled = page.revisions.exclude(approved_go_live_at=None).get()
    assert scheduled.approved_go_live_at == page.go_live_at == scheduled.as_object().go_live_at == later
    entry = PageLogEntry.objects.filter(page=page.pk, action="newsroom.move").latest("pk")
    moved = [datetime.fromisoformat(entry.data[name]) for name in ("from", "to")]
    assert moved == [later - timedelta(days=3), later]
    live = make_article("Bài đã đăng", section=newsroom["section"], owner=newsroom["reporter"])
    ArticlePage.objects.filter(pk=live.pk).update(go_live_at=timezone.now() - timedelta(days=1))
    form = f"/admin/toa-soan/lich/story/{live.pk}/"
    for day, message in ((f"{later:%Y-%m-%d}", "Bài đã đăng"), ("", "không có giờ hẹn")):
        response = secretary.post(f"{form}keo/", {"day": day})
        assert response.status_code == 400 and message in response.json()["error"], day


def test_a_plan_is_moved_and_dropped_by_who_arranges_proposed_or_writes_it(newsroom, client_for):
    section, day = newsroom["section"], f"{timezone.localdate() + timedelta(days=3):%Y-%m-%d}"
    for name, fields, may in (
        ("reporter", {}, False),
        ("editor", {}, False),
        ("reporter", {"writer": newsroom["reporter"]}, True),
        ("editor", {"created_by": newsroom["editor"]}, True),
        ("secretary", {}, True),
        ("chief", {}, True),
    ):
        plan = PlannedStory.objects.create(title="Đề tài", section=section, planned_for=timezone.now(), **fields)
        address, client = f"/admin/toa-soan/lich/plan/{plan.pk}/", client_for(newsroom[name])
        arranged = client.get(address).text  # the hint describes what the field holds
        assert bool(re.search(r'value="\d\d-\d\d-\d{4} \d\d:\d\d"', arranged)) == may, name
        assert ("Ngày-tháng-năm giờ:phút, ví dụ 30-11-2026 08:00." in arranged) == may
        moved = client.post(f"{address}keo/", {"day": day})
        assert moved.status_code == (200 if may else 403), name
        assert may or "thư ký hoặc Tổng Biên tập" in moved.json()["error"]
        dropped = client.post(address, {"do": "drop"}, follow=True)
        assert dropped.status_code == (200 if may else 403)
        plan.refresh_from_db()
        assert (plan.state == PlannedStory.State.DROPPED) is may, name
        assert may or "thư ký hoặc Tổng Biên tập" in dropped.text


def test_the_form_of_an_entry_offers_what_the_account_may_do_and_says_who_may_the_rest(newsroom, client_for):
    steps = {"move", "begin", "drop", "submit", "unschedule"}
    section, soon = newsroom["section"], timezone.now() + timedelta(days=2)
    plan = PlannedStory.objects.create(
        title="Đề tài", section=section, planned_for=soon, writer=newsroom["reporter"], created_by=newsroom["secretary"]
    )
    story = write(client_for(newsroom["reporter"]), section, go_live_at=f"{timezone.localtime(soon):%Y-%m-%d %H:%M}")
    forms = {"plan": f"/admin/toa-soan/lich/plan/{plan.pk}/", "story": f"/admin/toa-soan/lich/story/{story.pk}/"}
    edits = {"plan": f"/admin/toa-soan/lich/de-tai/{plan.pk}/", "story": f"/admin/pages/{story.pk}/edit/"}
    for name, kind, offered, opens in (
        ("editor", "plan", {"begin"}, False),
        ("reporter", "plan", {"move", "begin", "drop"}, True),
        ("secretary", "plan", {"move", "begin", "drop"}, True),
        ("editor", "story", {"submit"}, True),
        ("reporter", "story", {"submit"}, True),
        ("secretary", "story", {"move", "submit", "unschedule"}, True),
    ):
        client = client_for(newsroom[name])
        text = client.get(forms[kind]).text
        assert {step for step in steps if f'value="{step}"' in text} == offered, (name, kind)
        assert (f'href="{edits[kind]}"' in text) is opens, (name, kind)
        assert (client.get(edits[kind]).status_code == 200) is opens, (name, kind)
        assert ("thư ký hoặc Tổng Biên tập" in text) is ((name, kind) == ("editor", "plan"))
        assert ("Thư ký tòa soạn và Tổng Biên tập" in text) is (kind == "story" and name != "secretary")
    PlannedStory.objects.filter(pk=plan.pk).update(state=PlannedStory.State.DROPPED)
    text = client_for(newsroom["secretary"]).get(forms["plan"]).text
    assert "Đề tài này đã bỏ" in text and not any(f'value="{step}"' in text for step in steps)


def test_the_list_of_drafts_says_when_there_are_more(newsroom, client_for, monkeypatch):
    monkeypatch.setattr(plan_of_month, "MOST_WITHOUT_HOUR", 2)
    for number in (1, 2, 3):
        make_article(f"Nháp {number}", section=newsroom["section"], live=False)
        sheet = client_for(newsroom["secretary"]).get("/admin/toa-soan/lich/").text
        listed = sheet.split('id="chua-gio"', 1)[1]
        assert listed.count("Nháp chưa có giờ</span>") == min(number, 2)
        assert ("Nháp cũ hơn" in listed) is (number > 2)


@pytest.mark.slow
def test_a_title_in_the_calendar_leads_to_the_editor_for_who_may_open_it(newsroom, client_for):
    soon = timezone.localtime() + timedelta(minutes=1)
    for owner in ("reporter", "editor"):
        make_article(f"Đăng {owner}", section=newsroom["section"], owner=newsroom[owner])
        make_article(f"Nháp {owner}", section=newsroom["section"], live=False, owner=newsroom[owner])
        dated = make_article(f"Hẹn {owner}", section=newsroom["section"], live=False, owner=newsroom[owner])
        ArticlePage.objects.filter(pk=dated.pk).update(go_live_at=soon)
    stories = list(ArticlePage.objects.all())
    assert len(stories) == 6
    for name in ("reporter", "editor", "secretary", "chief"):
        client = client_for(newsroom[name])
        sheet = client.get(f"/admin/toa-soan/lich/?thang={soon:%Y-%m}").text
        today = client.get("/admin/trang-chu/toa-soan/").text.partition('id="hom-nay"')[2].partition("</section>")[0]
        for story in stories:
            opens, edit_form = name != "reporter" or story.owner == newsroom[name], f"/admin/pages/{story.pk}/edit/"
            assert story.title in sheet and (f'href="{edit_form}"' in sheet) is opens, (name, story.title)
            if name == "reporter" or story == stories[0]:
                assert (client.get(edit_form).status_code == 200) is opens, (name, story.title)
            assert opens or edit_form not in today, (name, story.title)


def test_a_draft_without_an_hour_gets_one_from_the_calendar(newsroom, client_for):
    page = make_article("Bài chưa hẹn", section=newsroom["section"], live=False, owner=newsroom["reporter"])
    form, sheet = f"/admin/toa-soan/lich/story/{page.pk}/", "/admin/toa-soan/lich/"
    secretary = client_for(newsroom["secretary"])
    assert f'data-move="{form}keo/"' in secretary.get(sheet).text and f'href="{form}"' in secretary.get(sheet).text
    assert page.title not in client_for(newsroom["culture_secretary"]).get(sheet).text
    day = timezone.localdate() + timedelta(days=2)
    assert client_for(newsroom["reporter"]).post(f"{form}keo/", {"day": f"{day}"}).status_code == 403
    response = secretary.post(f"{form}keo/", {"day": f"{day}"})
    assert response.status_code == 200 and response.json()["label"] == "Nháp có giờ mong muốn"
    page.refresh_from_db()
    assert timezone.localtime(page.go_live_at).date() == day
    assert page.title not in secretary.get(sheet).text.split("Nháp chưa có giờ", 1)[1].split("</section>", 1)[0]
    assert page.title in secretary.get(f"{sheet}?thang={day:%Y-%m}").text


def test_the_phones_calendar_dies_with_its_key_and_with_its_makers_role(newsroom, client_for):
    PlannedStory.objects.create(
        title="Đề tài; có dấu, và phẩy", section=newsroom["section"], planned_for=timezone.now()
    )
    outlet = Outlet.objects.get(slug="bao-thu")
    editor = client_for(newsroom["editor"])
    assert (
        editor.post("/admin/toa-soan/lich/dien-thoai/", {"outlet": outlet.pk, "name": "Máy của Bình"}).status_code
        == 302
    )
    key = CalendarKey.objects.get()
    address, phone = f"/lich-toa-soan/{key.token}.ics", client_for(None)
    response = phone.get(address)
    assert response.headers["Cache-Control"] == "private, no-store"
    events = list(Calendar.from_ical(response.content).walk("VEVENT"))
    assert [str(event["summary"]) for event in events] == ["Dự kiến: Đề tài; có dấu, và phẩy"]
    client_for(newsroom["chief"]).post("/admin/toa-soan/lich/dien-thoai/", {"revoke": key.pk})
    assert phone.get(address).status_code == 200  # nobody revokes another's
    for is_active, status in ((False, 404), (True, 200)):
        User.objects.filter(pk=newsroom["editor"].pk).update(is_active=is_active)
        assert phone.get(address).status_code == status
    newsroom["editor"].groups.clear()
    assert phone.get(address).status_code == 404
    newsroom["editor"].is_superuser = True
    newsroom["editor"].save()
    editor.post("/admin/toa-soan/lich/dien-thoai/", {"revoke": key.pk})
    assert phone.get(address).status_code == 404
    assert phone.get("/lich-toa-soan/" + "x" * 43 + ".ics").status_code == 404


def test_the_fee_sheet_counts_people_and_holds_no_formula(newsroom, client_for, settings):
    page = make_article("Bài tính công", section=newsroom["section"], sapo=SAPO, paragraphs=["một hai ba bốn năm"])
    for order, (name, share) in enumerate((("=1+1", None), ("Trần Thị Hạnh", 30))):
        person = Person(full_name=name)
        person.clean()
        person.save()
        role, signed = ("photo", "Hạnh Nhi") if order else ("text", "")
        page.bylines.create(person=person, share=share, sort_order=order, signed_as=signed, role=role)
    page.save()
    make_article("Bài không tên ai", section=newsroom["section"], sapo=SAPO, signed_by_outlet=False)
    make_article("Bài của tòa soạn", section=newsroom["section"], sapo=SAPO)
    address = "/admin/toa-soan/nhuan-but/"
    for name in ("reporter", "editor", "culture_secretary"):
        response = client_for(newsroom[name]).get(f"{address}?xlsx=1&co-quan=bao-thu")
        assert "spreadsheet" not in response.headers["Content-Type"] or b"B\xc3\xa0i" not in response.getvalue(), name
    response = client_for(newsroom["secretary"]).get(f"{address}?xlsx=1")
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    first, second, *others = list(sheet.iter_rows(min_row=2, values_only=True))
    assert second[6] is None, "words are counted for who writes"
    assert {row[1] for row in others if row[0]} == {"(chưa ghi tác giả)", "(cả tòa soạn)"}, "last, and named as such"
    assert first[1] == "=1+1" and sheet["B2"].data_type == "s"
    assert (first[4], second[4], second[2], second[8]) == (70, 30, "Hạnh Nhi", "Bài tính công")
    assert first[6:8] == (page.word_count, "tiếng")
    assert (first[3], first[5], first[9]) == ("Bài", page.get_genre_display(), newsroom["section"].title)
    assert first[10].replace(second=0, microsecond=0) == timezone.localtime(page.published_at).replace(
        tzinfo=None, second=0, microsecond=0
    )
    assert first[11] == f"{settings.SITE_URL}{page.address}", "a path alone opens nothing from a spreadsheet"
    assert f'href="{first[11]}"' in client_for(newsroom["chief"]).get(address).text
    assert not list(fees_report.rows(Outlet.objects.get(slug="bao-thu"), timezone.localdate().replace(year=2020)))
    page.unpublish()
    draft = make_article("Chưa đăng bao giờ", section=newsroom["section"], live=False, published_at=timezone.now())
    text = client_for(newsroom["chief"]).get(address).text
    assert "Bài tính công (đã gỡ)" in text and draft.title not in text


def test_the_chief_sets_the_scale_and_the_sheet_pays_by_it_with_places_to_sign(newsroom, client_for):
    page = make_article("Bài tính công", section=newsroom["section"], sapo=SAPO, genre="bai")
    for order, (name, share) in enumerate((("Lê Ngàn", None), ("Trần Thị Hạnh", 30))):
        person = Person.objects.create(full_name=name)
        page.bylines.create(person=person, share=share, sort_order=order)
    page.save()
    address = "/admin/toa-soan/nhuan-but/?co-quan=bao-thu"
    scale = {"unit": "230000", "genre_bai": "10.5"}
    assert (
        client_for(newsroom["secretary"]).post(address, scale).status_code in (302, 403)
        and not FeeScale.objects.exists()
    )
    chief = client_for(newsroom["chief"])
    assert chief.post(address, scale | {"genre_bai": "nhiều"}).status_code == 422
    chief.post(address, scale)
    response = client_for(newsroom["secretary"]).get(f"{address}&xlsx=1")
    rows = list(load_workbook(io.BytesIO(response.getvalue())).active.iter_rows(values_only=True))
    paid = {row[1]: row[12:] for row in rows if row[8] == "Bài tính công"}
    assert paid == {"Lê Ngàn": (10.5, 1_690_500), "Trần Thị Hạnh": (10.5, 724_500)}
    assert rows[-3][13] == 2_415_000 and {"Người lập bảng", "Kế toán", "Thủ trưởng cơ quan"} <= set(rows[-1])


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([None], [100]),
        ([None] * 3, [34, 33, 33]),
        ([None, 30], [70, 30]),
        ([50, None, None], [50, 25, 25]),
        ([100, None], [100, 0]),
        ([80, 80, None], [80, 80, 0]),
        ([], []),
    ],
)
def test_empty_shares_divide_what_the_others_leave(given, wanted):
    assert fees_report.shares(given) == wanted


def test_an_outside_reader_sees_the_draft_until_the_end_and_answers(newsroom, client_for):
    page = make_article("Bản nháp gửi ThS. An", section=newsroom["section"], live=False, sapo=SAPO)
    editor, address = client_for(newsroom["editor"]), f"/admin/toa-soan/bai/{page.pk}/xem-truoc/"
    assert client_for(newsroom["culture"]).get(address).status_code in {302, 403}
    until = timezone.localtime() + timedelta(days=2)
    bad = editor.post(address, {"reader": "ThS. An", "expires_at": "2020-01-01 08:00"})
    assert bad.status_code == 422 and "đã qua" in bad.text and not PreviewLink.objects.exists()
    assert editor.post(address, {"reader": "ThS. An", "expires_at": f"{until:%Y-%m-%d %H:%M}"}).status_code == 302
    link = PreviewLink.objects.get()
    outside, place = client_for(None), f"/xem-truoc/{link.token}/"
    frame = outside.get(place)  # the browser must be let to show the frame, and to send the answer with its origin
    assert "frame-src 'self'" in frame.headers["Content-Security-Policy"]
    assert frame.headers["Referrer-Policy"] == "same-origin"
    response = outside.get(f"{place}bai/")
    assert page.title in response.text and response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN" and "data-gate" not in response.text
    assert say_outside(outside, link, "sua", " ").status_code == 400
    assert say_outside(outside, link, "", "Không chọn gì").status_code == 400
    assert say_outside(outside, link, "sua", "Đoạn cuối cần số 111.").status_code == 302
    text = editor.get(address).text
    assert "Đoạn cuối cần số 111." in text and "về một bản cũ hơn" not in text
    page.pinned_until = until
    page.save_revision()
    assert "về một bản cũ hơn" not in editor.get(address).text, "a pin is no word"
    page.kicker = "Thêm"
    page.save_revision()
    assert "về một bản cũ hơn" in editor.get(address).text, "a yes to another text is no yes"
    assert say_outside(outside, link, "dong-y").status_code == 302
    assert "<b>Đồng ý</b>" in editor.get(address).text and "ThS. An" in editor.get(address).text
    assert outside.get(page.address).status_code == 404
    editor.post(address, {"revoke": link.pk})
    assert outside.get(place).status_code == 404 and outside.get(f"{place}bai/").status_code == 404
    assert "đã thu hồi" in editor.get(address).text
    PreviewLink.objects.update(revoked_at=None, expires_at=timezone.now())
    assert outside.post(place, {"says": "dong-y"}).status_code == 404
    assert outside.get(place).status_code == 404 and outside.get(f"{place}bai/").status_code == 404
    assert "đã hết hạn" in editor.get(address).text


@pytest.mark.parametrize("left", ["is switched off", "has another role", "is deleted"])
def test_a_link_to_a_draft_ends_with_the_work_of_who_sent_it(newsroom, client_for, left):
    page = make_article("Bản nháp gửi ThS. An", section=newsroom["section"], live=False, sapo=SAPO)
    sender = make_user()
    grant(sender, Role.REPORTER, newsroom["section"].outlet.slug)
    until = timezone.now() + timedelta(days=2)
    link = PreviewLink.objects.create(page=page, reader="ThS. An", expires_at=until, created_by=sender)
    outside, places = client_for(None), (f"/xem-truoc/{link.token}/", f"/xem-truoc/{link.token}/bai/")
    assert [outside.get(place).status_code for place in places] == [200, 200]
    if left == "is switched off":
        User.objects.filter(pk=sender.pk).update(is_active=False)
    elif left == "has another role":
        sender.groups.clear()
        grant(sender, Role.LIBRARY_EDITOR)
    else:
        sender.delete()
    assert [outside.get(place).status_code for place in places] == [404, 404]
    assert outside.post(places[0], {"says": "dong-y"}).status_code == 404


def test_an_answer_to_words_that_changed_meanwhile_is_sent_back_and_its_comment_kept(newsroom, client_for):
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    until = timezone.now() + timedelta(days=2)
    link = PreviewLink.objects.create(page=page, reader="ThS. An", expires_at=until, created_by=newsroom["editor"])
    place, outside, secretary = f"/xem-truoc/{link.token}/", client_for(None), client_for(newsroom["secretary"])
    words_value = outside.get(place).text.split('name="words" value="', 1)[1].split('"', 1)[0]
    edit(secretary, page, kicker="Thêm sau khi ThS. An đã mở")
    for words in (words_value, "", "0"):
        response = outside.post(place, {"says": "dong-y", "comment": "Đúng lời tôi.", "words": words})
        assert response.status_code == 409 and "Bài vừa đổi" in response.text and "Đúng lời tôi." in response.text
    assert not link.verdicts.exists()
    words_value = response.text.split('name="words" value="', 1)[1].split('"', 1)[0]
    edit(secretary, page, kicker="Thêm sau khi ThS. An đã mở", pinned_until=f"{until:%Y-%m-%d %H:%M}")
    assert outside.post(place, {"says": "dong-y", "words": words_value}).status_code == 302, "an hour is no word"


def test_a_version_with_a_name_is_found_again(newsroom, client_for):
    cache.clear()
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    address = f"/admin/toa-soan/bai/{page.pk}/ban/"
    client_for(newsroom["editor"]).post(address, {"name": "Bản gửi luật sư"})
    assert NamedVersion.objects.get().revision == page.get_latest_revision()
    assert "Bản gửi luật sư" in client_for(newsroom["editor"]).get(address).text
    assert client_for(newsroom["culture"]).post(address, {"name": "Khác"}).status_code in {302, 403}


def test_the_hour_is_taken_off_by_drag_and_by_form_and_every_refusal_says_why(newsroom, client_for):
    page = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
    act(client_for(newsroom["editor"]), page)
    soon = timezone.localtime() + timedelta(days=2)
    secretary, form = client_for(newsroom["secretary"]), f"/admin/toa-soan/lich/story/{page.pk}/"
    assert secretary.post(form, {"do": "move", "moment": f"{soon:%Y-%m-%d %H:%M}"}).status_code == 302
    act(client_for(newsroom["chief"]), page)
    assert page.revisions.exclude(approved_go_live_at=None).count() == 1
    refusals = [
        ("reporter", "", 403, "Thư ký tòa soạn"),
        ("reporter", f"{soon + timedelta(days=1):%Y-%m-%d}", 403, "Thư ký tòa soạn"),
        ("culture_secretary", "", 404, "lịch của cơ quan bạn"),
        ("secretary", "2020-01-01", 400, "đã qua"),
        ("secretary", "0001-01-01", 400, "Năm 0001"),
        ("secretary", "hôm sau", 400, "năm-tháng-ngày"),
    ]
    for name, day, status, words in refusals:
        response = client_for(newsroom[name]).post(f"{form}keo/", {"day": day})
        assert response.status_code == status and words in response.json()["error"], (name, day)
        assert page.revisions.exclude(approved_go_live_at=None).count() == 1
    result = secretary.post(f"{form}keo/", {"day": ""}).json()
    page.refresh_from_db()
    assert result["kind"] == "wish" and result["label"] == "Nháp chưa có giờ" and page.go_live_at is None
    assert page.revisions.exclude(approved_go_live_at=None).count() == 0 and not page.live
    assert page.get_latest_revision_as_object().go_live_at is None
    again = secretary.post(f"{form}keo/", {"day": ""})
    assert again.status_code == 400 and "không có giờ hẹn" in again.json()["error"]
    result = secretary.post(form, {"do": "move", "moment": f"{soon:%Y-%m-%d %H:%M}"}, follow=True).text
    assert f"Đã dời “{page.title}” sang {soon:%H:%M, %d-%m-%Y}." in result
    assert 'value="unschedule"' in secretary.get(form).text
    assert f"Đã hủy giờ hẹn của “{page.title}”." in secretary.post(form, {"do": "unschedule"}, follow=True).text
    page.refresh_from_db()
    assert page.go_live_at is None and 'value="unschedule"' not in secretary.get(form).text


@pytest.mark.slow
def test_a_slip_in_the_year_is_told_and_kept_nowhere(newsroom, client_for):
    """PostgreSQL would hold the year 1 and Python could not read it back: every list with it would be a 500."""
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    plan = PlannedStory.objects.create(title="Đề tài", section=newsroom["section"], planned_for=timezone.now())
    secretary, odd = client_for(newsroom["secretary"]), ("0001-01-01 03:00", "9999-12-31 23:00")
    for moment in odd:
        for name in ("published_at", "pinned_until"):
            response = edit(secretary, page, **{name: moment})
            assert response.status_code == 200 and "Bạn ghi năm từ 2000" in response.text, name
        assert edit(secretary, page, expire_at=moment).status_code == 200  # the year 1 is over, Wagtail says
        response = secretary.post(f"/admin/toa-soan/lich/plan/{plan.pk}/", {"do": "move", "moment": moment})
        assert response.status_code == 422 and "Bạn ghi năm từ 2000" in response.text
        data = {"title": "Khác", "section": newsroom["section"].pk, "genre": "tin", "planned_for": moment}
        assert "Bạn ghi năm từ 2000" in secretary.post("/admin/toa-soan/lich/them/", data).text
    for month in ("0001-01", "9999-12", "2026-13", "xin-chao", ""):
        for place in ("lich", "nhuan-but"):
            assert secretary.get(f"/admin/toa-soan/{place}/?thang={month}").status_code == 200, month
    assert PlannedStory.objects.count() == 1
