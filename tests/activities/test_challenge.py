"""A challenge takes links of units and partners, shows what the newsroom approved, and sums up after its last day."""

from datetime import date
from string import ascii_lowercase

import pytest
from django_tasks_db.models import DBTaskResult
from wagtail.models import PageViewRestriction

from activities.challenge import links
from activities.challenge.links import units_of
from activities.models import ChallengeLink, ChallengePage
from activities.models.challenge import A_WEEK, MAX_A_SENDER
from articles.rules import gates
from partners.models import Partner, PartnerMember
from tests.factories import make_image, make_organisation, make_user, story_row, yesterday
from tests.schools.test_at_once import while_open

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
CLIP = "https://www.youtube.com/watch?v=abcdefghij{}"
FIRST = CLIP.format(1)
HERE = "/bao-cao-vien/thu-thach/"


def make_challenge(title="Sáu mươi giây không một mình", **fields):
    fields = {
        "hashtag": "#KhongMotMinh", "rules": "Quay tối đa 60 giây.\nKhông ghi tên học sinh.",
        "starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 30),
    } | fields  # fmt: skip
    return story_row(title, model=ChallengePage, genre="thu-thach", **fields)


@pytest.fixture
def school(client_for):
    return client_for(make_user(organisation=make_organisation(name="Trường THPT Bông Súng")))


@pytest.fixture
def desk(client_for):
    return client_for(make_user(is_superuser=True, is_staff=True))


def send(client, page, url=FIRST, **fields):
    data = {"url": url, "title": "Lớp tụi mình nói với ba mẹ", "agreed": "on"} | fields
    return client.post(f"{HERE}{page.pk}/", data)


def decide(client, page, step, link=None, **fields):
    link = link or ChallengeLink.objects.get()
    data = {"viec": step, "seen": link.state, "title": link.title, "poster": "", "reason": ""} | fields
    return client.post(f"/admin/thu-thach/{page.pk}/{link.pk}/", data)


def test_a_link_waits_for_the_desk_and_then_stands_on_the_wall_without_loading_anything(school, desk, client_for):
    page, reader = make_challenge(), client_for()
    assert "Thử thách đang mở" in school.get(HERE).text and page.title in school.get(HERE).text
    assert send(school, page).status_code == 302
    assert "Chờ duyệt" in school.get(HERE).text
    assert "Lớp tụi mình" not in reader.get(page.address).text, "nobody has seen it yet"
    assert decide(desk, page, "hien").status_code == 302
    public = reader.get(page.address)
    assert "Lớp tụi mình nói với ba mẹ" in public.text and "Trường THPT Bông Súng" in public.text
    assert "<iframe" not in public.text and 'data-embed="https://www.youtube-nocookie.com' in public.text
    assert "youtube-nocookie.com" in public["Content-Security-Policy"] and not public.cookies
    assert "Lớp tụi mình" in reader.get(f"/vi/thu-thach/{page.pk}/buc-tuong/").text
    assert decide(desk, page, "noi-bat").status_code == 302
    assert "Nổi bật trong tuần" in reader.get(page.address).text
    assert decide(desk, page, "khong").status_code == 400, "a reason is asked for"
    assert decide(desk, page, "khong", reason="Lộ tên lớp.").status_code == 302
    assert "Lộ tên lớp." in school.get(HERE).text and "Lớp tụi mình" not in reader.get(page.address).text


def test_what_is_no_clip_was_sent_before_or_comes_from_a_stranger_is_refused_in_words(school, client_for):
    page = make_challenge()
    for url, message in (
        ("https://evil.example/clip", "YouTube hoặc TikTok"),
        ("javascript:alert(1)", "chưa phải một liên kết"),
        ("", "Bạn dán liên kết"),
    ):
        refused = send(school, page, url)
        assert refused.status_code == 400 and message in refused.text, url
    assert "lời xác nhận" in send(school, page, agreed="").text
    assert send(school, page).status_code == 302
    again = send(school, page, "https://youtu.be/abcdefghij1?t=3")
    assert again.status_code == 400 and "đã được gửi" in again.text, "the same clip in another spelling"
    paper = client_for(make_user(organisation=make_organisation("Báo", "outlet")))
    for other in (client_for(make_user()), client_for(make_user(is_staff=True)), paper):
        assert other.get(HERE).status_code == send(other, page, CLIP.format(2)).status_code == 403
    assert client_for().get(HERE).status_code == 302
    early = make_challenge("Sắp mở", starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 9))
    assert "không nhận clip hôm nay" in send(school, early, CLIP.format(3)).text
    assert ChallengeLink.objects.count() == 1


def test_a_partner_sends_in_its_name_and_a_suspended_one_does_not(client_for):
    page, user = make_challenge(), make_user()
    partner = Partner.objects.create(display_name="Mây Miệt Vườn (demo)")
    PartnerMember.objects.create(partner=partner, user=user)
    client = client_for(user)
    assert send(client, page).status_code == 302
    assert ChallengeLink.objects.get().sender_name == partner.display_name
    type(partner).objects.filter(pk=partner.pk).update(is_active=False)
    assert send(client, page, CLIP.format(2)).status_code == 403
    other = Partner.objects.create(display_name="Bếp Nhà Mình (demo)", slug="bep")
    PartnerMember.objects.create(partner=other, user=user)
    late = send(client, page, CLIP.format(2), **{"noi-gui": partner.uuid})
    assert late.status_code == 400 and ChallengeLink.objects.count() == 1, "nor under the other's name"
    assert send(client, page, CLIP.format(2), **{"noi-gui": other.uuid}).status_code == 302


def test_a_unit_that_was_closed_sends_nothing(client_for):
    page, school = make_challenge(), make_organisation()
    client = client_for(make_user(organisation=school))
    assert send(client, page).status_code == 302
    type(school).objects.filter(pk=school.pk).update(active_until=yesterday())
    assert send(client, page, CLIP.format(2)).status_code == 403


def test_a_unit_sees_no_challenge_that_asks_for_more_than_it_has_shown(school, client_for):
    page = make_challenge()
    lock = PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    assert page.title not in school.get(HERE).text
    assert school.get(f"{HERE}{page.pk}/").status_code == send(school, page).status_code == 404
    lock.restriction_type = "login"
    lock.save()
    assert page.title in school.get(HERE).text and send(school, page).status_code == 302


def test_two_at_the_desk_decide_once_and_a_picture_of_a_child_needs_its_consent(school, desk, client_for):
    page, other = make_challenge(), make_challenge("Thử thách khác")
    send(school, page)
    link = ChallengeLink.objects.get()
    assert decide(desk, other, "hien", link).status_code == 404, "a link of another challenge"
    child = make_image(has_minor=True)
    refused = decide(desk, page, "hien", poster=str(child.pk))
    assert refused.status_code == 400
    assert decide(desk, page, "hien", poster=str(make_image(has_minor=False).pk)).status_code == 302
    late = decide(desk, page, "khong", link, reason="Muộn.")
    assert late.status_code == 409 and ChallengeLink.objects.get().state == "shown"
    assert decide(desk, page, "khong", reason="Ảnh sai.").status_code == 302
    assert ChallengeLink.objects.get().poster is None, "a picture of nothing on the wall is shown no longer"
    assert client_for(make_user()).get(f"/admin/thu-thach/{page.pk}/").status_code in (302, 403)


def test_a_unit_reads_what_became_of_its_own_clips_alone_and_may_replace_a_declined_one(school, desk, client_for):
    page = make_challenge()
    other = client_for(make_user(organisation=make_organisation(name="Trường THCS Tràm Chim")))
    for sign in ascii_lowercase[:MAX_A_SENDER]:
        assert send(school, page, CLIP.format(sign)).status_code == 302
    assert send(school, page).status_code == 400
    link = ChallengeLink.objects.order_by("pk").first()
    decide(desk, page, "khong", link, reason="Lộ tên lớp.")
    assert "Lộ tên lớp." in school.get(HERE).text
    assert "Lộ tên lớp." not in other.get(HERE).text and "Lớp tụi mình" not in other.get(HERE).text
    assert send(school, page).status_code == 302, "what was declined takes no place"


def test_a_clip_that_is_taken_off_loses_its_highlight_and_the_address_of_its_picture(
    school, desk, client_for, clock, django_capture_on_commit_callbacks
):
    page, reader = make_challenge(), client_for()
    send(school, page)
    send(school, page, CLIP.format(2), title="Clip tuần sau")
    old, new = ChallengeLink.objects.order_by("pk")
    poster = make_image(has_minor=False)
    decide(desk, page, "hien", old, poster=str(poster.pk))
    decide(desk, page, "noi-bat", ChallengeLink.objects.get(pk=old.pk))
    with django_capture_on_commit_callbacks(execute=True):
        decide(desk, page, "khong", ChallengeLink.objects.get(pk=old.pk), reason="Lộ tên lớp.")
    waiting = DBTaskResult.objects.filter(task_path__endswith="close_pictures", status="READY")
    assert [row.args_kwargs["args"] for row in waiting] == [[[poster.pk]]]
    decide(desk, page, "hien", ChallengeLink.objects.get(pk=old.pk))
    assert "Nổi bật trong tuần" not in reader.get(page.address).text
    decide(desk, page, "noi-bat", ChallengeLink.objects.get(pk=old.pk))
    clock.move_to("2026-11-25 09:00")
    decide(desk, page, "hien", new, title="Clip tuần sau")
    decide(desk, page, "noi-bat", ChallengeLink.objects.get(pk=new.pk), title="Clip tuần sau")
    assert [highlight.title for highlight in ChallengePage.objects.get(pk=page.pk).highlights] == ["Clip tuần sau"]


def test_the_recap_comes_after_the_last_day(school, desk, client_for, clock):
    page, reader = make_challenge(), client_for()
    send(school, page)
    decide(desk, page, "hien")
    decide(desk, page, "noi-bat")
    clock.move_to("2026-11-30 23:59")
    assert reader.get(f"/vi/thu-thach/{page.pk}/tong-ket/").status_code == 404
    assert send(school, page, CLIP.format(2)).status_code == 302, "until the end of the last day"
    clock.move_to("2026-12-01 08:00")
    recap = reader.get(f"/vi/thu-thach/{page.pk}/tong-ket/")
    assert recap.status_code == 200 and "Tuần từ" in recap.text and "Lớp tụi mình" in recap.text
    assert "Xem tổng kết" in reader.get(page.address).text


def test_the_wall_costs_the_same_for_any_number_of_clips(client_for, django_assert_max_num_queries):
    page, reader = make_challenge(), client_for()
    ChallengeLink.objects.bulk_create(
        ChallengeLink(
            challenge=page.translation_key, url=CLIP.format(1), player=f"https://www.youtube-nocookie.com/embed/{n}",
            title=f"Clip {n}", sender_kind="unit", sender_key=page.translation_key, sender_name="Trường", state="shown",
        )
        for n in range(300)
    )  # fmt: skip
    reader.get(page.address)
    with django_assert_max_num_queries(12):
        assert reader.get(f"/vi/thu-thach/{page.pk}/buc-tuong/?trang=2").status_code == 200
    assert reader.get(f"/vi/thu-thach/{page.pk}/buc-tuong/?trang=99").status_code == 404


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"hashtag": "Không một mình"}, "challenge-hashtag"),
        ({"ends_on": date(2026, 10, 1)}, "challenge-dates"),
        ({"rules": " "}, "challenge-rules"),
        ({}, ""),
    ],
)
def test_a_challenge_without_rules_dates_or_hashtag_is_stopped(fields, code):
    codes = {finding.code for finding in gates.stops(make_challenge(**fields)) if finding.code.startswith("challenge-")}
    assert codes == ({code} if code else set())


@pytest.mark.django_db(transaction=True)
def test_two_of_a_unit_who_send_at_once_do_not_pass_its_limit(client_for):
    page, unit = make_challenge(), make_organisation(name="Trường THPT Bông Súng")
    first_user, other = make_user(organisation=unit), make_user(organisation=unit)
    (sender,) = units_of(first_user)
    for sign in ascii_lowercase[: MAX_A_SENDER - 1]:
        links.send(page, sender, first_user, url=CLIP.format(sign), title="Lớp mình")
    _link, response = while_open(
        lambda: links.send(page, sender, first_user, url=FIRST, title="Lớp mình"),
        lambda: send(client_for(other), page, CLIP.format(2)),
    )
    assert response.status_code == 400 and "đã gửi đủ" in response.text
    assert ChallengeLink.objects.count() == MAX_A_SENDER


@pytest.mark.django_db(transaction=True)
def test_two_who_highlight_at_once_do_not_pass_the_limit_of_a_week():
    page = make_challenge()
    shown_links = [
        ChallengeLink.objects.create(
            challenge=page.translation_key, url=CLIP.format(number), player=f"{number}", title="Một clip",
            sender_kind="unit", sender_key=page.translation_key, sender_name="Trường", state="shown",
        )
        for number in range(A_WEEK + 1)
    ]  # fmt: skip
    for link in shown_links[2:]:
        links.highlight(page, link, on=True)
    first, second = while_open(
        lambda: links.highlight(page, shown_links[0], on=True), lambda: links.highlight(page, shown_links[1], on=True)
    )
    assert first is None and isinstance(second, links.Refused)
    assert ChallengeLink.objects.exclude(highlight_week=None).count() == A_WEEK
