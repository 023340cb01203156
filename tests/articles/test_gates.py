"""The publish gates: their findings, and that no kind of publication bypasses them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageLogEntry

from articles.models import ArticlePage
from articles.rules import gates
from articles.rules.publish_gates import personal_details
from base.publishing import REFUSED
from tests.articles.newsroom_forms import SAPO, act, edit, form, step_of, write
from tests.factories import make_article, make_help_line, make_image, make_section, make_user

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def codes(story, *, stops=True):
    return {finding.code for finding in gates.check(story) if finding.is_stop or not stops}


def draft(**fields):
    fields = {"live": False, "sapo": SAPO} | fields
    return make_article(**fields).get_latest_revision_as_object()


def test_a_clean_text_passes_and_each_gate_says_what_where_and_how():
    section = make_section()
    assert codes(draft(section=section)) == set()
    assert codes(draft(section=section, title="Hai", has_minor=None, has_victim=None)) == {
        "has-minor-unanswered",
        "has-victim-unanswered",
    }
    assert codes(draft(section=section, title="Ba", sapo="Quá ngắn.")) == {"sapo-length"}
    assert codes(draft(section=section, title="Bốn", sapo="tiếng " * 56)) == {"sapo-length"}
    findings = gates.check(draft(section=section, title="Năm", sapo="Ngắn.", has_minor=None))
    assert {"sapo-length", "has-minor-unanswered"} <= {finding.code for finding in findings}
    for finding in findings:
        assert finding.where and finding.problem and finding.mend and finding.field


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"sapo": "tiếng " * 24}, {"sapo-length"}),
        ({"sapo": "tiếng " * 25}, set()),
        ({"sapo": " tiếng\n" * 55}, set()),
        ({"sapo": "tiếng " * 56}, {"sapo-length"}),
        ({"sapo": ""}, {"sapo-length"}),
        ({"title": "T" * 110}, set()),
        ({"title": "T" * 111}, {"title-long"}),
        ({"has_minor": False, "has_victim": None}, {"has-victim-unanswered"}),
    ],
)
def test_limits_are_where_they_are_said_to_be(fields, found):
    story = draft()
    for name, value in fields.items():
        setattr(story, name, value)
    assert codes(story) == found


def test_a_consent_opens_the_gate_until_it_ends_is_withdrawn_or_was_for_paper_only():
    image = make_image(description="Một em bé cười", credit="Hải Đăng", has_minor=True)
    story = draft(lead_image=image, has_minor=True)
    assert codes(story) == {"consent"}
    consent = image.consents.create(
        subject="Em B.", age_band="7-15", person_agreed=True, representative_agreed=True, purpose="Bài về lớp học",
        scope="campaign", paper_sha256="0" * 64, collected_by=make_user(),
    )  # fmt: skip

    def with_(**fields):
        type(consent).objects.filter(pk=consent.pk).update(**fields)
        return codes(ArticlePage.objects.get(pk=story.pk).get_latest_revision_as_object())

    today = timezone.localdate()
    assert with_() == set()
    assert with_(expires_on=today) == set(), "to the end of that day"
    assert with_(expires_on=today - timedelta(days=1)) == {"consent"}
    assert with_(expires_on=None, representative_agreed=False) == {"consent"}
    assert with_(representative_agreed=True, scope="print") == {"consent"}
    assert with_(scope="campaign", withdrawn_at=timezone.now()) == {"consent"}


def test_pictures_need_words_credit_and_consent():
    section = make_section()
    nameless = make_image(title="IMG_2034.jpg", description="IMG_2034.jpg", has_minor=False)
    child = make_image(title="Em bé", description="Một em bé cười", credit="Hải Đăng", has_minor=True)
    assert codes(draft(section=section, lead_image=nameless)) == {"alt-missing", "credit-missing"}
    assert codes(draft(section=section, title="Hai", lead_image=nameless, lead_credit="Demo An")) == {"alt-missing"}
    found_codes = codes(draft(section=section, title="Ba", lead_image=child))
    assert {"minor-contradiction", "consent"} <= found_codes
    assert "minor-contradiction" not in codes(draft(section=section, title="Bốn", lead_image=child, has_minor=True))


def test_a_sensitive_text_needs_warning_and_help():
    section = make_section()
    assert codes(draft(section=section, has_victim=True)) == {"warning-missing", "no-help-line"}
    make_help_line("111")
    warned = draft(section=section, title="Hai", has_victim=True, content_warning="Có lời đe dọa.")
    assert codes(warned) == {"no-help-block"}
    warned.body = [("paragraph", "<p>Chữ.</p>"), ("help", None)]
    assert codes(warned) == set()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Em Nguyễn Thị Bông học lớp 9A2, Trường THCS Sen Trắng.", {"name", "class", "school"}),
        ("Cháu ở số 12/3 hẻm 45, gọi 0912 345 678.", {"street", "phone"}),
        ("Gọi 0912 345 678, hoặc (0292) 382 0123.", {"phone"}),
        ("Cần gì thì gọi 111, hoặc nhắn 156.", set()),
        ("Lớp học ngoài trời, 12 tuổi trở lên, 1.215 trường.", set()),
        ("Thị trường năm 2026 tăng 84,03%.", set()),
    ],
)
def test_personal_details_are_found_in_vietnamese(text, kinds):
    assert {detail.kind for detail in personal_details.find([text], ["111", "156"])} == kinds


def test_a_long_word_is_looked_at_in_time_and_number_of_queries_is_fixed(django_assert_max_num_queries):
    story = draft(paragraphs=["a" * 200_000, *("Đoạn văn." for _ in range(50))])
    with django_assert_max_num_queries(11):
        gates.check(story)


def refused_text(newsroom, client_for, **extra):
    page = write(client_for(newsroom["reporter"]), newsroom["section"], has_minor="", **extra)
    assert page.has_minor is None
    return page


def test_no_path_goes_round_the_gates(newsroom, client_for):
    page = refused_text(newsroom, client_for)
    chief = client_for(newsroom["chief"])
    response = chief.post(f"/admin/pages/{page.pk}/edit/", form(has_minor="", **{"action-publish": "1"}), follow=True)
    assert "Chưa trả lời" in response.text  # the editor's own button says why
    bulk = f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/"
    assert "Chưa trả lời" in client_for(newsroom["chief2"]).post(bulk, {}, follow=True).text
    with pytest.raises(PermissionDenied):
        page.get_latest_revision().publish(user=newsroom["chief2"])
    page.get_latest_revision().publish()  # a program: nothing happens, and the log says why
    page.revisions.update(approved_go_live_at=timezone.now())
    call_command("publish_scheduled")
    page.refresh_from_db()
    assert not page.live
    assert not page.revisions.exclude(approved_go_live_at=None).exists()
    assert PageLogEntry.objects.filter(page=page.pk, action=REFUSED).count() >= 4


def test_the_last_step_waits_until_the_text_is_mended(newsroom, client_for):
    page = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
    act(client_for(newsroom["editor"]), page)
    edit(client_for(newsroom["chief"]), page, has_minor="")
    assert step_of(page) == "chief"
    response = act(client_for(newsroom["chief2"]), page)
    assert response.status_code == 302 and response.url.endswith(f"/pages/{page.pk}/edit/")
    assert "Chưa trả lời" in client_for(newsroom["chief2"]).get(response.url).text
    assert step_of(page) == "chief" and not ArticlePage.objects.get(pk=page.pk).live
    edit(client_for(newsroom["chief"]), page)  # who mends it at this step does not let it out
    act(client_for(newsroom["chief"]), page)
    assert not ArticlePage.objects.get(pk=page.pk).live
    act(client_for(newsroom["chief2"]), page)
    assert ArticlePage.objects.get(pk=page.pk).live


def test_panel_and_preview_carry_the_same_reasons(newsroom, client_for):
    page = refused_text(newsroom, client_for)
    editor = client_for(newsroom["editor"])
    assert "Chưa trả lời" in editor.get(f"/admin/toa-soan/bai/{page.pk}/kiem/").text
    assert client_for(newsroom["culture"]).get(f"/admin/toa-soan/bai/{page.pk}/kiem/").status_code in {302, 403}
    editor.post(f"/admin/pages/{page.pk}/edit/preview/", form(has_minor=""))
    text = editor.get(f"/admin/pages/{page.pk}/edit/preview/").text
    assert 'data-gate="stop"' in text and "Chưa trả lời" in text
    assert "newsroom-stop" in editor.get(f"/admin/pages/{page.pk}/edit/").text  # Wagtail's checks know the rule
