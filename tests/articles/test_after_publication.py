"""Corrections, older versions, take-downs, and the other outlet's copy that follows by itself."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageViewRestriction

from articles.admin.takedowns import returns
from articles.models import ArticlePage, Correction, CorrectionIndexPage, TakeDown
from base.templatetags.vi import headline
from tests.articles.newsroom_forms import SAPO, form
from tests.factories import make_article, make_home, make_locale, make_section, make_user

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]


@pytest.fixture
def story(newsroom):
    cache.clear()
    page = make_article(section=newsroom["section"], sapo=SAPO, paragraphs=["Cuộc thi có 40 trường."], owner=None)
    return ArticlePage.objects.get(pk=page.pk)


def correct(newsroom, client_for, page, **extra):
    """An editor writes the note and mends the text; the chief lets it out."""
    editor = client_for(newsroom["editor"])
    data = {"kind": "dinh-chinh", "text": "Cuộc thi có 14 trường, không phải 40."} | extra
    assert editor.post(f"/admin/toa-soan/bai/{page.pk}/dinh-chinh/", data).status_code == 302
    body = [("paragraph", '{"blocks":[{"key":"a","text":"Cuộc thi có 14 trường.","type":"unstyled"}],"entityMap":{}}')]
    editor.post(f"/admin/pages/{page.pk}/edit/", form(body=body))
    response = client_for(newsroom["chief"]).post(
        f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", {}
    )
    assert response.status_code == 302
    page.refresh_from_db()


def test_a_correction_appears_with_the_mended_text_and_freezes(newsroom, client_for, story):
    home = make_home()
    home.add_child(instance=CorrectionIndexPage(title="Đính chính", slug="dinh-chinh", locale=home.locale))
    reader = client_for(None)
    before = story.last_published_at
    correct(newsroom, client_for, story)
    html = reader.get(story.address).text
    assert "Cuộc thi có 14 trường, không phải 40." in html and "phien-ban/1/" in html
    note = Correction.objects.get()
    assert note.number == 1 and note.frozen_at >= before
    date_modified = re.search(r'"dateModified": ?"([^"]+)"', html)[1]
    assert datetime.fromisoformat(date_modified) == note.frozen_at >= story.last_published_at > before
    older = reader.get(f"{story.address}phien-ban/1/")
    assert older.status_code == 200 and "Cuộc thi có 40 trường." in older.text
    assert older.headers["X-Robots-Tag"] == "noindex"
    assert reader.get(f"{story.address}phien-ban/2/").status_code == 404
    assert "14 trường, không phải 40" in reader.get("/vi/dinh-chinh/").text
    feed = reader.get("/vi/dinh-chinh/atom/")
    assert feed.headers["Content-Type"].startswith("application/atom+xml") and "14 trường" in feed.text
    note.text = "Khác"
    with pytest.raises(ValidationError):
        note.save()
    with pytest.raises(ValidationError):
        note.delete()


def test_a_correction_is_withdrawn_before_it_is_published_and_never_afterwards(newsroom, client_for, story):
    editor, address = client_for(newsroom["editor"]), f"/admin/toa-soan/bai/{story.pk}/dinh-chinh/"
    data = {"kind": "dinh-chinh", "text": "Cuộc thi có 14 trường."}
    assert editor.post(address, data).status_code == 302
    editor.post(address, {"withdraw": Correction.objects.get().pk})
    assert not Correction.objects.exists()
    correct(newsroom, client_for, story)
    editor.post(address, {"withdraw": Correction.objects.get().pk})
    assert Correction.objects.get().number == 1 and "phien-ban/1/" in client_for(None).get(story.address).text
    draft = make_article("Chưa đăng", section=newsroom["section"], live=False, owner=newsroom["reporter"])
    refused = editor.post(f"/admin/toa-soan/bai/{draft.pk}/dinh-chinh/", data)
    assert refused.status_code == 422 and "không cần đính chính" in refused.text
    assert Correction.objects.count() == 1


def test_a_copy_is_neither_corrected_nor_taken_down_by_itself(newsroom, client_for, story):
    copy = story.create_alias(parent=newsroom["other"])
    for name, path in (("culture", "dinh-chinh"), ("culture_secretary", "dinh-chinh"), ("culture_secretary", "go")):
        client, at = client_for(newsroom[name]), f"/admin/toa-soan/bai/{copy.pk}/{path}/"
        for response in (client.get(at), client.post(at, {"kind": "dinh-chinh", "text": "Khác.", "reason": "sai"})):
            assert response.status_code in {302, 403}, (name, path)
    boss = client_for(make_user(is_superuser=True, is_staff=True))
    for path in ("dinh-chinh", "go"):
        assert boss.get(f"/admin/toa-soan/bai/{copy.pk}/{path}/").status_code in {302, 403}, path
    assert not Correction.objects.exists() and not TakeDown.objects.exists()


def test_an_older_version_that_harms_is_not_readable(newsroom, client_for, story):
    correct(newsroom, client_for, story, hides_older="on")
    reader = client_for(None)
    assert "phien-ban/" not in reader.get(story.address).text
    assert reader.get(f"{story.address}phien-ban/1/").status_code == 404


def test_the_other_outlet_takes_a_story_and_corrections_reach_it(newsroom, client_for, story):
    data = {"story": story.pk, "section": newsroom["other"].pk}
    for name in ("culture", "secretary", "reporter"):
        client_for(newsroom[name]).post("/admin/toa-soan/lay-bai/", data)
        assert not ArticlePage.objects.filter(alias_of=story.pk).exists(), name
    taker = client_for(newsroom["culture_secretary"])
    khmer = make_section("ព័ត៌មាន", home=make_home("km"), slug="tin-km", outlet=newsroom["other"].outlet)
    taker.post("/admin/toa-soan/lay-bai/", {"story": story.pk, "section": khmer.pk})
    assert not ArticlePage.objects.filter(alias_of=story.pk).exists(), "a copy speaks the language of its section"
    khmer.delete()
    assert story.title in taker.get("/admin/toa-soan/lay-bai/").text
    assert taker.post("/admin/toa-soan/lay-bai/", data).status_code == 302
    copy = ArticlePage.objects.get(alias_of=story.pk)
    client_for(newsroom["chief"]).post("/admin/toa-soan/lay-bai/", {"copy": story.pk})
    assert ArticlePage.objects.get(pk=story.pk).live, "an original of one's own is no copy to give back"
    assert 'name="section"' not in taker.get("/admin/toa-soan/lay-bai/").text, "its only section has it already"
    reader = client_for(None)
    html = reader.get(copy.address).text
    assert "Báo Thử" in html and f'rel="canonical" href="http://testserver{story.address}"' in html.replace(
        "http://127.0.0.1:8000", "http://testserver"
    )
    assert headline(story.title) in reader.get(newsroom["other"].address).text
    correct(newsroom, client_for, story)
    html = reader.get(copy.address).text
    assert "Cuộc thi có 14 trường." in html and "không phải 40" in html
    assert client_for(newsroom["culture"]).post(f"/admin/pages/{copy.pk}/edit/", form()).status_code in {302, 403, 405}
    taker.post("/admin/toa-soan/lay-bai/", {"copy": copy.pk})
    assert not ArticlePage.objects.filter(alias_of=story.pk).exists()


def test_what_is_behind_a_password_is_offered_to_no_other_outlet(newsroom, client_for, story):
    lock = PageViewRestriction.objects.create(page=newsroom["section"], restriction_type="password", password="x")
    taker, address = client_for(newsroom["culture_secretary"]), "/admin/toa-soan/lay-bai/"
    copies = ArticlePage.objects.filter(alias_of=story.pk)
    for offered in (False, True):
        assert (story.title in taker.get(address).text) is offered
        taker.post(address, {"story": story.pk, "section": newsroom["other"].pk})
        assert copies.exists() is offered
        if not offered:
            lock.delete()


def test_urgent_take_down_leaves_a_stone_everywhere_until_somebody_publishes_again(newsroom, client_for, story):
    client_for(newsroom["culture_secretary"]).post(
        "/admin/toa-soan/lay-bai/", {"story": story.pk, "section": newsroom["other"].pk}
    )
    copy = ArticlePage.objects.get(alias_of=story.pk)
    address = f"/admin/toa-soan/bai/{story.pk}/go/"
    data = {"reason": "tre-em", "note": "Phụ huynh gọi lúc 9 giờ.", "answers_410": "on"}
    for name in ("reporter", "editor", "culture_secretary"):
        assert client_for(newsroom[name]).post(address, data).status_code in {302, 403}, name
        assert ArticlePage.objects.get(pk=story.pk).live, name
    assert client_for(newsroom["secretary"]).post(address, {"reason": "tre-em"}).status_code == 422  # no note, no deed
    reader = client_for(None)
    assert reader.get(story.address).status_code == 200
    assert client_for(newsroom["secretary"]).post(address, data).status_code == 302
    for page in (story, copy):
        reply = reader.get(page.address)
        assert reply.status_code == 410 and headline(story.title) not in reply.text and "Phụ huynh" not in reply.text
        assert "max-age=0" in reply["Cache-Control"], "who has met the stone reads the story once it is back"
    assert headline(story.title) not in reader.get(newsroom["section"].address).text
    edit_form = f"/admin/pages/{story.pk}/edit/"
    for response in (client_for(newsroom["chief"]).get(address), client_for(newsroom["chief"]).post(address, data)):
        assert response.status_code == 302 and response.url == edit_form
    text = client_for(newsroom["chief"]).get(address, follow=True).text
    assert f"{newsroom['secretary']} đã gỡ bài này" in text and "Bạn không có quyền" not in text
    for name in ("reporter", "culture_secretary"):
        assert "đã gỡ bài này" not in client_for(newsroom[name]).get(address, follow=True).text, name
    assert TakeDown.objects.filter(page=story.pk).count() == 1
    returns.ask(story, "Gia đình đọc lại và đồng ý đăng tiếp.", newsroom["secretary"])
    returns.approve(ArticlePage.objects.get(pk=story.pk), newsroom["chief2"])
    assert reader.get(story.address).status_code == 200
    assert client_for(newsroom["chief"]).get(address).status_code == 200


def test_a_take_down_takes_the_translations_along(newsroom, client_for, story):
    home = make_home("km")
    section = make_section("ព័ត៌មាន", home=home, slug="tin-km", outlet=newsroom["section"].outlet)
    khmer, draft = make_article("រឿង", section=section), make_article("A draft", section=section, live=False)
    for page, locale in ((khmer, khmer.locale), (draft, make_locale("en"))):
        ArticlePage.objects.filter(pk=page.pk).update(translation_key=story.translation_key, locale=locale)
    draft.revisions.update(approved_go_live_at=timezone.now() + timedelta(hours=1))
    reader, address = client_for(None), f"/admin/toa-soan/bai/{story.pk}/go/"
    assert reader.get(khmer.url).status_code == 200
    secretary = client_for(newsroom["secretary"])
    assert khmer.title in secretary.get(address).text, "the form names what leaves with it"
    data = {"reason": "tre-em", "note": "Phụ huynh gọi lúc 9 giờ.", "answers_410": "on"}
    assert secretary.post(address, data).status_code == 302
    assert [reader.get(page.url).status_code for page in (story, khmer)] == [410, 410]
    assert not draft.revisions.exclude(approved_go_live_at=None).exists(), "nor does one come out by the clock"
    rows = dict(TakeDown.objects.values_list("page", "answers_410"))
    assert rows == {story.pk: True, khmer.pk: True, draft.pk: False}, "nobody could read the draft's address"


def test_without_a_stone_no_language_says_that_something_was_there(newsroom, client_for, story):
    section = make_section("ព័ត៌មាន", home=make_home("km"), slug="tin-km", outlet=newsroom["section"].outlet)
    khmer = make_article("រឿង", section=section)
    ArticlePage.objects.filter(pk=khmer.pk).update(translation_key=story.translation_key)
    copy = story.create_alias(parent=newsroom["other"])
    data = {"reason": "tre-em", "note": "Phụ huynh gọi lúc 9 giờ."}
    assert client_for(newsroom["secretary"]).post(f"/admin/toa-soan/bai/{story.pk}/go/", data).status_code == 302
    assert list(TakeDown.objects.values_list("answers_410", flat=True)) == [False] * 3
    reader = client_for(None)
    assert [reader.get(page.url).status_code for page in (story, khmer, copy)] == [404, 404, 404]


def test_what_readers_have_seen_is_not_deleted_by_the_newsroom(newsroom, client_for, story):
    assert client_for(newsroom["chief"]).post(f"/admin/pages/{story.pk}/delete/").status_code in {302, 403}
    assert ArticlePage.objects.filter(pk=story.pk).exists()
