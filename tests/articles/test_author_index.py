"""The list of authors stands as a Vietnamese reader looks a name up: by given name, Đ after D, Ơ after O."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from wagtail.models import PageViewRestriction

from articles.models import AuthorIndexPage, Person
from articles.models.bylines import ArticleByline
from base.text import vn_slugify
from tests.factories import make_article, make_home, make_section, make_user, story_row

pytestmark = pytest.mark.django_db


def test_authors_stand_by_given_name_in_the_vietnamese_alphabet(client):
    cache.clear()
    home, section = make_home(), make_section()
    home.add_child(instance=AuthorIndexPage(title="Tác giả", slug="tac-gia", locale=home.locale))
    for name in ("Lê Thị Yến", "Trần Đạt", "Phạm An", "Võ Dũng", "Hồ Ánh", "Lý Én", "Ngô Đạt"):
        story_row(f"Bài của {name}", section=section, author=name)
    names = [person.full_name for person in client.get("/vi/tac-gia/").context["page_obj"].object_list]
    assert names == ["Phạm An", "Hồ Ánh", "Võ Dũng", "Ngô Đạt", "Trần Đạt", "Lý Én", "Lê Thị Yến"]


@pytest.mark.slow
def test_who_wrote_only_behind_a_password_is_not_named(client):
    cache.clear()
    home, section, closed = make_home(), make_section(), make_section("Tập huấn", slug="tap-huan")
    home.add_child(instance=AuthorIndexPage(title="Tác giả", slug="tac-gia", locale=home.locale))
    for name, place in (("Phạm An", section), ("Trần Đạt", closed), ("Lê Thị Yến", closed)):
        story = make_article(f"Bài của {name}", section=place, author=name)
    story.create_alias(parent=section)
    make_article("Bài nháp", section=section, author="Võ Dũng", live=False)
    everybody = {"Phạm An", "Trần Đạt", "Lê Thị Yến", "Võ Dũng"}
    english = AuthorIndexPage(title="Authors", slug="tac-gia", locale=make_home("en").locale)
    make_home("en").add_child(instance=english)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    for names in ({"Phạm An"}, {"Phạm An", "Trần Đạt", "Lê Thị Yến"}):
        assert {person.full_name for person in client.get("/vi/tac-gia/").context["page_obj"].object_list} == names
        for place in ("/vi/tac-gia/{}/", "/en/tac-gia/{}/", "/vi/tac-gia/{}/rss.xml"):
            paths = {name: place.format(vn_slugify(name)) for name in everybody}
            assert {name for name, path in paths.items() if client.get(path).status_code == 200} == names, place
            assert {client.get(paths[name]).status_code for name in everybody - names} == {404}, place
        PageViewRestriction.objects.all().delete()


def test_a_story_signed_with_another_name_does_not_lead_to_who_wrote_it(client):
    cache.clear()
    home = make_home()
    home.add_child(instance=AuthorIndexPage(title="Tác giả", slug="tac-gia", locale=home.locale))
    own = make_article("Bài thường", author="Hải Đăng")
    other = make_article("Bài điều tra", section=own.get_parent().specific)
    person = Person.objects.get(full_name="Hải Đăng")
    for name, lists in (("", {own.title, other.title}), ("Mộc Miên", {own.title})):
        other.bylines = [ArticleByline(person=person, signed_as=name)]
        other.save_revision().publish(skip_permission_checks=True)
        cache.clear()
        assert ("/tac-gia/hai-dang/" in client.get(other.url).text) is not bool(name)
        assert "/tac-gia/hai-dang/" in client.get(own.url).text
        for path in ("/vi/tac-gia/hai-dang/", "/vi/tac-gia/hai-dang/rss.xml"):
            assert {title for title in (own.title, other.title) if title in client.get(path).text} == lists, path
    own.unpublish()
    cache.clear()
    assert client.get("/vi/tac-gia/hai-dang/").status_code == 404
    assert not client.get("/vi/tac-gia/").context["page_obj"].object_list


def test_a_pen_name_has_the_place_and_the_address_of_itself(client, client_for):
    cache.clear()
    home = make_home()
    home.add_child(instance=AuthorIndexPage(title="Tác giả", slug="tac-gia", locale=home.locale))
    for name in ("Phạm An", "Võ Dũng", "Lê Thị Yến"):
        make_article(f"Bài của {name}", author=name)
    yen = Person.objects.get(full_name="Lê Thị Yến")
    editor = client_for(make_user("quan-tri@demo.example", is_superuser=True))
    edit = reverse("wagtailsnippets_articles_person:edit", args=[yen.pk])
    typed = {"full_name": yen.full_name, "slug": "le-thi-yen", "has_page": "on"}
    for change, slug in (
        ({"bio": "Viết về trẻ em."}, "le-thi-yen"),
        ({"pen_name": "Mộc Bình"}, "moc-binh"),
        ({"pen_name": "Mộc Miên", "slug": "moc-binh"}, "moc-binh"),  # which the newsroom may have printed
    ):
        typed |= change
        assert editor.post(edit, typed).status_code == 302
        yen.refresh_from_db()
        assert yen.slug == slug
    Person.objects.filter(pk=yen.pk).update(pen_name="Mộc Bình")
    cache.clear()
    names = [person.display_name for person in client.get("/vi/tac-gia/").context["page_obj"].object_list]
    assert names == ["Phạm An", "Mộc Bình", "Võ Dũng"]
    assert client.get("/vi/tac-gia/le-thi-yen/").status_code == 404
