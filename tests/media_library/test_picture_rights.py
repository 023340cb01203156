"""Pictures belong to an outlet: its editors change them, everybody of the newsrooms uses them, nobody else does."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Collection

from articles.editorial.permissions import open_newsroom, sync_newsrooms
from articles.models import ArticlePage
from campaign.models import Outlet
from media_library.models import PictureCollection, SiteImage
from media_library.rights.pictures import collection_of
from partners.models import Submission
from partners.publishing.story_factory import make_story
from tests.activities.test_event_changes import FORM
from tests.activities.test_event_registration import make_event
from tests.articles.newsroom_forms import form
from tests.factories import make_image, make_user, picture_bytes
from tests.users.accounts import ADMINISTRATOR, PEOPLE, account_of, client_of, said
from tests.users.permission_rows import city
from users.roles import Role, grant

pytestmark = [pytest.mark.world("permissions"), pytest.mark.django_db]
STAFF = [name for name in PEOPLE if name not in {"Trường, KOL", "Bạn đọc"}]
CHANGE = {"Biên tập viên", "Thư ký", "Tổng Biên tập"}
CHOOSE = CHANGE | {"Phóng viên", "Cơ quan khác", "Kho", "Dịch Khmer", "Dịch Anh"}
ADD = {"title": "Ảnh mới", "description": "Hai vòng tròn"}
BULK = "/admin/bulk/media_library/siteimage/"


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()


def upload(client, **data):
    """A picture sent by the form; the row, or None where it was refused."""
    file = SimpleUploadedFile("a.jpg", picture_bytes(320, 180).getvalue(), "image/jpeg")
    client.post("/admin/images/add/", ADD | {"file": file} | data)
    return SiteImage.objects.filter(title="Ảnh mới").first()


@pytest.mark.slow
@pytest.mark.parametrize("column", STAFF)
def test_who_changes_and_who_uses_a_picture_of_the_paper(column):
    client, image, theirs = client_of(column), city().image, collection_of(Outlet.objects.get(slug="khac"))
    changes, chooses = column in CHANGE, column in CHOOSE
    edit = f"/admin/images/{image.pk}/"
    for place in (edit, f"{edit}delete/", f"/admin/images/usage/{image.pk}/"):
        assert (client.get(place).status_code == 200) is changes, place
    assert ("Ảnh của báo" in client.get("/admin/images/").content.decode()) is changes
    assert (client.get(f"/admin/images/chooser/chosen/{image.pk}/").status_code == 200) is chooses
    assert ("Ảnh của báo" in said(client.get("/admin/images/chooser/"))) is chooses
    assert (client.get(f"/admin/api/main/images/{image.pk}/").status_code == 200) is chooses
    assert (client.get(f"{BULK}delete/?id={image.pk}&next=/admin/").status_code == 200) is chooses

    client.post(f"{BULK}add_to_collection/?id={image.pk}&next=/admin/", {"collection": theirs.pk})
    client.post(f"{BULK}add_tags/?id={image.pk}&next=/admin/", {"tags": "lách"})
    image.refresh_from_db()
    assert image.collection_id != theirs.pk, "moved into another outlet's collection"
    assert image.tags.filter(name="lách").exists() is changes
    client.post(
        f"/admin/images/multiple/{image.pk}/", {f"image-{image.pk}-title": "Nhiều", f"image-{image.pk}-tags": ""}
    )
    client.post(edit, {"title": "Tên khác", "description": "Mô tả khác", "tags": "", "collection": theirs.pk})
    image.refresh_from_db()
    assert image.title == ("Tên khác" if changes else "Ảnh của báo") and image.collection_id != theirs.pk
    for place in (
        f"{edit}delete/",
        f"{BULK}delete/?id={image.pk}&next=/admin/",
        f"/admin/images/multiple/{image.pk}/delete/",
    ):
        client.post(place, headers={"X-Requested-With": "XMLHttpRequest"})
    assert SiteImage.objects.filter(pk=image.pk).exists() is not changes


def test_another_outlet_uses_a_picture_of_the_paper_in_a_story_of_its_own():
    world, account = city(), make_user()
    grant(account, Role.EDITOR, "khac")
    client = client_of("Cơ quan khác", account)
    sent = form("Có ảnh của báo", lead_image=str(world.image.pk), lead_caption="Hai vòng tròn", lead_credit="Báo")
    assert client.post(f"/admin/pages/add/articles/articlepage/{world.theirs.pk}/", sent).status_code == 302
    assert ArticlePage.objects.get(title="Có ảnh của báo").lead_image == world.image


def test_a_new_picture_goes_to_the_outlet_of_who_adds_it():
    paper, other = (collection_of(Outlet.objects.get(slug=slug)) for slug in ("bao", "khac"))
    library = PictureCollection.objects.get(outlet=None).collection
    for column, place in (("Phóng viên", paper), ("Cơ quan khác", other), ("Kho", library), ("Thường trực", library)):
        for named in (paper, other, library, Collection.get_first_root_node()):
            image = upload(client_of(column), collection=named.pk)
            assert image.collection == place, (column, named)
            image.delete()
    for column in ("Bàn KOL", "Thành đoàn"):
        assert upload(client_of(column), collection=paper.pk) is None
    translator = client_of("Dịch Khmer")
    assert upload(translator, collection=library.pk) is None, "a translated picture belongs to an outlet"
    assert upload(translator, collection=other.pk).collection == other


def test_a_partners_picture_belongs_to_the_outlet_of_its_story():
    world, piece = city(), Submission.objects.get()
    Submission.objects.filter(pk=piece.pk).update(state=Submission.State.ACCEPTED)
    story = make_story(piece, world.section, by=make_user())
    assert story.lead_image.collection == collection_of(world.paper)


def test_a_reporter_changes_the_own_picture_and_no_colleagues():
    reporter, colleague = client_of("Phóng viên"), client_of("Phóng viên")
    image = upload(reporter)
    sent = {"title": "Tên khác", "description": "Mô tả", "tags": ""}
    assert colleague.post(f"/admin/images/{image.pk}/", sent).status_code == 302
    image.refresh_from_db()
    assert image.title == "Ảnh mới"
    reporter.post(f"/admin/images/{image.pk}/", sent)
    image.refresh_from_db()
    assert image.title == "Tên khác"


@pytest.mark.parametrize("column", ["Sở GD&ĐT", "Thường trực"])
def test_who_runs_events_adds_their_photos_and_changes_no_other_picture(column):
    """With the right to add, Wagtail gives the right to change what one has added."""
    event, desk, kept = make_event(), client_of(column), upload(client_of("Kho"))
    SiteImage.objects.update(title="Ảnh của kho")
    image = upload(desk, credit="Nhà trường", has_minor="false")
    photo = {"photos-TOTAL_FORMS": 1, "photos-0-image": image.pk, "photos-0-ORDER": 1, "photos-0-id": ""}
    sent = desk.post(f"/admin/su-kien/edit/{event.pk}/", FORM | photo)
    assert sent.status_code == 302 and event.photos.get().image == image
    assert desk.get(f"/admin/images/{image.pk}/").status_code == 200
    assert desk.get(f"/admin/images/{kept.pk}/").status_code == 302, "the library's own"


def test_a_picture_in_the_root_collection_is_changed_by_administrators_only():
    image = make_image("Ảnh chung", colour=(1, 2, 3))
    for column in ("Tổng Biên tập", "Cơ quan khác", "Kho"):
        assert client_of(column).get(f"/admin/images/{image.pk}/").status_code == 302, column
        assert client_of(column).get(f"/admin/images/chooser/chosen/{image.pk}/").status_code == 200, column
    assert client_of(ADMINISTRATOR).get(f"/admin/images/{image.pk}/").status_code == 200


def test_a_collection_follows_its_outlet_and_rights_are_set_once():
    outlet = Outlet.objects.create(slug="dai", name="Đài", short_name="Đài")
    open_newsroom(outlet)
    collection = collection_of(outlet)
    assert collection.name == "Đài" and collection.get_parent() == Collection.get_first_root_node()
    before = sorted(collection.group_permissions.values_list("group", "permission"))
    assert before
    outlet.short_name = "Đài Truyền hình"
    outlet.save()
    sync_newsrooms()
    assert (
        collection_of(outlet).name == "Đài Truyền hình" and PictureCollection.objects.filter(outlet=outlet).count() == 1
    )
    assert sorted(collection.group_permissions.values_list("group", "permission")) == before
    chief = account_of("Tổng Biên tập")
    grant(chief, Role.EDITOR, "dai")
    assert client_of("Tổng Biên tập", chief).get("/admin/images/add/").content.decode().count("Đài Truyền hình") == 1
