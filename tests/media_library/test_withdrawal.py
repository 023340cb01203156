"""Withdrawal of a consent: the question before it, what stays, holders of older versions, undoing, posts of schools."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from media_library.models import AssetFile, HolderNotice, Recall, SubjectConsent
from media_library.recall import service, withdrawal
from media_library.review.release import release_version
from tests.factories import make_asset, make_image, make_organisation, make_stored_file, make_user
from tests.letters import delivered
from tests.media_library.small_library import make_library
from tests.worker import run_waiting_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets"), pytest.mark.clock("2026-11-18 09:00")]


@pytest.fixture
def officer():
    user = make_user()
    rights = ["access_admin", "change_asset", "view_asset", "release_asset", "view_downloadevent"]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


@pytest.fixture
def school(client_for):
    """A client of a school's account."""
    user = make_user(organisation=make_organisation())
    client = client_for(user)
    client.unit = user.organisation
    return client


@pytest.fixture
def poster():
    """A released asset: a picture that shows a child, and a print file that does not; its consent."""
    make_library()
    child, paper = make_stored_file(zone="quarantine", shows_minor=True), make_stored_file(zone="quarantine")
    asset = make_asset(
        "K-31", released=False, files=[{"stored": child, "role": "social"}, {"stored": paper, "role": "school-print"}]
    )
    consent = SubjectConsent.objects.create(
        subject="Em A", age_band="0-6", representative_agreed=True, purpose="x", scope="site", collected_by=make_user()
    )
    consent.files.add(child)
    release_version(asset, asset.versions.get())
    asset.refresh_from_db()
    return asset


def addresses(asset):
    """(of the file with the child, of the other one)"""
    files = AssetFile.objects.filter(version__asset=asset)
    return files.get(role="social").get_absolute_url(), files.get(role="school-print").get_absolute_url()


def post(client, asset, action, consent, file=None):
    file = file or consent.files.get().asset_file
    fields = {"action": action, "file": file.pk, "consent": consent.pk}
    return client.post(f"/admin/kho/{asset.pk}/", fields)


def test_it_asks_with_its_reach_closes_the_person_alone_and_is_undone(
    poster, officer, school, client, client_for, clock, django_capture_on_commit_callbacks
):
    consent = SubjectConsent.objects.get()
    image = make_image()
    consent.images.add(image)
    for address in addresses(poster):
        assert school.get(address).status_code == 302
    desk = client_for(officer)
    question = desk.get(f"/admin/kho/{poster.pk}/dong-y/{consent.pk}/")
    reach = question.context["reach"]
    assert [row.role for row in reach.closed] == ["social"] and [row.role for row in reach.staying] == ["school-print"]
    assert (reach.images, reach.holders, reach.copies) == (1, 1, 1)
    assert client_for(make_user()).get(f"/admin/kho/{poster.pk}/dong-y/{consent.pk}/").status_code != 200
    with django_capture_on_commit_callbacks(execute=True):
        assert post(desk, poster, "withdraw-consent", consent).status_code == 302
    run_waiting_tasks()
    shown, other = addresses(poster)
    assert [client.get(url).status_code for url in (shown, other, "/vi/kho-tai-lieu/k-31/")] == [410, 302, 200]
    image.refresh_from_db()
    assert image.is_withdrawn and HolderNotice.objects.get(kind="recall").organisation == school.unit
    assert not delivered(), "letters wait until it cannot be undone any more"
    assert desk.get(f"/admin/kho/{poster.pk}/dong-y/{consent.pk}/").status_code == 404
    other_desk = client_for(make_user(is_superuser=True))
    assert post(other_desk, poster, "undo-withdrawal", consent).status_code == 409
    with django_capture_on_commit_callbacks(execute=True):
        assert post(desk, poster, "undo-withdrawal", consent).status_code == 302
    run_waiting_tasks()
    assert [client.get(url).status_code for url in addresses(poster)] == [302, 302]
    assert poster.versions.count() == 1 and not HolderNotice.objects.filter(kind="recall").exists()
    stored = consent.files.get()
    assert not stored.key.startswith(service.PREFIX), "the object has its name back"
    image.refresh_from_db()
    assert not image.is_withdrawn and Recall.objects.get().undone_at
    clock.move_to("2026-11-18 09:30")
    run_waiting_tasks()
    stored.refresh_from_db()
    assert not delivered() and not stored.preview_error, "no letter leaves and no picture is deleted afterwards"


def test_after_ten_minutes_letters_leave_and_nothing_is_undone(
    poster, officer, school, client_for, clock, django_capture_on_commit_callbacks
):
    consent = SubjectConsent.objects.get()
    school.get(addresses(poster)[0])
    desk = client_for(officer)
    with django_capture_on_commit_callbacks(execute=True):
        post(desk, poster, "withdraw-consent", consent)
    run_waiting_tasks()
    assert not delivered()
    clock.move_to("2026-11-18 09:11")
    assert post(desk, poster, "undo-withdrawal", consent).status_code == 409
    run_waiting_tasks()
    assert [letter.to for letter in delivered()] == [[school.unit.members.get().email]]


def test_it_stays_closed_for_another_person_or_another_reason(poster, officer, client, client_for):
    """Somebody else in the picture took the consent back meanwhile, or the asset was recalled for another reason."""
    consent, stored = SubjectConsent.objects.get(), SubjectConsent.objects.get().files.get()
    adult = SubjectConsent.objects.create(
        subject="Cô B", age_band="18", person_agreed=True, purpose="x", scope="site", collected_by=officer
    )
    adult.files.add(stored)
    desk = client_for(officer)
    for row in (consent, adult):
        assert post(desk, poster, "withdraw-consent", row).status_code == 302
    for row in (consent, adult):
        assert post(desk, poster, "undo-withdrawal", row).status_code == 409
        row.refresh_from_db()
        assert row.withdrawn_at and client.get(addresses(poster)[0]).status_code == 410
    SubjectConsent.objects.filter(pk=adult.pk).delete()
    service.recall(poster, reason="Sai số điện thoại.")
    assert post(desk, poster, "undo-withdrawal", consent).status_code == 409
    poster.refresh_from_db()
    assert poster.status == "withdrawn" and client.get(addresses(poster)[0]).status_code == 410


def test_names_are_not_given_back_to_a_file_that_was_recalled_again(
    poster, officer, client_for, django_capture_on_commit_callbacks
):
    consent = SubjectConsent.objects.get()
    desk = client_for(officer)
    with django_capture_on_commit_callbacks(execute=True):
        post(desk, poster, "withdraw-consent", consent)
    run_waiting_tasks()
    post(desk, poster, "undo-withdrawal", consent)
    file = AssetFile.objects.select_related("stored").get(role="social")
    assert file.stored.key.startswith(service.PREFIX)
    service.recall(poster, reason="Sai số điện thoại.")
    withdrawal._show(file)
    file.stored.refresh_from_db()
    assert file.stored.key.startswith(service.PREFIX)


def test_a_print_file_with_the_person_closes_its_whole_version(poster, officer, client, client_for):
    """Paper and print orders carry the number of the version."""
    consent = SubjectConsent.objects.get()
    consent.files.add(AssetFile.objects.get(role="school-print").stored)
    reach = withdrawal.reach_of(consent)
    assert len(reach.closed) == 2 and not reach.staying
    file = AssetFile.objects.get(role="social")
    assert post(client_for(officer), poster, "withdraw-consent", consent, file).status_code == 302
    assert [client.get(url).status_code for url in addresses(poster)] == [410, 410]


def test_holders_of_a_version_that_was_recalled_before_hear_it_and_say_that_their_posts_are_gone(
    poster, officer, school, client_for, django_capture_on_commit_callbacks
):
    consent = SubjectConsent.objects.get()
    shown, _other = addresses(poster)
    school.get(shown)
    service.recall(poster, reason="Sai số điện thoại.")
    first = HolderNotice.objects.get()
    assert school.post(f"/tai/thong-bao/{first.uuid}/xac-nhan/").status_code == 302
    desk = client_for(officer)
    assert desk.get(f"/admin/kho/{poster.pk}/dong-y/{consent.pk}/").context["reach"].holders == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert post(desk, poster, "withdraw-consent", consent).status_code == 302
    notice = HolderNotice.objects.get(acknowledged_at=None)
    assert notice.organisation == school.unit and notice.recall.reason != first.recall.reason
    page = school.get(f"/tai/thong-bao/{notice.uuid}/").content.decode()
    assert "rút lại sự đồng ý" in page and 'name="posts"' in page and "Em A" not in page
    for wrong in ("", "x"):
        school.post(f"/tai/thong-bao/{notice.uuid}/xac-nhan/", {"posts": wrong})
        notice.refresh_from_db()
        assert notice.acknowledged_at is None
    school.post(f"/tai/thong-bao/{notice.uuid}/xac-nhan/", {"posts": "removed"})
    notice.refresh_from_db()
    assert notice.acknowledged_at and notice.posts == "removed"
    assert "đã gỡ bài đăng" in desk.get(f"/admin/thu-hoi/{notice.recall_id}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert post(desk, poster, "undo-withdrawal", consent).status_code == 302
    poster.refresh_from_db()
    assert poster.status == "withdrawn", "what was recalled for another reason stays recalled"
    assert timezone.now() - Recall.objects.latest("pk").undone_at < timedelta(minutes=1)
