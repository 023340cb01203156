"""The pages of translations: states, owners, what changed, publishing together, and edits by hand that survive."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, PageLogEntry
from wagtail_localize.models import StringTranslation, Translation

from articles.editorial.permissions import open_newsroom
from articles.models import ArticlePage
from campaign.models import Outlet
from tests.factories import make_article, make_home, make_locale, make_section, make_user, story_row
from translations.diff import changes, manual_edits, source_of, untranslated
from translations.legacy_fonts import legacy_text
from translations.models import TranslationAssignment
from translations.publish import publish_together, start
from users.roles import ROLES, Role, grant

pytestmark = [pytest.mark.world("languages"), pytest.mark.django_db]
#: wagtail-localize publishes when its transaction is over.
commits = pytest.mark.django_db(transaction=True)
DESK = "/admin/ngon-ngu/"
FORM = "application/x-www-form-urlencoded"
#: As long as the gates want it (25–55 tiếng).
SAPO = (
    "Cuộc gọi dọa dẫm cần bạn nghe tiếp. Cúp máy không làm bạn có lỗi, lại cho bạn thời gian để hỏi một người lớn "
    "mà bạn tin, rồi cùng nhau kiểm tra xem chuyện ấy có thật hay không."
)


def translate_all(page, language, text="បកប្រែ"):
    """Give every sentence of `page` a translation."""
    source = source_of(page)
    for number, segment in enumerate(source.stringsegment_set.all()):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string, context=segment.context, locale=make_locale(language),
            defaults={"data": f"{text} {number}" if "slug" not in segment.context.path else f"{language}-{page.pk}"},
        )  # fmt: skip


def change(page, title):
    page = ArticlePage.objects.get(pk=page.pk)
    page.title = title
    page.save_revision().publish(skip_permission_checks=True)
    return page


def state(client, page, language):
    response = client.get(DESK, {"title": page.title})
    assert response.status_code == 200
    return getattr(response.context["object_list"][0], f"state_{language}")


@commits
@pytest.mark.slow
def test_the_table_follows_a_translation_from_missing_to_live_to_behind(client_for, site):
    client = client_for(site["admin"])
    page = make_article("Cúp máy trước", section=site["section"], sapo=SAPO)
    assert state(client, page, "km") == "missing"
    assert state(client, page, "vi") == "source"
    client.post(f"{DESK}{page.pk}/km/bat-dau/")
    assert state(client, page, "km") == "draft"
    translate_all(page, "km")
    assert publish_together(page, site["admin"]) == (["km"], [])
    assert state(client, page, "km") == "live"
    assert state(client, page, "en") == "missing"
    page = change(page, "Cúp máy trước, nghĩ sau")
    assert state(client, page, "km") == "behind"
    html = client.get(f"{DESK}{page.pk}/km/").content.decode()
    assert "<del>Cúp máy trước</del>" in html and "<ins>Cúp máy trước, nghĩ sau</ins>" in html
    client.post(f"{DESK}{page.pk}/km/cap-nhat/")
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=make_locale("km"))
    assert untranslated(translation) == ["Cúp máy trước, nghĩ sau"]
    assert state(client, page, "km") == "behind"
    translate_all(page, "km")
    out, reasons = publish_together(change(page, "Cúp máy ngay"), site["admin"])
    assert not out and "Cúp máy ngay" in reasons[0], "what came since is asked for"


@commits
def test_a_change_without_a_changed_sentence_leaves_translations_up_to_date(client_for, site):
    page = make_article("Bài không đổi chữ", section=site["section"], sapo=SAPO)
    start(page, make_locale("km"), site["admin"])
    translate_all(page, "km")
    assert publish_together(page, site["admin"]) == (["km"], [])
    page = ArticlePage.objects.get(pk=page.pk)
    page.is_hot = True
    page.save_revision().publish(skip_permission_checks=True)
    assert state(client_for(site["admin"]), page, "km") == "live"


@commits
def test_source_and_complete_translations_go_out_together_and_the_rest_is_named(site):
    page = make_article("Hai bản cùng lúc", section=site["section"], sapo=SAPO)
    for language in ("km", "en"):
        start(page, make_locale(language), site["admin"])
    assert not page.get_translation(make_locale("km")).live, "a translation begins as a draft"
    translate_all(page, "en", "Translated")
    page = ArticlePage.objects.get(pk=page.pk)
    page.is_hot = True
    page.save_revision()
    out, reasons = publish_together(page, site["admin"])
    assert out == ["vi", "en"], reasons
    assert len(reasons) == 1 and "câu chưa dịch" in reasons[0]
    assert page.get_translation(make_locale("en")).live
    assert not page.get_translation(make_locale("km")).live
    Translation.objects.filter(target_locale=make_locale("en")).update(enabled=False)
    out, reasons = publish_together(page, site["admin"])
    assert not out and len(reasons) == 1, "what is written by hand is not written over"


@commits
def test_a_translation_ends_with_its_original(site):
    """The end is set in the original alone; a translation that is edited by hand has its own."""
    page = make_article("Cúp máy trước", section=site["section"], sapo=SAPO)
    for language, text in (("km", "បកប្រែ"), ("en", "Translated")):
        start(page, make_locale(language), site["admin"])
        translate_all(page, language, text)
    page = ArticlePage.objects.get(pk=page.pk)
    page.is_hot = True
    page.save_revision()
    assert publish_together(page, site["admin"]) == (["vi", "en", "km"], [])
    Translation.objects.filter(target_locale=make_locale("en")).update(enabled=False)
    ended = ArticlePage.objects.filter(translation_key=page.translation_key).exclude(locale=make_locale("en"))
    ended.update(expire_at=timezone.now() - timedelta(minutes=1))
    assert page.get_translations(inclusive=True).live().count() == 3
    call_command("publish_scheduled")
    live = page.get_translations(inclusive=True).live()
    assert list(live.values_list("locale__language_code", flat=True)) == ["en"]
    khmer = ArticlePage.objects.get(translation_key=page.translation_key, locale=make_locale("km"))
    log_entries = PageLogEntry.objects.filter(page=khmer.pk, action="wagtail.unpublish.scheduled")
    assert khmer.expired and log_entries.count() == 1, "its own end too had come"


@pytest.mark.parametrize(("own", "other"), [("km", "en"), ("en", "km")])
def test_a_translator_works_in_one_language_only(client_for, site, own, other):
    page = make_article("Bài cần dịch", section=site["section"])
    translator = make_user(f"dich@{own}.example")
    grant(translator, f"translator_{own}")
    client = client_for(translator)
    newer = story_row("Bài mới hơn", section=site["section"])
    TranslationAssignment.objects.create(
        translation_key=page.translation_key, language=own, due_on=timezone.localdate()
    )
    home = client.get("/admin/").text
    assert f"{DESK}{page.pk}/{own}/" in home and f"{DESK}{page.pk}/{other}/" not in home
    assert home.index(f"{DESK}{page.pk}/{own}/") < home.index(f"{DESK}{newer.pk}/{own}/"), "what is due comes first"
    assert "xuat-ban" not in client.get(f"{DESK}{page.pk}/{own}/").text
    assert "Chờ dịch" not in client_for(site["admin"]).get("/admin/").text
    assert client.post(f"{DESK}{page.pk}/{other}/bat-dau/").status_code in (302, 403)
    assert not page.has_translation(make_locale(other))
    response = client.post(f"{DESK}{page.pk}/{own}/bat-dau/")
    assert response.status_code == 302 and page.has_translation(make_locale(own))
    twin = page.get_translation(make_locale(own))
    assert client.get(reverse("wagtailadmin_pages:edit", args=[twin.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code in (302, 403)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    assert client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk])).status_code == 200
    start(page, make_locale(other), site["admin"])
    theirs = Translation.objects.get(source__object_id=page.translation_key, target_locale=make_locale(other))
    assert client.get(reverse("wagtail_localize:download_pofile", args=[theirs.pk])).status_code in (302, 403)
    sentence = theirs.source.stringsegment_set.first()
    edit = reverse("wagtail_localize:edit_string_translation", args=[theirs.pk, sentence.pk])
    assert client.put(edit, "value=x", content_type="application/x-www-form-urlencoded").status_code in (302, 403)
    upload = reverse("wagtail_localize:upload_pofile", args=[theirs.pk])
    assert client.post(upload, {"file": SimpleUploadedFile("x.po", b""), "next": DESK}).status_code in (302, 403)
    assert not StringTranslation.objects.filter(locale=make_locale(other)).exists()
    updated_at = theirs.source.last_updated_at
    client.post(f"{DESK}{page.pk}/{other}/cap-nhat/")
    theirs.source.refresh_from_db()
    assert theirs.source.last_updated_at == updated_at
    there = page.get_translation(make_locale(other))
    assert client.get(reverse("wagtailadmin_pages:edit", args=[there.pk])).status_code in (302, 403)
    assert client.post(f"{DESK}{page.pk}/{other}/", {"note": "x", "due_on": "", "owner": ""}).status_code in (302, 403)
    assert not TranslationAssignment.objects.filter(language=other).exists()
    assert client.post(f"{DESK}{page.pk}/xuat-ban/").status_code in (302, 403)
    assert not twin.live and not there.live
    codes = set(
        GroupPagePermission.objects.filter(group__in=translator.groups.all()).values_list(
            "page__locale__language_code", flat=True
        )
    )
    assert codes == {own}


@pytest.mark.parametrize("language", ["fr", "0"])
def test_a_language_that_the_site_has_not_is_no_address(client_for, site, language):
    page, client = make_article("Bài cần dịch", section=site["section"]), client_for(site["admin"])
    for step in ("", "bat-dau/", "cap-nhat/", "anh/"):
        assert client.post(f"{DESK}{page.pk}/{language}/{step}").status_code == (404 if step else 302), step
    assert client.post(f"{DESK}{page.pk}/km/bat-dau/").status_code == 302 and page.has_translation(make_locale("km"))


@pytest.mark.slow
def test_the_desk_opens_for_who_edits_translates_or_publishes_and_for_nobody_else(client_for, site):
    open_newsroom(Outlet.objects.create(slug="bao", name="Báo Thử", short_name="Báo Thử"))
    house = make_section("Mục của báo", slug="muc-bao", outlet=Outlet.objects.get(slug="bao"))
    other = Outlet.objects.create(slug="so", name="Sở Thử", short_name="Sở Thử")
    for title, section in (("Nháp nhà mình", house), ("Nháp nhà khác", make_section(slug="muc-so", outlet=other))):
        foreign = make_article(title, section=section, live=False)
    page = make_article("Bài của ban", section=site["section"])
    for role in Role:
        with transaction.atomic():
            account = make_user("ai@test.example")
            grant(account, role, "bao" if ROLES[role].per_outlet else "")
            may_see_the_desk(client_for(account), role, page, foreign)
            transaction.set_rollback(True)


def may_see_the_desk(client, role, page, foreign):
    opens = role in {Role.EDITOR, Role.SECRETARY, Role.CHIEF, Role.TRANSLATOR_KM, Role.TRANSLATOR_EN}
    for place in (DESK, f"{DESK}ket-qua/", f"{DESK}{page.pk}/km/", f"{DESK}?export=csv"):
        response = client.get(place)
        assert response.status_code == (200 if opens else 302), (role, place)
        assert opens or response.url == reverse("wagtailadmin_home"), role
    table = client.get(DESK, follow=True).text  # of who may not: the overview, with its menu
    assert (DESK in (client.get("/admin/").text if opens else table)) is opens, role
    assert "Nháp nhà khác" not in table, role
    assert ("Nháp nhà mình" in table) is (opens and ROLES[role].per_outlet), role
    if opens:
        assert client.get(f"{DESK}{foreign.pk}/km/").status_code == 404, role
        client.post(f"{DESK}{page.pk}/km/bat-dau/")
        own = page.has_translation(make_locale("km")) is (role is Role.TRANSLATOR_KM)
        assert own, f"{role}: each in the own language"
    else:
        for deed in ("km/", "km/bat-dau/", "km/cap-nhat/", "xuat-ban/"):
            assert client.post(f"{DESK}{page.pk}/{deed}").status_code == 302, (role, deed)
        assert "không có quyền" in table, role
        assert not page.has_translation(make_locale("km")) and not TranslationAssignment.objects.exists(), role


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF, Role.TRANSLATOR_KM, Role.TRANSLATOR_EN])
def test_a_title_of_the_table_opens_what_the_account_may_work_on(client_for, site, role):
    open_newsroom(Outlet.objects.create(slug="bao", name="Báo Thử", short_name="Báo Thử"))
    own = make_section("Mục của báo", outlet=Outlet.objects.get(slug="bao"))
    pages = [story_row("Bài của báo", section=own), story_row("Bài của ban", section=site["section"]), own]
    account = make_user("ai@test.example")
    grant(account, role, "bao" if ROLES[role].per_outlet else "")
    client = client_for(account)
    edited = {Role.EDITOR: pages[:1], Role.CHIEF: [pages[0], own]}.get(role, [])
    table = client.get(DESK).text
    for page in pages:
        title = re.search(rf'<a href="([^"]+)" lang="vi">{page.title}</a>', table)
        if page in edited:
            assert title and title[1] == reverse("wagtailadmin_pages:edit", args=[page.pk])
        elif language := {Role.TRANSLATOR_KM: "km", Role.TRANSLATOR_EN: "en"}.get(role):
            assert title and title[1] == f"{DESK}{page.pk}/{language}/"
        assert page.title in table
        assert title is None or client.get(title[1]).status_code == 200, page.title


@pytest.mark.slow
def test_owner_and_due_date_are_kept_filtered_and_exported(client_for, site):
    page = make_article("Bài có hạn dịch", section=site["section"])
    make_article("Bài không ai dịch", section=site["section"])
    client = client_for(site["admin"])
    past = timezone.localdate().replace(year=2020)
    other = {"owner": site["en"].pk, "due_on": past.isoformat(), "note": ""}
    assert client.post(f"{DESK}{page.pk}/km/", other).status_code == 200, "who translates into English alone"
    assert not TranslationAssignment.objects.exists()
    response = client.post(f"{DESK}{page.pk}/km/", {"owner": site["km"].pk, "due_on": past.isoformat(), "note": ""})
    assert response.status_code == 302, response.context["form"].errors
    assert TranslationAssignment.objects.get().owner == site["km"]
    late = client.get(DESK, {"due": "late", "language": "km"})
    assert [row.title for row in late.context["object_list"]] == ["Bài có hạn dịch"]
    assert "quá hạn" in late.content.decode()
    assert not client.get(DESK, {"due": "late", "language": "en"}).context["object_list"]
    TranslationAssignment.objects.update(due_on=timezone.localdate())
    today = client.get(DESK, {"owner": site["km"].pk})
    assert "quá hạn)" not in today.text and not client.get(DESK, {"due": "late"}).context["object_list"]
    TranslationAssignment.objects.update(due_on=past)
    former_user = make_user("nghi@test.example", is_active=False)
    grant(former_user, Role.TRANSLATOR_KM)
    assert client.post(f"{DESK}{page.pk}/km/", other | {"owner": former_user.pk}).status_code == 200, "who has left"
    mine = client.get(DESK, {"owner": site["km"].pk})
    assert [row.title for row in mine.context["object_list"]] == ["Bài có hạn dịch"]
    sheet = client.get(DESK, {"export": "csv", "language": "km", "state": "missing"})
    text = b"".join(sheet.streaming_content).decode() if sheet.streaming else sheet.content.decode()
    assert "Bài có hạn dịch" in text and "Sơn Thị Sóc Kha" in text
    twin = start(page, make_locale("km"), site["admin"])
    Translation.objects.update(enabled=False)
    for days, expected in ((1, "live"), (-1, "behind")):  # written by hand: by the days of publication
        at = page.last_published_at + timedelta(days=days)
        ArticlePage.objects.filter(pk=twin.pk).update(live=True, last_published_at=at)
        assert state(client, page, "km") == expected
        listed = (client.get(DESK, query).context["object_list"] for query in ({"language": "km"}, {"due": "late"}))
        assert [page.pk in [row.pk for row in rows] for rows in listed] == [expected == "behind"] * 2
    for bad in ({"language": "xx"}, {"state": "'"}, {"owner": "abc"}, {"title": "\\"}):
        assert client.get(DESK, bad).status_code == 200


def test_the_table_asks_the_same_number_of_questions_for_many_pages(client_for, site, django_assert_max_num_queries):
    clients = [client_for(site["admin"]), client_for(site["km"])]
    make_article("Bài 0", section=site["section"])
    counts = []
    for client in clients:
        client.get(DESK)
        with django_assert_max_num_queries(60) as few:
            client.get(DESK)
        counts.append(len(few))
    for number in range(1, 12):
        story_row(f"Bài {number}", section=site["section"])
    for client, few in zip(clients, counts, strict=True):
        with django_assert_max_num_queries(few):
            client.get(DESK)


def test_reenabling_the_sync_asks_before_it_overwrites(client_for, site):
    client = client_for(site["admin"])
    page = make_article("Bài sửa tay", section=site["section"])
    twin = start(page, make_locale("km"), site["admin"]).specific
    translate_all(page, "km")
    translation = Translation.objects.get(source__object_id=page.translation_key)
    translation.save_target(user=site["admin"], publish=False)
    translation.enabled = False
    translation.save()
    twin = ArticlePage.objects.get(pk=twin.pk)
    twin = twin.get_latest_revision_as_object()
    twin.title = "ចំណងជើងកែដោយដៃ"
    twin.save_revision()
    address = reverse("wagtailadmin_pages:edit", args=[twin.pk])
    response = client.post(address, {"localize-restart-translation": "1"})
    assert response.status_code == 200 and "ចំណងជើងកែដោយដៃ" in response.content.decode()
    translation.refresh_from_db()
    assert not translation.enabled, "nothing happens before the answer"
    client.post(address, {"localize-restart-translation": "1", "hand-edits": "keep"})
    translation.refresh_from_db()
    assert translation.enabled
    translation.save_target(user=site["admin"], publish=False)
    assert ArticlePage.objects.get(pk=twin.pk).get_latest_revision_as_object().title == "ចំណងជើងកែដោយដៃ"


def test_a_half_translated_page_is_not_published(client_for, site):
    page = make_article("Dịch dở", section=site["section"])
    twin = start(page, make_locale("km"), site["admin"])
    response = client_for(site["admin"]).post(
        reverse("wagtailadmin_pages:edit", args=[twin.pk]), {"action": "publish"}, follow=True
    )
    assert "câu chưa dịch" in response.content.decode()
    twin.refresh_from_db()
    assert not twin.live


def test_po_out_and_in_again(client_for, site):
    page = make_article("Bài ra tệp PO", section=site["section"])
    start(page, make_locale("km"), site["admin"])
    translation = Translation.objects.get(source__object_id=page.translation_key)
    po = translation.export_po()
    for entry in po:
        entry.msgstr = "slug-km" if entry.msgctxt == "slug" else f"ខ្មែរ\u200b {entry.msgctxt[:20]}"
    client = client_for(site["admin"])
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    client.post(address, {"file": SimpleUploadedFile("km.po", str(po).encode()), "next": DESK})
    assert untranslated(translation) == []
    translation.save_target(user=site["admin"], publish=False)
    draft = page.get_translation(make_locale("km")).specific.get_latest_revision_as_object()
    assert "\u200b" in draft.title, "a zero-width space survives PO, editor and save"
    broken = client.post(address, {"file": SimpleUploadedFile("km.po", b"\xff\x00 no po"), "next": DESK})
    assert broken.status_code in (200, 302)


def test_a_khmer_title_gives_the_address_in_latin_letters_and_dates_are_vietnamese(client_for, site):
    page, km = make_article("Gọi 111 và một bạn", section=site["section"]), make_locale("km")
    start(page, km, site["admin"])
    translation = Translation.objects.get(source__object_id=page.translation_key)
    segments = {one.context.path: one for one in translation.source.stringsegment_set.select_related("context")}

    def write(path, words):
        address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segments[path].pk])
        return client_for(site["admin"]).put(address, f"value={quote(words)}", content_type=FORM).json()

    assert re.search(r" \d\d-\d\d-\d{4}$", write("title", "ហៅ ១១១ ឬមិត្តម្នាក់")["comment"])
    made = StringTranslation.objects.get(context__path="slug", locale=km).data
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", made) and re.search("[a-z]{4}", made), made
    write("title", "ចំណងជើងថ្មី")
    assert StringTranslation.objects.get(context__path="slug", locale=km).data == made, "known by it"
    write("slug", "ហៅ ០")
    changed = StringTranslation.objects.get(context__path="slug", locale=km).data
    assert changed not in {made, "0"} and re.fullmatch("[a-z]+-0", changed), "not the figure alone"
    translation.save_target(user=site["admin"], publish=False)
    assert page.get_translation(km).slug == changed


def test_pages_blocks_pictures_and_snippets_offer_their_sentences(site):
    page = make_article("Đủ mọi chữ", section=site["section"], paragraphs=["Một đoạn.", "Hai đoạn."])
    start(page, make_locale("km"), site["admin"])
    paths = set(source_of(page).stringsegment_set.values_list("context__path", flat=True))
    assert {"title", "sapo", "slug"} <= paths
    assert sum(path.startswith("body.") for path in paths) == 2
    assert changes(source_of(page), ArticlePage.objects.get(pk=page.pk)) == []
    assert manual_edits.__doc__
    assert Locale.objects.count() == 3


@pytest.mark.parametrize(
    ("text", "is_legacy"),
    [
        ("ChiÕn dÞch kh«ng mét m×nh", True),
        ("kmáúCa eTAsala þµ¦", True),
        ("Chiến dịch “Không một mình” – 100% trường học", False),
        ("Khổ 60 × 160 cm, 25°C, 10 m²", False),
        ("កុំលាក់ការសម្ងាត់", False),
        ("Café naïve", False),
        ("", False),
    ],
)
def test_old_fonts_are_recognised(text, is_legacy):
    assert bool(legacy_text(text)) is is_legacy


@pytest.mark.parametrize("own", ["km", "en"])
def test_a_machine_draft_is_named_until_its_reader_says_that_it_is_checked(client_for, site, own):
    """The list and the page say it, a filter finds it; who translates another language cannot take the mark away."""
    page, other = (make_article(title, section=site["section"]) for title in ("Bài máy dịch", "Bài người dịch"))
    TranslationAssignment.objects.create(translation_key=page.translation_key, language=own, awaits_native_reader=True)
    admin = client_for(site["admin"])
    label = "chờ người bản ngữ duyệt"
    assert label in admin.get(DESK, {"title": page.title}).text
    rows = admin.get(DESK, {"machine": "yes", "language": own}).context["object_list"]
    assert [row.pk for row in rows] == [page.pk]
    assert not admin.get(DESK, {"machine": "yes", "language": {"km": "en", "en": "km"}[own]}).context["object_list"]
    address = f"{DESK}{page.pk}/{own}/"
    note = "Đọc hết, sửa xong thì bỏ dấu ở phần"
    assert note in admin.get(address).text and note not in admin.get(f"{DESK}{other.pk}/{own}/").text
    responses = {"owner": "", "due_on": "", "note": ""}
    stranger = make_user(f"dich@{own}.example")
    grant(stranger, f"translator_{'en' if own == 'km' else 'km'}")
    assert client_for(stranger).post(address, responses).status_code in (302, 403)
    mark = TranslationAssignment.objects.get()
    assert mark.awaits_native_reader
    assert admin.post(address, responses).status_code == 302
    mark.refresh_from_db()
    assert not mark.awaits_native_reader


def test_translators_of_the_language_are_offered_before_others_who_may_edit(client_for, site):
    page = make_article("Bài để giao", section=site["section"])
    form = client_for(site["admin"]).get(f"{DESK}{page.pk}/km/").context["form"]
    groups = {str(name): [str(label) for _key, label in rows] for name, rows in form.fields["owner"].choices[1:]}
    assert next(iter(groups.items())) == ("Người dịch", ["Sơn Thị Sóc Kha"])
    assert not [name for names in groups.values() for name in names if name == str(site["en"])], "not into Khmer"
    chief = make_user("tbt@test.example", full_name="An Tâm")
    outlet = Outlet.objects.create(slug="bao", name="Báo", short_name="Báo")
    make_section("ព័ត៌មាន", home=make_home("km"), slug="tin-km", outlet=outlet)
    open_newsroom(outlet)
    grant(chief, Role.CHIEF, "bao")
    form = client_for(site["admin"]).get(f"{DESK}{page.pk}/km/").context["form"]
    groups = {str(name): [str(label) for _key, label in rows] for name, rows in form.fields["owner"].choices[1:]}
    assert groups == {"Người dịch": ["Sơn Thị Sóc Kha"], "Người khác có quyền sửa": ["An Tâm"]}
