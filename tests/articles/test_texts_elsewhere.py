"""Who a child is, told outside the text of a story: pictures of the library, other pages, other languages."""

import pytest
from wagtail.images import get_image_model
from wagtail.models import Page

from articles.editorial.permissions import sync_newsrooms
from articles.models import ArticlePage, SpecialPage
from articles.rules import gates
from base.publishing import Way, check
from home.models import ContentPage
from tests.articles.newsroom_forms import SAPO
from tests.factories import make_article, make_home, make_image, make_section, make_user
from users.roles import grant

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db, pytest.mark.indexed]

NAMED = "Em Nguyễn Thị Bông, lớp 9A2, nhận quà."


def newest(page):
    return ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.fixture
def picture(newsroom):
    """A picture that a live story shows; its story never prints “Bé Bống”."""
    image = make_image("Hai bạn", description="Hai bạn ngồi cạnh nhau", credit="Hải Đăng", has_minor=False)
    page = make_article(section=newsroom["section"], sapo=SAPO, owner=None, lead_image=image)
    page.never_print = "Bé Bống"
    page.save_revision()
    page.save()
    return image


@pytest.mark.parametrize(
    ("field", "text", "is_refused"),
    [
        ("description", NAMED, True),
        ("description_km", "លេខទូរសព្ទរបស់នាង ០៩១២៣៤៥៦៧៨។", True),
        ("description_en", "be bong at home", True),
        ("credit", "Bé Bống chụp", True),
        ("description", "Hai bạn đọc sách", False),
        ("description", "Thầy Nguyễn Văn An đứng trước lớp", False),
    ],
)
def test_what_the_library_says_of_a_picture_is_asked_when_it_is_saved(client_for, picture, field, text, is_refused):
    before = getattr(picture, field)
    data = {"title": picture.title, "description": picture.description, "credit": picture.credit, "has_minor": "false"}
    data |= {"collection": picture.collection_id, "tags": "", field: text}
    admin = client_for(make_user("kho@thu.example", is_superuser=True, is_staff=True))
    admin.post(f"/admin/images/{picture.pk}/", data)
    picture.refresh_from_db()
    assert (getattr(picture, field) == before) is is_refused
    withdrawn = admin.post(f"/admin/images/{picture.pk}/", data | {"is_withdrawn": "on"})
    assert withdrawn.status_code == 302, "what tells who a child is can always be withdrawn"


def test_the_translator_describes_no_picture_with_a_childs_name(newsroom, client_for, picture):
    page = ArticlePage.objects.get(lead_image=picture)
    translator = make_user("dich-km@thu.example")
    make_home("en")
    sync_newsrooms()
    grant(translator, "translator_en")
    address = f"/admin/ngon-ngu/{page.pk}/en/anh/"
    for text, stored in (("The girl, Nguyen Thi Bong, class 9A2", ""), ("Two friends", "Two friends")):
        response = client_for(translator).post(address, {f"anh-{picture.pk}": text}, follow=True)
        assert response.status_code == 200
        assert get_image_model().objects.get(pk=picture.pk).description_en == stored


@pytest.mark.parametrize("model", [SpecialPage, ContentPage])
def test_a_page_that_is_no_story_names_no_child(newsroom, model):
    home = make_home()
    for number, (title, is_stopped) in enumerate([(NAMED, True), ("Lớp 9A2 gặp thầy Nguyễn Văn An", False)]):
        page = home.add_child(instance=model(title="Trang", slug=f"trang-{number}", live=False, locale=home.locale))
        page.title = title
        revision = page.save_revision(user=newsroom["reporter"], clean=False)
        reasons = check(Page.objects.get(pk=page.pk).specific, revision, newsroom["chief"], Way.MODEL)
        assert any("Bông" in reason for reason in reasons) is is_stopped, reasons


@pytest.mark.parametrize("question", ["has_minor", "has_victim"])
def test_a_translation_does_not_say_no_to_what_its_source_says_yes_to(newsroom, question):
    page = make_article(section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])
    draft = newest(page)
    setattr(draft, question, True)
    draft.save_revision(user=newsroom["reporter"])
    section = make_section("News", home=make_home("en"), slug="news", outlet=newsroom["section"].outlet)
    english = make_article("Safe", section=section, live=False, sapo=SAPO, owner=newsroom["reporter"])
    ArticlePage.objects.filter(pk=english.pk).update(translation_key=page.translation_key)
    ArticlePage.objects.get(pk=english.pk).save_revision(user=newsroom["reporter"], clean=False)
    translation = newest(english)
    assert translation.lowered_answers == [question] and translation.needs_safety_check
    assert "answers-lowered" in {finding.code for finding in gates.stops(translation)}
