"""A partner's story at the last step: whatever keeps it off the site is said at the editor, and nothing is lost."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from articles.editorial.permissions import sync_newsrooms
from campaign.models import Outlet
from partners.models import KolStoryPage, Submission
from tests.articles.newsroom_forms import SAPO, step_of
from tests.factories import make_section, make_user
from users.roles import grant

pytestmark = pytest.mark.django_db
SHORT = "Tám tiếng này chưa đủ làm một sapo."


@pytest.fixture
def people(client_for, sent):
    """{"story": a KOL story that waits for the chief, clients by name}."""
    outlet = Outlet.objects.create(slug="bao-thu", name="Báo Thử", short_name="Báo Thử")
    section = make_section("KOL", outlet=outlet)
    sync_newsrooms()
    actors = {}
    for name, role in (("desk", "editor"), ("second", "editor"), ("chief", "chief"), ("chief2", "chief")):
        account = make_user(f"{name}@test.example", full_name=name)
        grant(account, role, "bao-thu")
        if name == "desk":
            grant(account, "kol_desk")
        actors[name] = client_for(account)
    sent.people.create(name="Lan", age_band="18", person_agreed=True)
    actors["desk"].post(reverse("kol_submissions:decide", args=[sent.pk]), {"to": "accepted", "took_unscanned": "1"})
    actors["desk"].post(reverse("kol_submissions:make_story", args=[sent.pk]), {"section": section.pk})
    actors["story"] = KolStoryPage.objects.get()
    return actors


def send(client, story, **changes):
    """The editor's form as it stands in the browser, with `changes`; returns the answer after its redirects."""
    address = f"/admin/pages/{story.pk}/edit/"
    data = querydict_from_html(client.get(address).text, form_id="page-edit-form")
    data.update(nested_form_data({"body": streamfield([])}) | changes)  # the body's fields come from a script
    return client.post(address, data, follow=True)


def approve(client, story, **changes):
    return send(client, story, **{"action-workflow-action": "1", "workflow-action-name": "approve"} | changes)


def until_chief(people, **changes):
    send(people["desk"], people["story"], **{"action-submit": "1", "has_victim": "false"} | changes)
    approve(people["second"], people["story"])
    assert step_of(people["story"]) == "chief"


def is_live(people):
    return KolStoryPage.objects.get(pk=people["story"].pk).live


@pytest.mark.slow
def test_a_shut_gate_brings_the_chief_back_with_its_reasons(people):
    send(people["desk"], people["story"], **{"action-submit": "1", "has_victim": "false", "sapo": SHORT})
    response = approve(people["second"], people["story"])
    assert "Sapo có 8 tiếng" in response.text and step_of(people["story"]) == "editing", "at the first step already"
    send(people["second"], people["story"], sapo=SAPO)
    approve(people["second"], people["story"])
    assert step_of(people["story"]) == "chief"
    send(people["chief"], people["story"], sapo=SHORT)
    response = approve(people["chief2"], people["story"])
    assert response.request["PATH_INFO"].endswith(f"/pages/{people['story'].pk}/edit/")
    assert "Sapo có 8 tiếng" in response.text and not is_live(people)


@pytest.mark.slow
def test_who_mends_and_approves_in_one_press_keeps_the_text_and_hears_why(people):
    until_chief(people, sapo=SAPO)
    mended = f"{SAPO} Kể ngay."
    response = approve(people["chief"], people["story"], sapo=mended)
    assert response.request["PATH_INFO"].endswith(f"/pages/{people['story'].pk}/edit/")
    assert list(response.context["messages"]) and not is_live(people)
    assert KolStoryPage.objects.get(pk=people["story"].pk).get_latest_revision_as_object().sapo == mended
    approve(people["chief2"], people["story"])
    assert is_live(people)


@pytest.mark.slow
def test_a_withdrawn_piece_is_refused_in_words(people):
    until_chief(people, sapo=SAPO)
    Submission.objects.update(state="withdrawn")
    response = approve(people["chief"], people["story"])
    assert response.request["PATH_INFO"].endswith(f"/pages/{people['story'].pk}/edit/")
    assert "Đối tác đã rút bài" in response.text and not is_live(people)
