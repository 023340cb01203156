"""Two people at one version, asset, consent or file at the same moment: one decision counts, the other gets 409."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from files.models import StoredFile
from media_library.admin.files import asset_views, file_actions
from media_library.models import Asset, AssetVersion, Recall, SubjectConsent
from media_library.recall.service import recall
from media_library.review import approval, release
from media_library.review.release import release_version
from notifications.models import Letter
from tests.factories import make_asset, make_stored_file, make_user
from tests.meanwhile import before_the_lock, meanwhile
from tests.media_library.small_library import make_library, new_version

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]
PUBLISHER = ("access_admin", "view_asset", "change_asset", "release_asset")


def staff(name):
    user = make_user(full_name=name)
    user.user_permissions.set(Permission.objects.filter(codename__in=PUBLISHER))
    return user


@pytest.fixture
def asset():
    make_library()
    return make_asset("G-01", released=False, files=[{"stored": make_stored_file(zone="quarantine")}])


@pytest.fixture
def people():
    """Who submits, who is faster, who is slower."""
    return [staff(name) for name in ("Người Gửi", "Người Nhanh", "Người Chậm")]


def version_of(asset):
    return AssetVersion.objects.get(pk=asset.versions.get().pk)


def post(client, asset, action, **fields):
    return client.post(f"/admin/kho/{asset.pk}/", {"action": action, "version": asset.versions.first().pk} | fields)


def logged(*actions):
    return ModelLogEntry.objects.filter(action__in=[f"media_library.{action}" for action in actions])


STEPS = {
    "approve": lambda version, by: approval.approve(version, by=by),
    "return": lambda version, by: approval.send_back(version, by=by, why="Của người nhanh."),
    "release": lambda version, by: release_version(Asset.objects.get(pk=version.asset_id), version, by=by),
}


@pytest.mark.parametrize("stale", [False, True], ids=["at once", "old page"])
@pytest.mark.parametrize(
    ("faster", "slower"),
    [("approve", "approve"), ("approve", "return"), ("return", "approve"), ("return", "return"), ("release", "return")],
)
def test_one_of_two_reviews_of_a_version_counts(asset, people, client_for, monkeypatch, faster, slower, stale):
    sender, first, second = people
    approval.submit(asset.versions.get(), by=sender)
    before, desk = Letter.objects.count(), client_for(second)
    assert 'name="was" value="in_review"' in desk.get(f"/admin/kho/{asset.pk}/").content.decode()
    data = {"reason": "Thiếu dòng nguồn ảnh ở góc dưới."}

    def step():
        STEPS[faster](version_of(asset), first)

    if stale:
        step()
        data["was"] = "in_review"
    else:
        before_the_lock(monkeypatch, asset_views, step)
    response = post(desk, asset, slower, **data)
    assert response.status_code == 409 and "vừa" in response.content.decode(), response.content.decode()
    assert faster == "return" or "Người Nhanh vừa" in response.content.decode(), "who was faster, where it is known"
    version = version_of(asset)
    assert version.stage == {"approve": "approved", "return": "draft", "release": "published"}[faster]
    assert Letter.objects.count() == before + 1 and not logged("approve", "return").filter(user=second)
    if faster == "approve":
        assert version.approved_by == first


def test_a_version_is_submitted_once(asset, people, client_for, monkeypatch):
    _sender, first, second = people
    before_the_lock(monkeypatch, asset_views, lambda: approval.submit(version_of(asset), by=first))
    response = post(client_for(second), asset, "submit")
    assert response.status_code == 409 and "Người Nhanh vừa gửi duyệt" in response.content.decode()
    assert version_of(asset).submitted_by == first and not logged("submit").exists()


@pytest.mark.parametrize("stale", [False, True], ids=["at once", "old page"])
def test_of_two_releases_one_is_made(asset, people, client_for, monkeypatch, stale):
    _sender, first, second = people
    releasers = []
    monkeypatch.setattr(release, "follow_up", lambda _asset, version: releasers.append(version.released_by))
    desk, data = client_for(second), {}
    assert 'name="was" value="draft"' in desk.get(f"/admin/kho/{asset.pk}/").content.decode()

    def step():
        release_version(Asset.objects.get(pk=asset.pk), version_of(asset), by=first)

    if stale:
        step()
        data["was"] = "draft"
    else:
        meanwhile(monkeypatch, asset_views, "request_release", step)
    response = post(desk, asset, "release", **data)
    assert response.status_code == 409 and "Người Nhanh vừa phát hành" in response.content.decode()
    version = version_of(asset)
    assert version.released_by == version.approved_by == first and not logged("release").exists()
    assert second not in releasers


def test_who_releases_an_older_version_knows_the_newest(asset, people, client_for, monkeypatch):
    """A newer version went out between the button of the older one and its lock."""
    _sender, first, second = people
    release_version(asset, asset.versions.get(), by=first)
    old = asset.versions.get()
    newer = new_version(asset, "1.1")
    release_version(Asset.objects.get(pk=asset.pk), newer, by=first)
    newest = new_version(asset, "1.2")

    def step():
        release_version(Asset.objects.get(pk=asset.pk), AssetVersion.objects.get(pk=newest.pk), by=first)

    meanwhile(monkeypatch, asset_views, "request_release", step)
    response = post(client_for(second), asset, "release", version=old.pk)
    assert response.status_code == 409 and "Người Nhanh vừa phát hành" in response.content.decode()
    asset.refresh_from_db()
    assert asset.current_version == newest


def test_an_asset_is_recalled_once(asset, people, client_for, monkeypatch):
    _sender, first, second = people
    release_version(asset, asset.versions.get(), by=first)
    reason = "Sai số điện thoại cứu trợ."
    before_the_lock(monkeypatch, asset_views, lambda: recall(Asset.objects.get(pk=asset.pk), reason=reason, by=first))
    for _how in ("at once", "from an old page"):
        response = post(
            client_for(second), asset, "withdraw", reason="Lý do của người chậm.", version="", so_don_vi="0"
        )
        assert response.status_code == 409 and "Người Nhanh vừa thu hồi" in response.content.decode()
    assert Recall.objects.get().created_by == first and not logged("withdraw").exists()


def test_a_consent_is_withdrawn_once(asset, people, client_for):
    _sender, first, second = people
    file = asset.versions.get().files.get()
    consent = SubjectConsent.objects.create(
        subject="Em A", age_band="18", person_agreed=True, purpose="x", scope="site", collected_by=first
    )
    consent.files.add(file.stored)
    assert post(client_for(first), asset, "withdraw-consent", file=file.pk, consent=consent.pk).status_code == 302
    late = post(client_for(second), asset, "withdraw-consent", file=file.pk, consent=consent.pk)
    assert late.status_code == 409 and "Người Nhanh vừa ghi" in late.content.decode()
    consent.refresh_from_db()
    assert consent.withdrawn_by == first and logged("withdraw_consent").get().user == first
    assert post(client_for(second), asset, "withdraw-consent", file=file.pk, consent=10**9).status_code == 400


def test_the_decision_on_a_file_that_was_not_scanned_is_taken_once(asset, people, client_for, monkeypatch):
    _sender, first, second = people
    file = asset.versions.get().files.get()
    StoredFile.objects.filter(pk=file.stored_id).update(state="not_scanned", decision="")
    decided = {"decision": "Đã mở xem.", "decided_by": first}
    before_the_lock(monkeypatch, file_actions, lambda: StoredFile.objects.filter(pk=file.stored_id).update(**decided))
    response = post(client_for(second), asset, "decide", file=file.pk, reason="Lý do của người chậm.")
    assert response.status_code == 409 and "Người Nhanh vừa ghi lý do" in response.content.decode()
    stored = StoredFile.objects.get(pk=file.stored_id)
    assert (stored.decision, stored.decided_by) == ("Đã mở xem.", first) and not logged("decide_scan").exists()


def test_a_refusal_that_is_no_race_stays_a_400(asset, people, client_for):
    sender = people[0]
    approval.submit(asset.versions.get(), by=sender)
    assert post(client_for(sender), asset, "approve").status_code == 400, "one's own"
    with pytest.raises(ValidationError):
        approval.approve(asset.versions.get(), by=sender)
