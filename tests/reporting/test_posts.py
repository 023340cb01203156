"""“Bài đăng”: each body its own, the office all; ready texts per channel; figures by body; flat costs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from campaign.models import Season, SiteIdentity
from reporting.models import Post
from reporting.posts.forms import PostForm
from reporting.posts.texts import LIMITS, ready_texts
from reporting.reports.period import Period
from reporting.reports.sections import Subject, posts
from schools.coverage.queries import Scope
from tests.factories import asset_row, make_user
from tests.reporting.task_rows import body
from tests.school_world import authority, lead_of
from users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("school")]

OFFICE, EDUCATION, YOUTH, WOMEN = Role.STANDING_OFFICE, Role.EDUCATION, Role.YOUTH_UNION, Role.WOMENS_UNION
INDEX, NEW, BODIES, TEXTS = (reverse(f"posts:{name}") for name in ("index", "new", "bodies", "texts"))
TODAY = date(2026, 11, 18)


def make_post(role, title="Ba câu hỏi trước khi chuyển tiền", **fields):
    fields = {"channel": "fanpage", "planned_for": TODAY, "season": Season.objects.get(is_current=True)} | fields
    return Post.objects.create(body=body(role), title=title, **fields)


def texts_of_fanpage(source):
    return ready_texts(type(source).objects.get(pk=source.pk))[0].text


def typed(**fields):
    return {"channel": "fanpage", "title": "Cúp máy, gọi 113", "planned_for": "2026-11-18"} | fields


def test_each_body_sees_and_changes_its_own_posts_and_the_office_all(client_for):
    rows = {role: make_post(role, f"Bài của {role}") for role in (OFFICE, EDUCATION, YOUTH, WOMEN)}
    for role in rows:
        client = client_for(authority(role))
        week = client.get(INDEX).content.decode()
        for owner, row in rows.items():
            may = role in {OFFICE, owner}
            assert (row.title in week) is may, (role, owner)
            assert client.get(row.get_absolute_url()).status_code == (200 if may else 404), (role, owner)
            answer = client.post(
                row.get_absolute_url(), {"xoa": "1"} if not may else typed(title=row.title, body=str(row.body.uuid))
            )
            assert answer.status_code == (302 if may else 404), (role, owner)
    assert Post.objects.count() == len(rows)
    for outsider in (make_user(), lead_of(), None):
        client = client_for(outsider) if outsider else client_for()
        for address in (INDEX, NEW, BODIES, TEXTS, rows[YOUTH].get_absolute_url()):
            assert client.get(address).status_code in {302, 403, 404}


def test_a_post_is_planned_then_published_with_its_reach(client_for):
    client, asset = client_for(authority(YOUTH)), asset_row("POST-01")
    answer = client.post(NEW, typed(planned_for="2026-11-20", asset_code="post-01"))
    row = Post.objects.get()
    assert answer.url == f"{INDEX}?tuan=2026-11-20"
    assert (row.body, row.asset, row.by) == (body(YOUTH), asset, authority(YOUTH)) and row.posted_on is None
    address, link = row.get_absolute_url(), "https://kenh.example/bai-1"
    client.post(address, typed(planned_for="2026-11-20", asset_code="POST-01", posted_on="2026-11-17", url=link))
    row.refresh_from_db()
    assert (row.url, row.reach, row.reach_on) == (link, None, None)
    client.post(address, typed(asset_code="POST-01", posted_on="2026-11-17", url=link, reach="1500"))
    row.refresh_from_db()
    assert (row.asset, row.reach, row.reach_on) == (asset, 1500, TODAY)
    assert "tiếp cận 1.500" in client.get(INDEX).content.decode()
    client.post(address, {"xoa": "1"})
    assert Post.objects.filter(pk=row.pk).exists(), "what is published stays"
    plan = make_post(YOUTH)
    client.post(plan.get_absolute_url(), {"xoa": "1"})
    assert not Post.objects.filter(pk=plan.pk).exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": "  "}, "Bạn ghi nội dung bằng một câu."),
        ({"channel": "myspace"}, "Bạn chọn kênh trong danh sách."),
        ({"planned_for": "30.2"}, "Ngày chưa đúng"),
        ({"posted_on": "2026-11-19", "url": "https://a.example/1"}, "không thể sau hôm nay"),
        ({"posted_on": "2026-11-17"}, "cần địa chỉ"),
        ({"url": "https://a.example/1"}, "Bạn ghi ngày đã đăng"),
        ({"reach": "12"}, "Bạn ghi ngày đã đăng"),
        ({"posted_on": "2026-11-17", "url": "javascript:alert(1)"}, "Địa chỉ chưa đúng"),
        ({"posted_on": "2026-11-17", "url": "https://a.example/cu"}, "đã ghi bài đăng có địa chỉ này"),
        ({"asset_code": "KHONG-CO"}, "Kho không có tài liệu"),
        ({"story_address": "/vi/khong-co/"}, "Không có bài đang đăng"),
        ({"story_address": "http://["}, "Không có bài đang đăng"),
        ({"posted_on": "2026-11-17", "channel": "radio", "reach": "-1"}, "0"),
        ({"posted_on": "2026-11-17", "channel": "radio", "reach": "99999999999999999999"}, "2147483647"),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_is_written(client_for, fields, sentence):
    make_post(YOUTH, url="https://a.example/cu", posted_on=TODAY)
    answer = client_for(authority(YOUTH)).post(NEW, typed(**fields))
    assert answer.status_code == 422 and sentence in answer.content.decode().replace("&quot;", '"')
    assert Post.objects.count() == 1


def test_an_address_that_a_colleague_logs_at_the_same_moment_is_said_at_its_field(client_for, monkeypatch):
    make_post(YOUTH, url="https://a.example/1", posted_on=TODAY)
    monkeypatch.setattr(PostForm, "validate_unique", lambda form: None)  # both passed it before either was saved
    answer = client_for(authority(YOUTH)).post(NEW, typed(posted_on="2026-11-17", url="https://a.example/1"))
    assert answer.status_code == 422 and "đã ghi bài đăng có địa chỉ này" in answer.content.decode()
    assert Post.objects.count() == 1


def test_the_office_still_changes_the_post_of_a_body_that_ended(client_for):
    row = make_post(YOUTH)
    type(row.body).objects.filter(pk=row.body_id).update(active_until=date(2026, 11, 17))
    answer = client_for(authority(OFFICE)).post(row.get_absolute_url(), typed(title="Sửa", body=str(row.body.uuid)))
    row.refresh_from_db()
    assert answer.status_code == 302 and row.title == "Sửa"
    assert client_for(authority(YOUTH)).get(row.get_absolute_url()).status_code == 404


def test_a_week_that_is_no_day_is_404(client_for):
    client = client_for(authority(YOUTH))
    assert client.get(INDEX, {"tuan": "2026-11-02"}).status_code == 200
    for wrong in ("2026-02-31", "mai", "0001-01-01", "9999-12-31"):
        assert client.get(INDEX, {"tuan": wrong}).status_code == 404


def test_ready_texts_keep_address_and_hashtags_within_the_limit(client_for):
    asset = asset_row("POST-01")
    SiteIdentity.objects.create(site=Site.objects.get(), hashtags="#khongmotminh")
    asset.texts.update(copy_text="Hỏi một người trước khi trả lời. " * 120)
    texts = {ready.channel: ready for ready in ready_texts(asset)}
    assert all(0 < ready.length <= LIMITS[ready.channel] for ready in texts.values())
    asset.texts.update(copy_text="Gọi 111. #khongmotminh")
    assert texts_of_fanpage(asset).count("#khongmotminh") == 1, "a hashtag that the text has is not repeated"
    asset.texts.update(copy_text="Hỏi một người trước khi trả lời. " * 120)
    address = asset.get_absolute_url()
    assert texts["zalo"].text.endswith(address) and "…\n" in texts["zalo"].text and texts["zalo"].length == 2000
    assert address not in texts["tiktok"].text and texts["tiktok"].text.rpartition("\n")[2].startswith("#")
    client = client_for(authority(YOUTH))
    shown = client.get(TEXTS, {"tai-lieu": "post-01"}).content.decode()
    assert shown.count("data-copy=") == len(LIMITS) and "2.000 trên 2.000 ký tự" in " ".join(shown.split())
    assert "Không có tài liệu đang phát hành" in client.get(TEXTS, {"tai-lieu": "X"}).content.decode()


def test_bodies_and_the_report_count_what_is_published_in_flat_costs(client_for):
    """Figures written by hand: two posts of the youth union, 1,500 and none; one of the women's union."""
    online = {"posted_on": TODAY, "url": "https://a.example/1"}
    make_post(YOUTH, **online, reach=1500)
    make_post(YOUTH, channel="radio", posted_on=date(2026, 11, 12))
    make_post(WOMEN, **online, reach=20)
    make_post(WOMEN)
    office, youth = client_for(authority(OFFICE)), client_for(authority(YOUTH))
    table = " ".join(office.get(BODIES).content.decode().split())
    assert "1.500</td>" in table and body(WOMEN).name in table
    assert body(WOMEN).name not in youth.get(BODIES).content.decode()
    scope = Scope(Season.objects.get(is_current=True), ("school",))
    section = posts(Subject(scope, Period(date(2026, 11, 16), TODAY)))
    assert "2 cơ quan đăng 2 bài" in section.text and "1.520" in section.text
    assert sorted(section.tables[0].rows) == sorted([[body(YOUTH).name, 1, 1, 1500], [body(WOMEN).name, 1, 1, 20]])
    with CaptureQueriesContext(connection) as few:
        office.get(INDEX)
    for number in range(20):
        make_post(EDUCATION, channel="radio", title=f"Bài {number}")
    with CaptureQueriesContext(connection) as many:
        office.get(INDEX)
    assert len(many) == len(few)
