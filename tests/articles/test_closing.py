"""A story leaves the site: every picture address that it ever showed is closed, unless something else shows it."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page, get_page_models

from articles import closing
from articles.blocks import ArticleBody
from articles.blocks.pictures import FIELDS
from articles.models import ArticlePage, Correction, LongformPage, Person, PreviewLink, TakeDown, TipPage
from base.images.image_specs import MAKE_ALL
from files.storage.versions import versions
from media_library.derivatives import prewarm
from media_library.models import Kit, SiteImage, SiteRendition, SubjectConsent, WithdrawnKey
from media_library.models.image import key_of
from media_library.recall import pictures
from partners.models import Partner, SubmissionFile
from tests.articles.newsroom_forms import SAPO
from tests.e2e.readers_world import table_value
from tests.factories import asset_row, make_article, make_image, make_section, make_user, story_row

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db, pytest.mark.indexed]

ADDRESS = re.compile(r"/(?:media|anh-chia-se|meo|phu-de)/[\w./-]+\.\w+")
REASON = {"reason": "tre-em", "note": "Phụ huynh gọi lúc 9 giờ.", "answers_410": "on"}


def small(title, colour):
    """A picture of its own that costs little to draw; the colour makes its bytes differ."""
    return make_image(title, width=320, height=240, colour=colour, has_minor=False, credit="An")


def addresses(reader, *paths):
    """Every picture, drawing and caption that these pages name, after all renditions were made."""
    texts = [reader.get(path, **{MAKE_ALL: True}).content.decode() for path in paths]
    return {address for text in texts for address in ADDRESS.findall(text)}


def of(image, among):
    """Those of `among` that are addresses of `image`."""
    return {address for address in among if str(key_of(image.file.name)) in address}


def statuses(reader, among):
    return {reader.get(address).status_code for address in among}


def work():
    """What the worker does for pages that left."""
    own = [task.module_path for task in (closing.clear_page, closing.close_pictures, pictures.clear_withdrawn)]
    while rows := list(DBTaskResult.objects.filter(task_path__in=own)):
        for row in rows:
            row.delete()
            row.task.call(*row.args_kwargs["args"])


def every_block(own, shared, other):
    """One of each block of a body; `own` are pictures of this story alone."""
    body = [
        ("heading", "Dọa cho sợ"),
        ("paragraph", "<p>Khi bị dọa, bạn có quyền cúp máy.</p>"),
        ("figure", {"image": own["figure"], "caption": "Cắt sợi dây.", "credit": ""}),
        ("gallery", {"title": "Buổi sáng", "pictures": [
            {"image": own["gallery"], "caption": "Một", "credit": ""},
            {"image": shared, "caption": "Hai", "credit": ""}]}),
        ("quote", {"text": "Người tốt không cần bạn giấu cha mẹ.", "who": "Một cô giáo"}),
        ("question", {"question": "Làm gì trước?", "answer": "<p>Cúp máy.</p>", "who": "Cô An"}),
        ("facts", {"title": "Con số", "facts": [{"figure": "12–24", "meaning": "tuổi"}], "source": "KH 120"}),
        ("steps", {"title": "Làm ngay", "steps": [{"action": "Cúp máy", "detail": "Thở."}]}),
        ("warning", {"summary": "Có lời dọa.", "text": "<p>“Bị bắt ngay.”</p>"}),
        ("table", table_value()),
        ("embed", {"url": "https://youtu.be/abcdefghijk", "title": "Ba", "poster": own["poster"], "summary": "Tóm."}),
        ("asset", asset_row("P-A3-03", name="Poster của kho")),
        ("kit", Kit.objects.create(code="KIT-1", slug="kit-1")),
        ("link", {"story": other}),
        ("post_link", {"url": "https://www.tiktok.com/@demo", "text": "Xem clip"}),
        ("help", None),
    ]  # fmt: skip
    assert {name for name, _value in body} == set(ArticleBody().child_blocks), "a new block: does it show a picture?"
    return body


@pytest.fixture
def shared():
    return small("Ảnh dùng chung", (20, 90, 60))


@pytest.fixture
def other(newsroom, shared):
    return make_article("Bài khác", section=newsroom["section"], sapo=SAPO, lead_image=shared)


@pytest.fixture
def own():
    names = ("former", "lead", "figure", "gallery", "poster", "chapter")
    return {name: small(name, (7 * number, 60, 9 * number)) for number, name in enumerate(names, start=1)}


@pytest.fixture
def story(newsroom, own, shared, other):
    """An e-magazine with every block, published twice: a correction took the first lead picture out."""
    cache.clear()
    page = make_article("Chuyện em Sen", section=newsroom["section"], model=LongformPage, genre="emagazine",
                        sapo=SAPO, lead_image=own["former"])  # fmt: skip
    page.body = every_block(own, shared, other)
    chapter = {"title": "Một", "intro": "Dẫn", "image": own["chapter"], "caption": "Ảnh"}
    page.chapters = [("chapter", chapter | {"body": [("paragraph", "<p>Chữ.</p>")]})]
    page.save_revision().publish(skip_permission_checks=True)
    Correction.objects.create(
        page=page, kind="dinh-chinh", text="Ảnh đầu sai.", older_revision_id=page.live_revision_id
    )
    page.lead_image = own["lead"]
    page.save_revision().publish(skip_permission_checks=True)
    return LongformPage.objects.get(pk=page.pk)


@pytest.mark.slow
def test_every_address_of_a_story_with_every_block_is_gone(newsroom, client_for, s3, buckets, story, own, shared):
    reader, secretary = client_for(None), client_for(newsroom["secretary"])
    section = newsroom["section"].address
    urls = addresses(reader, story.address, f"{story.address}phien-ban/1/", section, "/vi/feed.json", "/vi/rss.xml")
    for image in (*own.values(), shared):
        assert of(image, urls), f"{image.title} is on the page"
    assert any(address.startswith("/anh-chia-se/") for address in urls)
    assert statuses(reader, urls) == {200, 302}, "the drawn picture of the first version leads to the present one"
    for address in urls:
        response = reader.get(address)
        ages = [int(age) for age in re.findall(r"(?:max-age|s-maxage)=(\d+)", response["Cache-Control"])]
        assert max(ages) + 10 <= 60, f"{address}: no copy at the edge or in a browser lives for more than a minute"
        if response.status_code == 200:
            assert reader.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304, address
    search = "/vi/tim-kiem/?q=Sen"
    lists = (section, "/vi/feed.json", "/vi/rss.xml", search)
    assert all(story.address in reader.get(path).text for path in lists)
    until, sender = timezone.now() + timedelta(days=9), make_user(is_superuser=True)
    link = PreviewLink.objects.create(page=story, reader="An", expires_at=until, created_by=sender)

    assert reader.get(f"/xem-truoc/{link.token}/").status_code == 200
    text = secretary.get(f"/admin/toa-soan/bai/{story.pk}/go/").text
    assert "Ảnh dùng chung" in text and "Bài khác" in text and "P-A3-03" in text, "named, and asked about"
    assert not any(f'value="{image.pk}"' in text for image in own.values())
    assert secretary.post(f"/admin/toa-soan/bai/{story.pk}/go/", REASON).status_code == 302

    stays = of(shared, urls) | {item for item in urls if f"-{story.pk}-" not in item and f"/{story.pk}-" not in item
                                 and not item.startswith("/media/")}  # fmt: skip
    assert statuses(reader, urls - stays) <= {404, 410} and urls - stays
    assert statuses(reader, stays) == {200}
    for path in lists:
        assert story.address not in reader.get(path).text and not addresses(reader, path) & (urls - stays), path
    assert reader.get(f"/xem-truoc/{link.token}/").status_code != 200, "nobody outside reads it any more"
    again = reader.get(next(iter(of(own["lead"], urls))), headers={"If-None-Match": '"anything"'})
    assert again.status_code == 404, "who has a copy and asks is told that it is gone"

    work()
    keys = {item.key for item in versions(s3, buckets[1])}
    for image in own.values():
        assert not [key for key in keys if str(key_of(image.file.name)) in key], "no version of original or rendition"
        assert SiteImage.objects.get(pk=image.pk).file.name in keys, "the newsroom has it still, under another name"
    assert not [key for key in keys if key.startswith(f"cards/{story.pk}-")]
    assert not WithdrawnKey.objects.filter(cleared_at=None).exists()

    TakeDown.objects.open().update(lifted_at=timezone.now())
    ArticlePage.objects.get(pk=story.pk).get_latest_revision().publish(skip_permission_checks=True)
    anew = addresses(reader, story.address)
    assert statuses(reader, anew) == {200} and not anew & of(own["lead"], urls)
    assert of(SiteImage.objects.get(pk=own["lead"].pk), anew), "published again it shows its pictures again"
    assert statuses(reader, of(own["lead"], urls)) == {404}, "and the old addresses stay closed"


@pytest.mark.slow
def test_a_shared_picture_leaves_every_page_where_the_newsroom_says_so(newsroom, client_for, story, other, shared):
    reader, secretary = client_for(None), client_for(newsroom["secretary"])
    urls = of(shared, addresses(reader, story.address, other.address))
    address = f"/admin/toa-soan/bai/{story.pk}/go/"
    assert secretary.post(address, REASON | {"close_too": "999999"}).status_code == 422, "only what was offered"
    assert secretary.post(address, REASON | {"close_too": str(shared.pk)}).status_code == 302
    assert statuses(reader, urls) == {404}
    work()
    cache.clear()
    assert reader.get(other.address).status_code == 200 and "/media/" not in reader.get(other.address).text
    card = next(url for url in addresses(reader, other.address) if url.startswith("/anh-chia-se/"))
    assert reader.get(card).status_code == 200
    panel = client_for(newsroom["editor"]).get(f"/admin/toa-soan/bai/{other.pk}/kiem/").text
    assert "Ảnh này đã rút khỏi mọi trang." in panel

    chief = client_for(make_user(is_superuser=True))
    fields = {"title": shared.title, "description": "Một em", "tags": "", "collection": shared.collection_id,
              "has_minor": "false", "credit": "An"}  # fmt: skip
    assert chief.post(f"/admin/images/{shared.pk}/", fields).status_code == 302
    shared.refresh_from_db()
    assert not shared.is_withdrawn
    back = of(shared, addresses(reader, other.address))
    assert back and not back & urls and statuses(reader, back) == {200}
    assert chief.post(f"/admin/images/{shared.pk}/", fields | {"is_withdrawn": "on"}).status_code == 302
    assert statuses(reader, back) == {404}, "the box in the picture's own form closes it as well"


@pytest.mark.parametrize(("note", "status"), [(None, 404), ({"hides_older": True}, 404), ({"hides_older": False}, 200)])
def test_a_picture_that_no_readable_version_shows_is_closed_by_the_publication(newsroom, client_for, note, status):
    reader, old, new = client_for(None), small("Ảnh lộ mặt", (90, 9, 9)), small("Ảnh thay", (9, 9, 90))
    page = make_article("Đổi ảnh", section=newsroom["section"], lead_image=old)
    urls = of(old, addresses(reader, page.address))
    if note is not None:
        Correction.objects.create(page=page, kind="dinh-chinh", text="Sai.", older_revision=page.live_revision, **note)
    page.lead_image = new
    page.save_revision().publish(skip_permission_checks=True)
    assert urls and statuses(reader, urls) == {status}
    assert statuses(reader, of(new, addresses(reader, page.address))) == {200}


def expire(page, chief):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    call_command("publish_scheduled")


WAYS = {
    "unpublish": lambda page, chief: chief.post(f"/admin/pages/{page.pk}/unpublish/"),
    "bulk": lambda page, chief: chief.post(f"/admin/bulk/wagtailcore/page/unpublish/?id={page.pk}&next=/admin/"),
    "delete": lambda page, chief: chief.post(f"/admin/pages/{page.pk}/delete/"),
    "expiry": expire,
    "tip": lambda page, chief: page.unpublish(),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_every_way_off_the_site_closes_the_pictures(newsroom, client_for, s3, buckets, shared, other, way):
    reader, chief = client_for(None), client_for(make_user(is_superuser=True))
    image = small("Một mình", (3, 3, len(way)))
    tip = {"model": TipPage, "genre": "meo", "number": 1, "do_this": "Cúp máy.", "not_this": "Nghe tiếp."}
    body = [("figure", {"image": shared, "caption": "Chung", "credit": ""})]
    page = make_article("Rời trang", section=newsroom["section"], lead_image=image, **(tip if way == "tip" else {}))
    page.body = body
    page.save_revision().publish(skip_permission_checks=True)
    urls = addresses(reader, page.address, newsroom["section"].address)
    assert statuses(reader, urls) == {200} and of(image, urls) and of(shared, urls)
    response = WAYS[way](ArticlePage.objects.get(pk=page.pk).specific, chief)
    assert not Page.objects.live().filter(pk=page.pk).exists()
    mine = of(image, urls) | {item for item in urls if re.search(rf"/(meo|anh-chia-se)/{page.pk}-", item)}
    assert statuses(reader, mine) == {404} and len([item for item in mine if "/media/" not in item]) > (way == "tip")
    assert statuses(reader, of(shared, urls)) == {200}
    if way in {"unpublish", "bulk", "delete"}:
        assert "Bài khác" in chief.get(response["Location"], follow=True).text, "who did it hears what stays"
    work()
    assert not [item for item in versions(s3, buckets[1], "cards/") if item.key.startswith((f"cards/{page.pk}-",
                f"cards/meo-{page.pk}-"))]  # fmt: skip


def test_pages_that_leave_together_do_not_keep_each_others_pictures(newsroom, client_for):
    """While they leave, each still sees the other: the task looks again."""
    reader, image = client_for(None), small("Của hai bài", (200, 10, 10))
    section = make_section("Sắp xóa", slug="sap-xoa")
    for number in (1, 2):
        make_article(f"Bài {number}", section=section, lead_image=image)
    urls = of(image, addresses(reader, section.address))
    assert urls and statuses(reader, urls) == {200}
    Page.objects.get(pk=section.pk).delete()
    work()
    assert statuses(reader, urls) == {404}


def test_the_scheduler_finishes_what_the_worker_could_not(client_for, s3, buckets, monkeypatch):
    image, reader = small("Chờ kho", (1, 2, 3)), client_for(None)
    address = image.get_rendition("width-50").url
    assert reader.get(address).status_code == 200
    assert pictures.withdraw_keys([image.pk]) == 1 and pictures.withdraw_keys([image.pk]) == 0
    assert reader.get(address).status_code == 404, "closed before any object was touched"

    def away(*_):
        raise OSError("storage is away")

    with monkeypatch.context() as patch:
        patch.setattr(pictures, "copy", away)
        assert pictures.finish() == 0
    assert WithdrawnKey.objects.get().cleared_at is None
    call_command("maintain_library")
    assert WithdrawnKey.objects.get().cleared_at and pictures.finish() == 0
    old = key_of(image.file.name)
    assert not [version for version in versions(s3, buckets[1]) if str(old) in version.key]
    image.refresh_from_db()
    assert reader.get(image.get_rendition("width-50").url).status_code == 200


def test_a_rendition_that_is_drawn_late_goes_with_the_next_run_for_a_quarter_of_an_hour(client_for, s3, buckets):
    """Whoever had read the picture's row before it was withdrawn writes a file with the old key afterwards."""
    image, reader = small("Vẽ muộn", (3, 2, 1)), client_for(None)
    name = image.get_rendition("width-50").file.name
    pictures.withdraw_keys([image.pk])
    pictures.finish()
    for minutes, is_gone in ((14, True), (16, False)):
        WithdrawnKey.objects.update(cleared_at=timezone.now() - timedelta(minutes=minutes))
        s3.put_object(Bucket=buckets[1], Key=name, Body=b"late")
        assert pictures.finish() == int(is_gone)
        assert (name in {version.key for version in versions(s3, buckets[1])}) is not is_gone, minutes
    assert reader.get(f"/media/{name}").status_code == 404, "closed either way"


def test_a_draft_shows_nothing_to_the_public_and_a_profile_does(newsroom, shared):
    story_row("Nháp", section=newsroom["section"], live=False, lead_image=shared)
    assert closing.shown_elsewhere([shared.pk]) == {}
    Person.objects.create(full_name="Trần Thị Hạnh", portrait=shared)
    assert [str(use) for use in closing.shown_elsewhere([shared.pk])[shared.pk]] == ["“Trần Thị Hạnh”"]


@pytest.mark.parametrize("kind", [Person, Partner])
def test_a_profile_closes_the_portrait_that_it_replaces_unless_something_else_shows_it(newsroom, client, kind):
    first, second = small("Chân dung", "#a33"), small("Chân dung mới", "#3a3")
    name = {"full_name": "Trần Thị Hạnh"} if kind is Person else {"display_name": "Hạnh", "slug": "hanh"}
    row = kind.objects.create(portrait=first, **name)
    story = make_article("Có ảnh ấy", section=newsroom["section"], sapo=SAPO, lead_image=first)
    old = first.get_rendition("width-50").url
    row.portrait = second
    row.save()
    work()
    assert client.get(old).status_code == 200, "a story shows it"
    row.portrait = first
    row.save()
    story.unpublish()
    work()
    assert client.get(old).status_code == 200, "the profile shows it"
    second.refresh_from_db()  # nothing showed it meanwhile: it has another name
    new = second.get_rendition("width-50").url
    row.portrait = second
    row.save()
    work()
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
    row.delete()
    work()
    assert client.get(new).status_code == 404


def choosers_in(block, name=""):
    """(name of the field) of each picture chooser in a block and below it."""
    if isinstance(block, ImageChooserBlock):
        yield name
    for child_name, child in getattr(block, "child_blocks", {}).items():
        yield from choosers_in(child, child_name)
    if hasattr(block, "child_block"):
        yield from choosers_in(block.child_block, name)


def test_no_way_to_show_a_picture_is_unknown_here():
    """A new field, block or model that shows pictures fails until closing.py finds its pictures."""
    streams = [field for model in get_page_models() for field in model._meta.concrete_fields
               if isinstance(field, StreamField)]  # fmt: skip
    names = {name for field in streams for name in choosers_in(field.stream_block)}
    assert names and names <= set(FIELDS)
    inline = {relation.related_model for model in get_page_models() for relation in get_all_child_relations(model)}
    relations = [rel for rel in SiteImage._meta.get_fields(include_hidden=True) if rel.one_to_many and rel.auto_created]
    showing = {rule.model for rule in prewarm._rules}
    consents = {SiteImage.consents.through, SubjectConsent.closed_images.through}
    private = {SubmissionFile, SiteRendition, WithdrawnKey, *consents}
    models = {relation.related_model for relation in relations}
    assert private < models and not models & inline
    for model in models - private:
        assert issubclass(model, Page) or model in showing, f"{model}: who sees its picture?"
