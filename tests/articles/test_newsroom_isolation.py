"""No address of the administration shows another outlet's chief a text of the paper; no copy becomes independent."""

import io
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import get_resolver, reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from activities.models import Contest
from articles.editorial.permissions import sync_newsrooms
from articles.models import ArticleByline, ArticlePage, Person, PlannedStory, SectionPage
from tests.articles.newsroom_forms import SAPO, act, edit, form
from tests.articles.test_after_publication import correct
from tests.factories import make_article, make_home, make_user
from tests.letters import delivered
from tests.users.accounts import said
from tests.users.address_list import addresses
from users.roles import Role, grant

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
SECRET = "Tin chưa đăng về vụ án Bến Sen"


@pytest.fixture
def draft(newsroom):
    cache.clear()
    return make_article(SECRET, section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])


@pytest.fixture
def neighbour(newsroom):
    """Chief of the culture department: every right there is, in another house."""
    account = make_user("chief@van-hoa.example")
    grant(account, Role.CHIEF, "van-hoa")
    return account


def with_the_drafts_number(draft):
    """Every address below /admin/ that takes a number, with the draft's in it."""
    urls = {
        re.sub(r"/1(?=/)", f"/{draft.pk}", address)
        for address in addresses(get_resolver().url_patterns)
        if address.startswith(
            ("/admin/pages/", "/admin/toa-soan/", "/admin/localize/", "/admin/ngon-ngu/", "/admin/workflows/")
        )
        and "/1/" in address
    }
    return sorted(urls)


def state_of(draft):
    page = ArticlePage.objects.get(pk=draft.pk)
    return (
        page.title, page.path, page.slug, page.live, page.locked, page.go_live_at, page.latest_revision_id,
        page.revisions.count(), Page.objects.count(), page.view_restrictions.count(),
    )  # fmt: skip


@pytest.mark.slow
def test_no_address_with_its_number_shows_or_changes_a_text_of_another_house(newsroom, client_for, draft, neighbour):
    client, before, wrong = client_for(neighbour), state_of(draft), []
    places = with_the_drafts_number(draft)
    assert len(places) > 60 and f"/admin/pages/{draft.pk}/convert_alias/" in places
    sent = {"title": "Lách", "new_title": "Sao", "new_slug": "sao", "new_parent_page": newsroom["other"].pk}
    for place in places:
        for response in (client.get(place), client.post(place, sent)):
            if SECRET in response.text or response.status_code >= 500:
                wrong.append(f"{place} {response.status_code}")
        if state_of(draft) != before:
            wrong.append(f"{place} changed the text")
            before = state_of(draft)
    assert not wrong, "\n".join(wrong)


def test_a_headline_that_waits_on_a_live_story_is_shown_to_its_own_house_alone(newsroom, client_for, neighbour):
    """What lists name live stories of all houses: the page chooser, the front desk, the translations dashboard."""
    section = newsroom["section"]
    story = make_article("Tít đang đăng", section=section, sapo=SAPO, owner=newsroom["reporter"])
    story.title = SECRET
    story.save_revision(user=newsroom["reporter"])
    for language in ("en", "km"):
        make_home(language)
    sync_newsrooms()
    translator, home = make_user("dich@thu.example"), section.get_parent()
    grant(translator, Role.TRANSLATOR_EN)
    choosers = [f"/admin/choose-page/{section.pk}/", f"/admin/choose-page/{story.pk}/",
                f"/admin/choose-page/chosen-multiple/?id={story.pk}"]  # fmt: skip
    desks = [f"/admin/trang-nhat/{home.pk}/"]
    languages = ["/admin/ngon-ngu/", f"/admin/ngon-ngu/{story.pk}/en/"]
    for account, places, knows in (
        (newsroom["chief"], [*choosers, *desks, *languages], True),
        (neighbour, [*choosers, *desks, *languages], False),
        (translator, [*choosers, *languages], False),
    ):
        for place in places:
            response = client_for(account).get(place)
            assert response.status_code == 200 and (SECRET in said(response)) is knows, (account, place)
            assert knows or "Tít đang đăng" in said(response), (account, place)


def test_no_address_shows_the_name_behind_a_pen_name_of_another_house(newsroom, client_for, neighbour):
    author = Person.objects.create(
        full_name="Lê Thị Tên Thật", pen_name="Mực Tím", slug="muc-tim", outlet=newsroom["section"].outlet
    )
    own = client_for(newsroom["chief"])
    places = {
        re.sub(r"/1(?=/|$)", f"/{author.pk}", address)
        for address in addresses(get_resolver().url_patterns)
        if address.startswith("/admin/snippets/articles/person/") and "/1" in address
    }
    assert f"/admin/snippets/articles/person/edit/{author.pk}/" in places and len(places) > 4
    assert author.full_name in own.get(f"/admin/snippets/articles/person/edit/{author.pk}/").text
    client = client_for(neighbour)
    for place in {*places, "/admin/snippets/articles/person/", "/admin/snippets/choose/articles/person/"}:
        assert author.full_name not in client.get(place).text, place


def test_a_real_name_finds_authors_of_the_own_house_alone(newsroom, client_for, neighbour):
    """Who guesses a real name does not see which pen name answers; the pen name is found by everybody."""
    houses = {"other": newsroom["section"].outlet, "own": newsroom["other"].outlet, "none": None}
    for place, outlet in houses.items():
        Person.objects.create(full_name=f"Lê Thị Thật {place}", pen_name=f"Mực Tím {place}", outlet=outlet)
    Person.objects.create(full_name="Ngô Bảo Chân", outlet=houses["other"])
    lists = ("/admin/snippets/articles/person/", "/admin/snippets/articles/person/results/",
             "/admin/snippets/choose/articles/person/results/")  # fmt: skip
    names = {"Mực Tím other", "Mực Tím own", "Mực Tím none", "Ngô Bảo Chân"}

    def found(account, query):
        texts = [client_for(account).get(place, {"q": query}).text for place in lists]
        visible_names = [{name for name in names if name in text} for text in texts]
        assert visible_names.count(visible_names[0]) == len(lists), dict(zip(lists, visible_names, strict=True))
        return visible_names[0]

    assert found(neighbour, "le thi that") == {"Mực Tím own", "Mực Tím none"}
    assert found(newsroom["chief"], "le thi that") == {"Mực Tím other", "Mực Tím none"}
    assert found(neighbour, "muc tim") == found(newsroom["chief"], "muc tim") == names - {"Ngô Bảo Chân"}
    assert found(neighbour, "bao chan") == {"Ngô Bảo Chân"}, "the name that readers see"
    administrator = make_user(is_superuser=True, is_staff=True)
    assert found(administrator, "le thi that") == names - {"Ngô Bảo Chân"}


def test_the_move_of_an_own_text_names_no_text_of_another_house(newsroom, client_for, draft, neighbour):
    """Wagtail's last question before a move shows both titles before it asks for rights."""
    own, client = make_article("Tin của tôi", section=newsroom["other"], live=False), client_for(neighbour)
    place = f"/admin/pages/{own.pk}/move/{{}}/confirm/"
    assert newsroom["other"].title in client.get(place.format(newsroom["other"].pk)).text
    response = client.get(place.format(draft.pk))
    assert response.status_code in {302, 403} and SECRET not in response.text


def take(client, newsroom, story):
    client.post("/admin/toa-soan/lay-bai/", {"story": story.pk, "section": newsroom["other"].pk})
    return ArticlePage.objects.get(alias_of=story.pk)


def test_a_copy_stays_a_copy(newsroom, client_for, neighbour):
    """Made an ordinary page it would stand there without its maker's name, and no correction would reach it."""
    story = make_article(section=newsroom["section"], sapo=SAPO)
    client = client_for(neighbour)
    copy = take(client, newsroom, story)
    place = f"/admin/pages/{copy.pk}/convert_alias/"
    for account in (neighbour, newsroom["culture"], newsroom["culture_secretary"], newsroom["chief"]):
        for response in (client_for(account).get(place), client_for(account).post(place)):
            assert response.status_code in {302, 403}
        edit(client_for(account), copy, kicker="Của tôi")
    assert "luôn theo bản gốc" in client.post(place, follow=True).text
    copy.refresh_from_db()
    assert copy.alias_of_id == story.pk and not copy.revisions.exists() and copy.kicker == ""


def test_a_copy_follows_its_original_to_another_address_off_the_site_and_back(newsroom, client_for):
    story = make_article("Bản tin Xóm Chài", section=newsroom["section"], sapo=SAPO, paragraphs=["Có 40 trường."])
    copy = take(client_for(newsroom["culture_secretary"]), newsroom, story)
    editor, chief, reader = (
        client_for(newsroom[name]) if name else client_for(None) for name in ("editor", "chief", "")
    )
    old = story.address

    def publish(**changes):
        editor.post(f"/admin/pages/{story.pk}/edit/", form("Bản tin Cái Khế", **changes))
        chief.post(f"/admin/bulk/wagtailcore/page/publish/?id={story.pk}&next=/admin/", {})
        story.refresh_from_db()

    publish(slug="cuoc-thi-moi")
    moved = ArticlePage.objects.get(pk=story.pk).address
    assert moved.endswith("/cuoc-thi-moi/") and moved != old
    html = reader.get(copy.address).text
    assert f'{moved}"' in html.split('rel="canonical"', 1)[1][:200] and f'href="{moved}"' in html
    assert old not in html and "Bản tin Cái Khế" in html
    assert "Bản tin Cái Khế" in reader.get(newsroom["other"].address).text
    chief.post(f"/admin/pages/{story.pk}/unpublish/")
    assert reader.get(moved).status_code == reader.get(copy.address).status_code == 410
    assert "Bản tin Cái Khế" not in reader.get(newsroom["other"].address).text
    publish(slug="cuoc-thi-moi", kicker="Trở lại")
    assert reader.get(moved).status_code == 200
    back = reader.get(copy.address)
    assert back.status_code == 200 and "Trở lại" in back.text
    assert "Bản tin Cái Khế" in reader.get(newsroom["other"].address).text


@pytest.mark.parametrize(
    "place", ["/admin/pages/{}/delete/", "/admin/bulk/wagtailcore/page/delete/?id={}&next=/admin/"]
)
def test_a_copy_goes_with_an_original_that_an_administrator_deletes(
    newsroom, client_for, django_capture_on_commit_callbacks, place
):
    """Left behind it would be a draft of the taker's own, without its maker's name."""
    story = make_article("Bản tin Xóm Chài", section=newsroom["section"], sapo=SAPO)
    copy = take(client_for(newsroom["culture_secretary"]), newsroom, story)
    addresses = [copy.address, story.address]
    admin = make_user("admin@thu.example", is_superuser=True)
    reader = client_for(None)
    assert reader.get(copy.address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert client_for(admin).post(place.format(story.pk)).status_code == 302
    assert not ArticlePage.objects.exists(), "neither the story nor a loose copy"
    for address in addresses:
        response = reader.get(address)
        assert response.status_code == 410 and "Bản tin Xóm Chài" not in response.text, address
    assert "Bản tin Xóm Chài" not in reader.get(newsroom["other"].address).text
    sent = [mail for mail in delivered() if "đã bị xóa ở nơi viết" in mail.subject]
    assert [mail.to for mail in sent] == [["culture_secretary@thu.example"]]
    assert "Bản tin Xóm Chài" in sent[0].body and "Báo Thử" in sent[0].body and newsroom["other"].title in sent[0].body


BULK = "/admin/bulk/wagtailcore/page/delete/?id={}&next=/admin/"


@pytest.mark.parametrize("place", ["/admin/pages/{}/delete/", BULK, "code"])
def test_a_copy_goes_with_the_section_of_its_original(newsroom, client_for, place):
    """Wagtail deletes the pages below a section without asking their classes."""
    story = make_article("Bản tin Xóm Chài", section=newsroom["section"], sapo=SAPO)
    take(client_for(newsroom["culture_secretary"]), newsroom, story)
    other_story = make_article("Bài ở lại", section=newsroom["other"], sapo=SAPO)
    if place == "code":
        Page.objects.get(pk=newsroom["section"].pk).delete()
    else:
        admin = client_for(make_user("admin@thu.example", is_superuser=True))
        assert admin.post(place.format(newsroom["section"].pk)).status_code == 302
    assert list(ArticlePage.objects.values_list("pk", flat=True)) == [other_story.pk]
    assert ["culture_secretary@thu.example"] in [mail.to for mail in delivered()]
    assert all(not problems for problems in Page.find_problems())


def test_a_deletion_that_would_leave_a_copy_behind_is_refused(newsroom, client_for):
    """A queryset of plain pages knows nothing of our classes: it goes no further than the first copy."""
    story = make_article("Bản tin Xóm Chài", section=newsroom["section"], sapo=SAPO)
    copy = take(client_for(newsroom["culture_secretary"]), newsroom, story)
    for page in (story, newsroom["section"]):
        with pytest.raises(ProtectedError), transaction.atomic():
            Page.objects.filter(pk=page.pk).delete()
    copy.refresh_from_db()
    assert copy.alias_of_id == story.pk and copy.live
    ArticlePage.objects.filter(pk=story.pk).delete()
    assert not ArticlePage.objects.exists(), "a queryset of stories takes the copies along"


def test_a_story_and_its_copy_are_chosen_for_one_deletion(newsroom, client_for):
    story = make_article("Bản tin Xóm Chài", section=newsroom["section"], sapo=SAPO)
    copy = take(client_for(newsroom["culture_secretary"]), newsroom, story)
    admin = client_for(make_user("admin@thu.example", is_superuser=True))
    assert admin.post(BULK.format(f"{story.pk}&id={copy.pk}")).status_code == 302
    assert not ArticlePage.objects.exists()


def test_the_history_of_a_copy_names_who_deleted_its_original(newsroom, client_for):
    story = make_article("Bản tin Xóm Chài", section=newsroom["section"], sapo=SAPO)
    copy = take(client_for(newsroom["culture_secretary"]), newsroom, story)
    admin = make_user("admin@thu.example", is_superuser=True)
    assert client_for(admin).post(f"/admin/pages/{story.pk}/delete/").status_code == 302
    entries = PageLogEntry.objects.filter(page_id__in=[story.pk, copy.pk], action="wagtail.delete")
    assert sorted(entries.values_list("page_id", "user")) == [(story.pk, admin.pk), (copy.pk, admin.pk)]


def test_a_front_page_is_deleted_with_originals_and_copies(newsroom, client_for):
    story = make_article("Bản tin Xóm Chài", section=newsroom["section"], sapo=SAPO)
    take(client_for(newsroom["culture_secretary"]), newsroom, story)
    newsroom["section"].get_parent().delete()
    assert not ArticlePage.objects.exists() and not SectionPage.objects.exists()


def test_a_whole_branch_with_story_and_copy_is_deleted_without_a_stumble(newsroom, client_for):
    story = make_article("Bản tin Xóm Chài", section=newsroom["section"], sapo=SAPO)
    take(client_for(newsroom["culture_secretary"]), newsroom, story)
    admin = client_for(make_user("admin@thu.example", is_superuser=True))
    ids = "&".join(f"id={newsroom[name].pk}" for name in ("section", "other"))
    assert admin.post(f"/admin/bulk/wagtailcore/page/delete/?{ids}&next=/admin/").status_code == 302
    assert not ArticlePage.objects.exists() and not Page.objects.filter(pk=newsroom["other"].pk).exists()
    assert not Page.find_problems()[0] and all(not problems for problems in Page.find_problems())


def test_the_taker_hears_of_a_take_down_and_of_a_correction_and_of_nothing_else(
    newsroom, client_for, django_capture_on_commit_callbacks
):
    story = make_article("Bản tin Xóm Chài", section=newsroom["section"], sapo=SAPO, paragraphs=["Có 40 trường."])
    story = ArticlePage.objects.get(pk=story.pk)
    taker = client_for(newsroom["culture_secretary"])
    copy = take(taker, newsroom, story)

    def heard(deed):
        delivered().clear()
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        return [(mail.to, mail.subject, mail.body) for mail in delivered() if "Bài lấy về" in mail.subject]

    ((to, subject, body),) = heard(lambda: correct(newsroom, client_for, story))
    assert to == ["culture_secretary@thu.example"] and "có đính chính" in subject
    assert "14 trường, không phải 40" in body and copy.address in body
    secret = {"reason": "tre-em", "note": "Phụ huynh gọi lúc 9 giờ.", "answers_410": "on"}
    secretary = client_for(newsroom["secretary"])
    ((_to, subject, body),) = heard(lambda: secretary.post(f"/admin/toa-soan/bai/{story.pk}/go/", secret))
    assert "đã được gỡ" in subject and "Phụ huynh" not in body, "why stays with the house that wrote it"
    story.refresh_from_db()
    assert not heard(lambda: story.get_latest_revision().publish(skip_permission_checks=True))
    assert not heard(lambda: taker.post("/admin/toa-soan/lay-bai/", {"copy": copy.pk})), "given back: no news"
    assert not ArticlePage.objects.filter(pk=copy.pk).exists()


def test_a_name_of_another_house_in_the_list_of_authors_leads_nowhere(newsroom, client_for):
    houses = {"own": newsroom["other"].outlet, "theirs": newsroom["section"].outlet, "free": None}
    people = {name: Person.objects.create(full_name=f"Trần {name}", outlet=house) for name, house in houses.items()}
    edits = {name: reverse("wagtailsnippets_articles_person:edit", args=[person.pk]) for name, person in people.items()}
    administrator = make_user("quan-tri@demo.example", is_superuser=True)
    for account, may in ((newsroom["culture_secretary"], {"own", "free"}), (administrator, set(people))):
        client = client_for(account)
        listed = client.get(reverse("wagtailsnippets_articles_person:list")).text
        assert all(person.full_name in listed for person in people.values())
        assert {name for name, address in edits.items() if address in listed} == may
        assert {name for name, address in edits.items() if client.get(address).status_code == 200} == may


def test_the_history_of_the_site_has_the_own_pages_and_names_no_contest_of_another_body(
    newsroom, client_for, draft, neighbour
):
    """Chiefs may begin contests: Wagtail would show them the lines of all, and offer every account as a filter."""
    now, place = timezone.now(), "/admin/reports/site-history/"
    youth = make_user("doan@thu.example", full_name="Trần Người Đoàn")
    editor = make_user("sua@thu.example", full_name="Lý Người Sửa")
    contest = Contest.objects.create(slug="ve", title="Cuộc thi chưa công bố", opens_at=now, closes_at=now, formats=[])
    log(instance=contest, action="wagtail.create", user=youth)
    log(instance=draft, action="wagtail.edit", user=editor)
    secrets = {SECRET, contest.title, youth.full_name, editor.full_name}
    administrator = make_user("quan-tri@thu.example", is_superuser=True, is_staff=True)
    for account, expected in (
        (newsroom["chief"], {SECRET, editor.full_name}),
        (neighbour, set()),
        (administrator, secrets),
    ):
        client = client_for(account)
        for address in (place, f"{place}results/", f"{place}?label=Cu", f"{place}?export=csv"):
            response = client.get(address)
            text = b"".join(response.streaming_content).decode() if response.streaming else response.text
            visible = {words for words in secrets if words in text}
            assert response.status_code == 200 and visible <= expected, (account, address, visible)
            assert visible == expected or "label" in address, (account, address, expected - visible)
    for account in (newsroom["editor"], newsroom["secretary"]):
        assert client_for(account).get(place).status_code in {302, 403}


def test_the_history_is_exported_when_a_kind_of_rows_is_no_more(newsroom, client_for, draft):
    log(instance=draft, action="wagtail.edit", user=newsroom["chief"])
    assert PageLogEntry.objects.filter(page_id=draft.pk).update(content_type=None)
    administrator = client_for(make_user("quan-tri@thu.example", is_superuser=True, is_staff=True))
    for kind in ("csv", "xlsx"):
        response = administrator.get(f"/admin/reports/site-history/?export={kind}")
        assert response.status_code == 200 and b"".join(response.streaming_content), kind


def test_the_fee_sheet_of_another_house_has_the_name_that_readers_see(newsroom, client_for):
    """Any writer may sign a story with any author; the sheet would then tell who hides behind a pen name."""
    houses = {"other": newsroom["section"].outlet, "own": newsroom["other"].outlet, "none": None}
    story = make_article(section=newsroom["other"], sapo=SAPO)
    for number, (place, outlet) in enumerate(houses.items()):
        person = Person.objects.create(full_name=f"Lê Thị Thật {place}", pen_name=f"Mực Tím {place}", outlet=outlet)
        ArticleByline.objects.create(page=story, person=person, sort_order=number)
    client = client_for(newsroom["culture_secretary"])
    sheet = client.get("/admin/toa-soan/nhuan-but/?xlsx")
    file = load_workbook(io.BytesIO(b"".join(sheet.streaming_content)))
    cells = " ".join(str(cell.value) for row in file.active.rows for cell in row)
    for text in (client.get("/admin/toa-soan/nhuan-but/").text, cells):
        assert all(f"Mực Tím {place}" in text for place in houses)
        assert {place for place in houses if f"Lê Thị Thật {place}" in text} == {"own", "none"}


def test_who_works_elsewhere_hears_nothing_more_of_former_plans_and_texts(newsroom, client_for):
    """A letter has the title, what the story shall tell, and what the editors say of it."""
    writer, editor, secretary = (newsroom[name] for name in ("reporter", "editor", "secretary"))
    plan = PlannedStory.objects.create(
        title="Đề tài kín", section=newsroom["section"], planned_for=timezone.now(), writer=writer, created_by=editor
    )

    def heard(title):
        page = make_article(title, section=newsroom["section"], live=False, sapo=SAPO, owner=writer)
        page.get_workflow().start(page, secretary)
        mail.outbox.clear()
        client = client_for(secretary)
        client.post(f"/admin/toa-soan/lich/plan/{plan.pk}/keo/", {"day": f"{timezone.localdate() + timedelta(days=9)}"})
        act(client_for(editor), page, "reject", comment="Nguồn tin kín.")
        return sorted(letter.subject for letter in delivered() if letter.to == [writer.email])

    assert len(heard("Bài khi còn ở báo")) == 2
    writer.groups.clear()
    grant(writer, Role.REPORTER, "van-hoa")
    assert heard("Bài sau khi đã đi") == []


def test_the_form_of_an_author_offers_the_accounts_of_the_own_house(newsroom, client_for):
    """Anybody's account would tell the names of teachers, partners and other newsrooms."""
    teacher, own = make_user("day@truong.example", full_name="Cô Xa Lạ"), newsroom["culture_secretary"]
    author = Person.objects.create(full_name="Lê Thị Sen", outlet=newsroom["other"].outlet, account=teacher)
    client, add = client_for(newsroom["culture"]), "/admin/snippets/articles/person/add/"
    page = client.get(add).text
    assert f'value="{own.pk}"' in page and "Cô Xa Lạ" not in page
    assert not any(f'value="{newsroom[name].pk}"' in page for name in ("reporter", "chief"))
    sent = {"full_name": "Trần Văn Mới", "has_page": "on", "outlet": newsroom["other"].outlet_id}
    for account in (teacher, newsroom["chief"]):
        response = client.post(add, sent | {"account": account.pk})
        assert response.status_code == 200 and f'value="{account.pk}"' not in response.text
    assert client.post(add, sent | {"account": own.pk}).status_code == 302
    assert Person.objects.get(full_name="Trần Văn Mới").account == own
    edit = reverse("wagtailsnippets_articles_person:edit", args=[author.pk])
    assert client.post(edit, sent | {"full_name": "Lê Sen", "account": teacher.pk}).status_code == 302
    author.refresh_from_db()
    assert (author.full_name, author.account) == ("Lê Sen", teacher), "what an administrator has set stays"


@pytest.mark.slow
def test_filters_by_people_offer_nobody_of_another_house(newsroom, client_for, draft, neighbour):
    """Explorer, lists of one type and reports: Wagtail's filters name whoever touched a page of any outlet."""
    names = {
        "owner": "Lý Người Viết",
        "editor": "Trần Người Sửa",
        "locker": "Đỗ Người Khóa",
        "sender": "Hồ Người Gửi",
    }
    people = {name: make_user(f"{name}@nha-kia.example", full_name=full) for name, full in names.items()}
    log(instance=draft, action="wagtail.edit", user=people["editor"])
    draft.save_revision(user=newsroom["reporter"])
    draft.get_workflow().start(draft, people["sender"])
    Page.objects.filter(pk=draft.pk).update(owner=people["owner"], locked=True, locked_by=people["locker"])
    places = {
        f"/admin/pages/{draft.get_parent().get_parent().pk}/": {"owner", "editor"},
        "/admin/pages/usage/articles/articlepage/": {"owner", "editor"},
        "/admin/reports/locked/": {"locker"},
        "/admin/reports/workflow/": {"sender"},
    }
    administrator = make_user("quan-tri@thu.example", is_superuser=True, is_staff=True)
    for account, sees in ((neighbour, False), (newsroom["chief"], True), (administrator, True)):
        client = client_for(account)
        for place, offered in places.items():
            page = client.get(place, follow=True)
            visible = {name for name, full in names.items() if full in page.text}
            assert page.status_code == 200, (account, place, page.status_code)
            assert not visible if not sees else visible >= offered, (account, place, visible)
            for results in (f"{place}results/", f"{place}?q=x"):
                text = client.get(results, follow=True).text
                assert sees or not any(full in text for full in names.values())
