"""Following: a school hears of a new version, or of anything about a topic, by notice and letter; visitors have RSS."""

import pytest

from campaign.models import Topic
from media_library.models import Follow, HolderNotice
from media_library.notices import open_notices
from media_library.public.sharing import follow
from media_library.recall.service import recall
from media_library.review.release import release_version
from tests.factories import asset_row, make_asset, make_organisation, make_user, yesterday
from tests.letters import delivered, write_letters
from tests.media_library.small_library import make_library, new_version
from tests.schools.register import make_member, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]


@pytest.fixture
def topic(db):
    make_library()
    return Topic.objects.create(name="Tống tiền", slug="tong-tien")


def test_a_school_follows_and_hears_by_notice_and_letter(client_for, topic, django_capture_on_commit_callbacks):
    asset, other = make_asset("P-01"), make_asset("P-02")
    asset.topics.add(topic)
    school, stranger = make_organisation(), make_organisation("Trường khác")
    member = client_for(make_user(organisation=school, email="co@truong.example"))
    make_user(organisation=stranger, email="khac@truong.example")
    make_user(organisation=school, email="da-nghi@truong.example", is_active=False)
    closed = make_organisation("Trường đã giải thể", active_until=yesterday())
    make_user(organisation=closed, email="giai-the@truong.example")
    Follow.objects.create(organisation=closed, asset=asset)
    address = "/tai/theo-doi/p-01/"
    page = member.get(address).content.decode()
    assert "Theo dõi" in page and str(topic.label) in page
    assert "Đang theo dõi" in member.post(address, {"theo": "tai-lieu"}, follow=True).content.decode()
    member.post(address, {"theo": str(topic.pk)})
    assert Follow.objects.filter(organisation=school).count() == 2
    lies = Topic.objects.create(name="Xúi giục", slug="xui-giuc")
    asset.topics.add(lies)
    assert member.get(address).text.count("Thôi theo dõi") == 2, "the asset and one of its topics"
    member.post(address, {"theo": str(lies.pk)})
    assert Follow.objects.filter(organisation=school, topic=lies).count() == 1
    member.post(address, {"theo": str(lies.pk)})
    assert member.get("/tai/theo-doi/p-02/").text.count("Thôi theo dõi") == 0
    with django_capture_on_commit_callbacks(execute=True):
        release_version(asset, new_version(asset))
        fresh = make_asset("P-03", name="Tờ dán mới")
        release_version(other, new_version(other))
    assert {(notice.organisation, notice.kind) for notice in HolderNotice.objects.all()} == {(school, "follow")}
    write_letters()
    letters = delivered()
    assert [letter.to for letter in letters] == [["co@truong.example"]], "followed twice, told once"
    assert "P-01 có bản v1.1" in letters[0].subject and "/tai/theo-doi/p-01/" in letters[0].body
    fresh.topics.add(topic)
    with django_capture_on_commit_callbacks(execute=True):
        release_version(fresh, new_version(fresh))
    write_letters()
    assert len(delivered()) == 2
    assert "thôi theo dõi" in member.post(address, {"theo": "tai-lieu"}, follow=True).content.decode()
    assert Follow.objects.filter(organisation=school).count() == 1


def test_a_school_ends_its_own_following_and_no_other_schools(client_for):
    asset_row("P-01")
    schools = [make_organisation(), make_organisation("Trường khác")]
    clients = [client_for(make_user(organisation=school)) for school in schools]
    for client in clients:
        client.post("/tai/theo-doi/p-01/", {"theo": "tai-lieu"})
    assert {row.organisation for row in Follow.objects.all()} == set(schools)
    clients[0].post("/tai/theo-doi/p-01/", {"theo": "tai-lieu"})
    assert Follow.objects.get().organisation == schools[1]


def test_the_oldest_that_a_school_follows_is_forgotten_and_nothing_of_others(client_for, monkeypatch):
    monkeypatch.setattr(follow, "MAX_FOLLOWED", 1)
    assets = [asset_row("P-01"), asset_row("P-02")]
    other, school = make_organisation("Trường khác"), make_organisation()
    Follow.objects.create(organisation=other, asset=assets[0])
    client = client_for(make_user(organisation=school))
    for asset in assets:
        client.post(f"/tai/theo-doi/{asset.slug}/", {"theo": "tai-lieu"})
    assert {(row.organisation, row.asset) for row in Follow.objects.all()} == {(other, assets[0]), (school, assets[1])}


def test_who_may_not_follow_is_told_why(client, client_for, topic):
    make_asset("P-01")
    make_asset("P-09", access="staff")
    assert "/dang-nhap" in client.get("/tai/theo-doi/p-01/")["Location"]
    nobody = client_for(make_user())
    refused = nobody.get("/tai/theo-doi/p-01/")
    assert refused.status_code == 403 and "RSS" in refused.content.decode()
    member = client_for(make_user(organisation=make_organisation()))
    assert member.get("/tai/theo-doi/p-09/").status_code == 404
    for wrong in (str(topic.pk), "9" * 30, "<script>", ""):
        assert member.post("/tai/theo-doi/p-01/", {"theo": wrong}).status_code == 404, wrong
    assert not Follow.objects.exists()


def test_rss_of_one_asset(client, topic):
    make_asset("P-01")
    make_asset("P-02")
    response = client.get("/vi/kho-tai-lieu/rss/?ma=p-01")
    assert response.status_code == 200 and response.content.decode().count("<item>") == 1
    assert client.get("/vi/kho-tai-lieu/rss/?ma=khong-co").status_code == 404
    assert "rss/?ma=P-01" in client.get("/vi/kho-tai-lieu/p-01/").content.decode()


def test_a_holder_that_follows_is_told_once(client_for, topic, django_capture_on_commit_callbacks):
    asset = make_asset("P-01")
    member = client_for(make_user(organisation=make_organisation()))
    member.get(asset.current_version.files.get().get_absolute_url())
    member.post("/tai/theo-doi/p-01/", {"theo": "tai-lieu"})
    with django_capture_on_commit_callbacks(execute=True):
        release_version(asset, new_version(asset))
    assert [notice.kind for notice in HolderNotice.objects.all()] == ["follow"]


@pytest.mark.slow
def test_nobody_is_told_of_what_the_staff_keeps_to_itself(client_for, topic, django_capture_on_commit_callbacks):
    """Who had it while it was open was told of each new version, with a link that answers 404."""
    asset = make_asset("P-01", name="Kịch bản quạt mo")
    asset.topics.add(topic)
    holder, follower = make_unit(), make_unit("Trường khác")
    clients = [client_for(make_member(unit)) for unit in (holder, follower)]
    clients[0].get(asset.current_version.files.get().get_absolute_url())
    Follow.objects.create(organisation=follower.organisation, topic=topic)

    def release(number, access):
        asset.access = access
        asset.save()
        with django_capture_on_commit_callbacks(execute=True):
            release_version(asset, new_version(asset, number))
        write_letters()
        mentions = ["P-01 có bản" in client.get("/truong/").text for client in clients]
        return mentions, len(delivered())

    assert release("1.1", "staff") == ([False, False], 0)
    assert release("1.2", "open") == ([True, True], 1)
    asset.access = "staff"
    asset.save()
    assert release("1.3", "staff") == ([False, False], 1), "nor of the version before"
    with django_capture_on_commit_callbacks(execute=True):
        recall(asset, reason="Số 111 in thành 112.")
    assert [notice.is_recall for notice in open_notices(holder.organisation)] == [True], "it still hangs on their wall"
