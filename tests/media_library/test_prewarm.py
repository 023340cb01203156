"""Pictures are made by the worker, ahead; a request of readers or editors makes few, and never all of a page."""

import pytest
from django.core.cache import cache
from django.test import Client
from django_tasks_db.models import DBTaskResult

from articles.models import ArticleByline, AuthorIndexPage, Person, SpecialPage
from base.templatetags.site import MOST_MADE
from media_library.derivatives import prewarm
from media_library.models import SiteImage, SiteRendition
from partners.models import KolIndexPage, Partner
from tests.factories import make_article, make_home, make_image, make_section, make_user

pytestmark = pytest.mark.django_db


def queued() -> list[tuple[str, list]]:
    return [(row.task_path.rsplit(".", 1)[-1], row.args_kwargs["args"]) for row in DBTaskResult.objects.all()]


def work() -> None:
    """What the worker would do with the queue."""
    for name, arguments in queued():
        if name in ("prepare", "prepare_listed"):
            getattr(prewarm, name).func(*arguments)


@pytest.mark.slow
def test_saving_what_shows_a_picture_hands_it_to_the_worker(client, django_capture_on_commit_callbacks):
    home, image, section = make_home(), make_image(), make_section()
    home.add_child(instance=KolIndexPage(title="KOL", slug="kol", locale=home.locale))
    home.add_child(instance=AuthorIndexPage(title="Tác giả", slug="tac-gia", locale=home.locale))
    with django_capture_on_commit_callbacks(execute=True):
        Partner.objects.create(display_name="Mây", slug="may", is_listed=True, portrait=image)
        person = Person.objects.create(full_name="Minh Thư", portrait=make_image())
        Person.objects.create(full_name="Không ảnh")
        page = SpecialPage(title="Chuyên trang", slug="ct", locale=home.locale, lead_image=make_image())
        section.add_child(instance=page)
        page.save_revision().publish(skip_permission_checks=True)
    expected = [("prepare", [image.pk, ["portrait", "face", "square"]]), ("prepare", [person.portrait_id, ["square"]])]
    expected.append(("prepare", [page.lead_image_id, ["lead"]]))
    assert [row for row in queued() if row[0] == "prepare"] == expected
    work()
    rendition_count = SiteRendition.objects.count()
    work()
    assert SiteRendition.objects.count() == rendition_count > 0  # twice is once
    ArticleByline.objects.create(page=make_article("Bài", section=section), person=person)
    for address in ("/vi/kol/", "/vi/kol/may/", page.address, person.address):
        assert client.get(address).status_code == 200
    assert SiteRendition.objects.count() == rendition_count


@pytest.mark.slow
def test_a_page_of_forgotten_pictures_makes_few_and_heals(django_capture_on_commit_callbacks):
    home = make_home()
    home.add_child(instance=KolIndexPage(title="KOL", slug="kol", locale=home.locale))
    for number in range(MOST_MADE + 2):
        Partner.objects.create(
            display_name=f"KOL {number}",
            slug=f"kol-{number}",
            is_listed=True,
            portrait=make_image(width=800, height=1000),
        )
    first = Client().get("/vi/kol/").text
    assert SiteRendition.objects.count() == MOST_MADE  # one small file each, the others wait
    assert first.count("<picture>") == MOST_MADE and first.count("KOL 5") >= 1
    Client().get("/vi/kol/")
    assert Client().get("/vi/kol/").text.count("<picture>") == MOST_MADE + 2
    assert prewarm.requeue_missing() == 2 * (MOST_MADE + 2)  # what readers see of each, and what lists show
    work()
    assert prewarm.requeue_missing() == 0
    whole = Client().get("/vi/kol/").text
    assert whole.count("600w") == MOST_MADE + 2


def test_live_stories_without_their_pictures_are_found_again():
    story = make_article("Có ảnh", lead_image=make_image())
    make_article("Nháp", section=story.get_parent().specific, lead_image=make_image(), live=False)
    prewarm.requeue_missing()
    assert [row for row in queued() if row[0] == "prepare_pictures"] == [("prepare_pictures", [story.pk])]


def test_pictures_made_by_an_older_rule_are_made_anew(monkeypatch):
    Partner.objects.create(display_name="Mây", slug="may", is_listed=True, portrait=make_image(width=800, height=1000))
    assert prewarm.requeue_missing() == 2
    work()
    assert prewarm.requeue_missing() == 0
    monkeypatch.setattr("base.images.image_specs.PHONE_KB", 30)
    assert prewarm.requeue_missing() == 1


def test_a_page_stands_while_storage_is_away(client, monkeypatch):
    story = make_article("Có ảnh", lead_image=make_image())

    def away(*args, **kwargs):
        raise OSError("kho tệp không trả lời")

    monkeypatch.setattr("media_library.models.SiteImage.get_rendition", away)
    page = client.get(story.address)
    assert page.status_code == 200 and "Có ảnh" in page.text


def test_lists_of_the_administration_make_no_picture_of_a_new_photo(client_for, django_capture_on_commit_callbacks):
    editor = client_for(make_user(is_superuser=True))
    with django_capture_on_commit_callbacks(execute=True):
        images = [make_image() for _number in range(3)]
        waiting = make_image()
    assert queued() == [("prepare_listed", [image.pk]) for image in (*images, waiting)]
    SiteImage.objects.filter(pk=waiting.pk).update(scan_state=SiteImage.CLOSED[0])
    work()
    assert SiteRendition.objects.count() == len(images), "of a file that nobody has scanned yet nothing is made"
    for address in ("/admin/images/", "/admin/images/chooser/results/"):
        assert editor.get(address).text.count(f"{images[0].title}") >= len(images), address
    assert SiteRendition.objects.filter(image__in=images).count() == len(images)
    SiteRendition.objects.all().delete()
    DBTaskResult.objects.all().delete()
    assert prewarm.requeue_missing() == len(images)
    work()
    assert prewarm.requeue_missing() == 0


@pytest.mark.parametrize("state", SiteImage.CLOSED)
def test_a_picture_that_waits_for_the_scanner_or_is_infected_is_on_no_page(client, state):
    image = make_image()
    story = make_article("Có ảnh chờ quét", lead_image=image)
    for now, is_shown in ((state, False), ("clean", True)):
        SiteImage.objects.filter(pk=image.pk).update(scan_state=now)
        SiteRendition.objects.all().delete()
        cache.clear()
        html = client.get(story.address).text
        assert story.title in html and ("/media/renditions/" in html) is is_shown, now
