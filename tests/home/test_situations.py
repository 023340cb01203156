"""Pages of situations: one tap away, light, complete, and never public unchecked."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from campaign.models import HELPLINE_REVIEW_DAYS, HelpLine
from demo.seeding.tree import SITUATIONS_SLUG as SLUG
from demo.seeding.tree import seed_situations
from files.models import StoredFile
from home.models import SituationPage
from home.situations.kinds import WITH_DANGER, WITH_PICTURES, Situation
from media_library.models import Asset
from tests.factories import make_article, make_asset, make_help_line, make_home, make_section, make_user
from tests.letters import delivered
from translations.models import TranslationAssignment

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
HELP, LIST = "/vi/can-giup-do/", f"/vi/{SLUG}/"


@pytest.fixture
def pages():
    """What the demo has: twelve situations, six of them in English and Khmer too."""
    cache.clear()
    for language in ("vi", "en", "km"):
        make_home(language)
        make_help_line("111", language=language)
        make_help_line("113", language=language)
    seed_situations()
    return {page.situation: page for page in SituationPage.objects.filter(locale__language_code="vi")}


def soup(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def form(page):
    """What the editor's form sends for the page as it is."""
    names = (
        "situation",
        "title",
        "slug",
        "lead",
        "numbers",
        "from_eighteen",
        "evidence_warning",
        "places_note",
        "to_say",
    )
    plain = {name: getattr(page, name) for name in (*names, "checked_source", "checked_by", "checked_on", "check_due")}
    streams = ("steps", "messages", "after_call", "evidence", "places", "not_to_say")
    lists = {name: streamfield([(b.block_type, b.value) for b in getattr(page, name)]) for name in streams}
    empty = dict.fromkeys(("seo_title", "search_description", "go_live_at", "expire_at"), "")
    return nested_form_data(plain | lists | empty | {"comments": inline_formset([])})


@pytest.mark.slow
def test_every_situation_has_a_page_that_is_light_and_complete(client, pages):
    assert set(pages) == set(Situation.values)
    assert SituationPage.objects.count() == 24
    for page in SituationPage.objects.select_related("locale"):
        response = client.get(page.get_url())
        html = BeautifulSoup(response.content, "html.parser")
        files = [tag.get("src") or tag["href"] for tag in html.select("script[src], link[rel=stylesheet]")]
        weight = len(response.content) + sum(
            Path(finders.find(file.removeprefix("/static/"))).stat().st_size for file in files
        )
        assert weight <= 30_000 and not html.select("img, video"), (page, weight)
        assert html.h1.string == page.title == html.title.string and html.body["data-quiet-title"]
        assert len(html.select("ol.steps > li")) == 3
        danger = {"tel:115"} if page.situation in WITH_DANGER else set()
        assert {a["href"] for a in html.select(".calls a")} == {"tel:111", "tel:113"} | danger
        assert all(a["href"].startswith("sms:?&body=") for a in html.select(".sms a")) and html.select(".sms a")
        assert len(html.select(".sms a")) == len(html.select(".sms button[hidden]"))
        for button, message in zip(html.select(".sms button"), page.messages, strict=True):
            assert html.find(id=button["data-copy"]).string == message.value["text"], "for who has no telephone at hand"
        for place in page.places:
            link = html.select_one(f'a[href="{place.value["url"]}"]')
            assert place.value["url"] in link.string, "the address itself is shown"
        assert page.places or page.situation not in WITH_PICTURES
        for words in (page.from_eighteen, page.to_say, *(line.value for line in page.not_to_say)):
            assert words in html.get_text(), words
        assert ("draft" in str(html.select(".draft"))) == (page.locale.language_code != "vi")


def words_in(tag):
    return " ".join(tag.get_text(" ").split())


def test_a_page_says_all_that_was_written_and_the_list_what_each_begins_with(client, pages):
    page = pages["threatened"]
    page.numbers = "113, 111"
    page.search_description = "Không trả tiền, gọi một số."
    page.messages = [("message", {"to": "Gửi mẹ", "text": "Mẹ/ba ơi & con sợ?"})]
    page.save_revision(changed=True).publish(skip_permission_checks=True)
    html = soup(client, page.get_url())
    page_text = words_in(html.main)
    streams = [page.steps, page.messages, page.after_call, page.places]
    words = [word for stream in streams for block in stream for name, word in block.value.items() if word]
    words += [block.value for stream in (page.evidence, page.not_to_say) for block in stream]
    words += [page.lead, page.evidence_warning, page.places_note, page.to_say, page.from_eighteen]
    assert [word for word in words if word not in page_text] == []
    assert [a["href"] for a in html.select(".calls a, .quick a")][:3] == ["tel:113", "tel:111", "tel:113"]
    assert html.select_one(".sms a")["href"] == "sms:?&body=M%E1%BA%B9%2Fba%20%C6%A1i%20%26%20con%20s%E1%BB%A3%3F"
    assert {"nofollow", "noreferrer"} <= set(html.select_one(".places a")["rel"])
    assert (
        html.select_one("a.back")["href"] == LIST
        and "gọi một số" in html.find("meta", {"name": "description"})["content"]
    )
    assert {html.body["data-quiet-title"], soup(client, LIST).body["data-quiet-title"]} == {"Thông tin cần biết"}
    worst = pages["self_harm"]
    unbearable = "Nếu bạn thấy không chịu nổi"
    assert unbearable in page_text and worst.get_url() in {a["href"] for a in html.main.select("a[href]")}
    assert unbearable not in soup(client, worst.get_url()).get_text()
    for language in ("vi", "km"):
        rows = soup(client, f"/{language}/{SLUG}/").select(".cases li")
        first = {row.a["href"]: words_in(row.p) for row in rows}
        by_url = {item.get_url(): item for item in SituationPage.objects.all() if item.get_url() in first}
        assert len(by_url) == 12 and all(first[at] == item.steps[0].value["title"] for at, item in by_url.items())
        assert all((row.get("lang") == "vi") == row.a["href"].startswith("/vi/") for row in rows) or language == "vi"
        order = [item for at in first for item in [by_url[at].situation]]
        assert order == [key for key in Situation.values if key in order], "the most urgent ones first"
    assert page.get_parent().specific.intro in words_in(soup(client, LIST).main)


def test_an_address_that_is_none_of_the_web_is_not_linked(client, pages):
    page = pages["money"]
    page.places = [("place", {"title": "Nơi lạ", "text": "", "url": "javascript:alert(1)"})]
    page.save_revision(clean=False).publish(skip_permission_checks=True)
    html = soup(client, page.get_url())
    assert "Nơi lạ" in html.get_text() and not html.select(".places a") and "javascript:" not in str(html)


def test_what_the_pages_are_made_of_is_kept_for_a_phone_without_a_connection(client, pages):
    worker_script = client.get("/sw.js").text
    for address in (HELP, LIST, pages["threatened"].get_url()):
        for tag in soup(client, address).select("script[src], link[rel=stylesheet], link[rel=icon]"):
            assert f'"{tag.get("src") or tag["href"]}"' in worker_script, (address, tag)


def test_a_page_whose_numbers_are_all_unchecked_shows_the_others(client, pages):
    page = pages["money"]
    make_help_line("156", label="Cuộc gọi lừa đảo")
    page.numbers = "156"
    page.save_revision().publish(skip_permission_checks=True)
    assert [a["href"] for a in soup(client, page.get_url()).select(".calls a")] == ["tel:156"]
    HelpLine.objects.filter(number="156").update(verified_on=None)
    cache.clear()
    assert [a["href"] for a in soup(client, page.get_url()).select(".calls a")] == ["tel:111", "tel:113"]


@pytest.mark.slow
def test_a_check_names_a_person_and_days_that_can_be(client_for, pages):
    admin, page = client_for(make_user(is_superuser=True)), pages["sent"]
    page.unpublish()
    edit, data = f"/admin/pages/{page.pk}/edit/", form(page)
    for wrong, message in (
        ({"checked_by": " "}, "Chưa ghi nguồn, người kiểm"),
        ({"places": None}, "nơi giúp gỡ ảnh"),
        ({"numbers": " , "}, "chưa có số nào để gọi"),
        ({"checked_on": "2026-11-19", "check_due": ""}, "không thể ở tương lai"),
        ({"check_due": "2026-11-17"}, "muộn nhất sau 90 ngày"),
        ({"checked_on": "2026-08-19", "check_due": "2026-11-17"}, "quá hạn"),
    ):
        sent = data | wrong
        if "places" in wrong:
            sent = {name: value for name, value in data.items() if not name.startswith("places-")} | {
                "places-count": "0"
            }
        response = admin.post(edit, sent | {"action-publish": "1"}, follow=True)
        assert message in response.text and not SituationPage.objects.get(pk=page.pk).live, wrong
    last = {"checked_on": "2026-08-20", "check_due": "2026-11-18"}
    admin.post(edit, data | last | {"action-publish": "1"}, follow=True)
    assert SituationPage.objects.get(pk=page.pk).live, "on its last day the check still holds"


def test_a_translation_may_name_numbers_that_were_checked_in_vietnamese_alone(client, pages):
    HelpLine.objects.filter(locale__language_code="km").delete()
    khmer = SituationPage.objects.filter(locale__language_code="km").first()
    khmer.save_revision().publish(skip_permission_checks=True)
    HelpLine.objects.filter(number="113").update(verified_on=timezone.localdate() - timedelta(days=91))
    with pytest.raises(PermissionDenied, match="Số 113 chưa ai kiểm"):
        khmer.save_revision().publish(skip_permission_checks=True)


def test_the_list_of_checks_begins_with_what_is_late_and_says_what_readers_see(client_for, pages):
    HelpLine.objects.filter(locale__language_code__in=["en", "km"]).delete()
    today, vi = timezone.localdate(), pages["money"].locale
    for label, days in (("Quá hạn", 91), ("Hôm nay", 90), ("Sắp", 76), ("Xa", 75)):
        HelpLine.objects.create(number="1800", label=label, locale=vi, verified_on=today - timedelta(days=days))
    HelpLine.objects.create(label="Không số", locale=vi, verified_on=today, verified_by="Chị Hạnh", source="Gọi thử")
    page = pages["money"]
    page.title, page.checked_by = "Bản mới chưa ai kiểm", ""
    page.save_revision()
    SituationPage.objects.filter(locale__language_code="km").first().unpublish()
    response = client_for(make_user(is_superuser=True)).get("/admin/tro-giup/kiem-chung/")
    rows = [words_in(row) for row in BeautifulSoup(response.content, "html.parser").select("tbody tr")]
    named = {name: next(row for row in rows if name in row) for name in ("Quá hạn", "Hôm nay", "Sắp", "Xa", "Không số")}
    assert rows[0] == named["Quá hạn"] and rows.index(named["Sắp"]) < rows.index(named["Xa"])
    assert [name for name, row in named.items() if "quá hạn" in row] == ["Quá hạn"]
    assert [name for name, row in named.items() if "sắp đến hạn" in row] == ["Hôm nay", "Sắp"]
    assert "đang ẩn" in named["Không số"] and named["Không số"].index("Chị Hạnh") < named["Không số"].index("Gọi thử")
    assert "Chưa ghi nguồn, người kiểm" in next(row for row in rows if "Bản mới chưa ai kiểm" in row)
    assert sum("Bản máy dịch, chờ người bản ngữ duyệt." in row for row in rows) == 12


def test_what_readers_have_of_situations_follows_what_is_published(client, pages):
    """A page that is taken off is linked nowhere, in no language; the first panel of the desk counts public ones."""
    english = {situation.get_url() for situation in SituationPage.objects.filter(locale__language_code="en")}
    listed_urls = {a["href"] for a in soup(client, "/en/can-giup-do/").select(".situations a")}
    assert len(english) == 6 and english < listed_urls and pages["threatened"].get_url() not in listed_urls
    page = pages["threatened"]
    page.unpublish()
    assert page.get_url() not in client.get(HELP).text + client.get(LIST).text + client.get("/sw.js").text
    own = SituationPage.objects.get(situation="threatened", locale__language_code="en")
    links = [a["href"] for a in soup(client, "/en/can-giup-do/").select(".situations a")]
    assert own.get_url() == links[0] and len(links) == 12


def test_help_a_sensitive_story_and_the_search_lead_there_in_one_tap(client, pages):
    addresses = {page.get_url() for page in pages.values()}
    story = make_article("Bị dọa", section=make_section("Góc tham vấn", is_sensitive=True))
    for address in (HELP, LIST, story.address):
        assert addresses <= {a["href"] for a in soup(client, address).select("a[href]")}, address
    plain = make_article("Chuyện thường", section=make_section("Thời sự"))
    assert not addresses & {a["href"] for a in soup(client, plain.address).select("a[href]")}
    for query, situation in (
        ("bị dọa tung ảnh", "threatened"),
        ("lỡ gửi ảnh khỏa thân", "sent"),
        ("người lạ rủ gặp riêng", "meeting"),
        ("bị ép chuyển tiền", "money"),
        ("bị hack facebook đòi tiền", "account"),
        ("bị bắt nạt", "bullied"),
        ("em muốn chết", "self_harm"),
        ("bạn em muốn tự tử", "friend"),
        ("con tôi bị dọa", "child"),
    ):
        links = {a["href"] for a in soup(client, f"/vi/tim-kiem/?q={query}").select("a[href]")}
        assert addresses & links == {pages[situation].get_url()}, query
    own = soup(client, "/km/can-giup-do/").select(".situations a")
    assert len(own) == 12 and {a["href"].split("/")[1] for a in own} == {"km", "vi"}
    assert all((a.get("lang") == "vi") == a["href"].startswith("/vi/") for a in own)


def test_a_closed_page_or_list_is_linked_nowhere_and_its_list_still_has_what_is_below(client, client_for, pages):
    closed, other = pages["threatened"], pages["sent"]
    lock = PageViewRestriction.objects.create(page=closed, restriction_type="password", password="x")

    def linked(reader, address):
        return [page.get_url() in reader.get(address).text for page in (closed, other)]

    for address in (HELP, LIST):
        assert linked(client, address) == [False, True], address
    assert closed.get_url() not in client.get("/vi/tim-kiem/?q=bị dọa tung ảnh").text
    lock.page = closed.get_parent()
    lock.save()
    assert linked(client, HELP) == [False, False]
    reader = client_for(None)
    form = {"password": "x", "return_url": LIST}
    reader.post(f"/vi/_util/authenticate_with_password/{lock.pk}/{lock.page_id}/", form)
    assert linked(reader, LIST) == [True, True]
    lock.delete()
    assert linked(client, HELP) == linked(client, LIST) == [True, True]


def test_the_worker_keeps_all_of_them_and_notices_a_new_text(client, pages):
    first = client.get("/sw.js").text
    assert all(page.get_url() in first for page in SituationPage.objects.all()) and LIST in first
    version = re.search(r"can-giup-do-(\d+)", first)[1]
    page = pages["threatened"]
    page.lead = "Người sai là người dọa."
    page.save_revision(changed=True).publish(skip_permission_checks=True)
    assert re.search(r"can-giup-do-(\d+)", client.get("/sw.js").text)[1] != version


@pytest.mark.slow
def test_nothing_unchecked_is_published(client_for, pages):
    admin, page = client_for(make_user(is_superuser=True)), pages["money"]
    page.unpublish()
    edit = f"/admin/pages/{page.pk}/edit/"
    data = form(page)
    for wrong, message in (
        ({"checked_source": ""}, "Chưa ghi nguồn"),
        ({"checked_on": "2026-08-01", "check_due": ""}, "quá hạn"),
        ({"numbers": "111, 156"}, "Số 156 chưa ai kiểm"),
        ({"numbers": "115"}, "Số 115 chưa ai kiểm"),
        ({"situation": "threatened"}, "nơi giúp gỡ ảnh"),
    ):
        response = admin.post(edit, data | wrong | {"action-publish": "1"}, follow=True)
        assert message in response.text and not SituationPage.objects.get(pk=page.pk).live, wrong
        refused = SituationPage.objects.get(pk=page.pk).get_latest_revision()
        with pytest.raises(PermissionDenied):
            refused.publish(skip_permission_checks=True)
    late = {"check_due": str(timezone.localdate() + timedelta(days=HELPLINE_REVIEW_DAYS + 1))}
    assert "muộn nhất sau 90 ngày" in admin.post(edit, data | late).text
    make_help_line("156", label="Cuộc gọi lừa đảo")
    admin.post(edit, data | {"numbers": "111, 156", "action-publish": "1"}, follow=True)
    assert SituationPage.objects.get(pk=page.pk).live
    assert 'href="tel:156"' in client_for().get(page.get_url()).text


def test_a_check_that_ends_before_the_hour_keeps_that_page_back_and_no_other_one(pages, clock):
    keeper = make_user(is_superuser=True)
    story = make_article("Bài hẹn cùng giờ", live=False)
    for page in (pages["money"], story):
        page.unpublish()
        page.go_live_at = timezone.now() + timedelta(days=200)
        page.save_revision(user=keeper).publish(user=keeper, skip_permission_checks=True)
    clock.move_to((timezone.localtime() + timedelta(days=201)).isoformat())
    call_command("publish_scheduled")
    page = SituationPage.objects.get(pk=pages["money"].pk)
    assert not page.live and not page.revisions.exclude(approved_go_live_at=None).exists()
    letter = next(letter for letter in delivered() if page.title in letter.subject)
    assert letter.to == [keeper.email] and "quá hạn" in letter.body
    assert not story.revisions.exclude(approved_go_live_at=None).exists(), "its turn came"


def test_checking_again_is_a_task_with_a_due_date(client_for, pages, clock):
    HelpLine.objects.create(number="156", label="Chưa kiểm", locale=pages["money"].locale)
    keeper = client_for(make_user(is_superuser=True))
    address = "/admin/tro-giup/kiem-chung/"
    page = keeper.get(address)
    assert "chưa kiểm" in page.text and "không, đang ẩn" in page.text and "chờ người bản ngữ duyệt" in page.text
    assert "16-02-2027" in page.text and "quá hạn kiểm" not in keeper.get("/admin/").text
    clock.move_to("2027-02-17T09:00:00")
    keeper = client_for(make_user(is_superuser=True))
    assert "quá hạn" in keeper.get(address).text and "Trang tình huống đã quá hạn kiểm" in keeper.get("/admin/").text
    assert client_for().get(pages["money"].get_url()).status_code == 200  # readers keep the page
    assert client_for(make_user(is_staff=True)).get(address).status_code in (302, 403)


def test_numbers_of_the_page_are_those_of_the_help_page_alone(client, pages):
    HelpLine.objects.filter(number="113").update(verified_on=None)
    cache.clear()
    for address in (HELP, pages["money"].get_url(), "/vi/tim-kiem/?q=em muốn chết"):
        html = client.get(address).text
        assert "tel:111" in html and "tel:113" not in html, address


def test_the_translators_list_follows_what_a_situation_says_of_itself(client_for, pages):
    """Six English and six Khmer pages are machine drafts; one that is published as checked leaves the list.

    Nothing else takes it off: the form of the list keeps the mark.
    """
    marked = TranslationAssignment.objects.filter(awaits_native_reader=True)
    assert marked.count() == 12 and not marked.filter(language="vi").exists()
    page = SituationPage.objects.filter(locale__language_code="km").first()
    source = SituationPage.objects.get(translation_key=page.translation_key, locale__language_code="vi")
    boss, form = client_for(make_user(is_superuser=True)), {"owner": "", "due_on": "", "note": "Đã đọc"}
    assert boss.post(f"/admin/ngon-ngu/{source.pk}/km/", form).status_code == 302
    assert marked.count() == 12 and marked.filter(note="Đã đọc").exists()
    page.awaits_native_reader = False
    page.save_revision().publish(skip_permission_checks=True)
    assert marked.count() == 11


def test_a_recorded_voice_reads_the_help_page_in_its_own_language_only(client):
    """The player is there where a recording is chosen and still released; its address leads to the file, else 404."""
    for language in ("vi", "km"):
        make_help_line("111", language=language)
    recording = make_asset("AM-01", kind="audio", name="Giọng đọc trang giúp đỡ")
    StoredFile.objects.filter(asset_file__version=recording.current_version).update(media_type="audio/mpeg")
    make_home("vi")
    home = make_home("km")
    home.help_recording = recording
    home.save_revision().publish(skip_permission_checks=True)
    cache.clear()
    player = soup(client, "/km/can-giup-do/").select_one("audio")
    assert (player["src"], player["preload"]) == ("/km/can-giup-do/nghe/", "none")
    assert client.get(player["src"]).status_code == 302
    assert not soup(client, HELP).select("audio") and client.get(f"{HELP}nghe/").status_code == 404
    Asset.objects.filter(pk=recording.pk).update(status=Asset.Status.WITHDRAWN)
    cache.clear()
    assert not soup(client, "/km/can-giup-do/").select("audio")
    assert client.get("/km/can-giup-do/nghe/").status_code == 404


def test_what_a_screen_reader_joins_has_a_space_between(client, pages):
    """A space at the end of a hidden part is no space to it: Orca read “Gọi113”."""
    for address in (HELP, LIST, pages[Situation.THREATENED].url):
        hidden = soup(client, address).select(".calls .vh")
        assert hidden and all(part.string.endswith("\N{NO-BREAK SPACE}") for part in hidden), address
    assert soup(client, pages[Situation.THREATENED].url).select(".steps p.ok")
