"""What choosers, searches, API, bulk actions and usage lists of the administration show, and to whom: by right."""

import functools

import pytest
from django.core.cache import cache
from django.urls import get_resolver
from wagtail.models import ReferenceIndex, Task
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from activities.models import Event, EventMaterial
from articles.models import ArticlePage, Person
from base.admin.chooser import ChoosingPolicy, ReferringForm
from base.admin.snippets import PermittedChooserViewSet
from base.text import fold
from home.models import GuideJob
from media_library.models import AssetText, KitText
from partners.models import Brief, BriefAsset, Partner
from tests.articles.newsroom_forms import form
from tests.factories import make_user
from tests.users.accounts import ADMINISTRATOR, PEOPLE, client_of, said
from tests.users.address_list import addresses
from tests.users.permission_rows import city
from tests.users.things import SECRETS, things
from users.roles import Role, grant

pytestmark = [pytest.mark.world("permissions"), pytest.mark.django_db]
STAFF = tuple(name for name in PEOPLE if name not in {"Trường, KOL", "Bạn đọc"})
NEWSROOM = {"Phóng viên", "Biên tập viên", "Thư ký", "Tổng Biên tập"}
WRITERS = NEWSROOM | {"Cơ quan khác", "Dịch Khmer", "Dịch Anh"}
LIBRARY, KOL_DESK = {"Kho"}, {"Bàn KOL"}
#: One account of each sort with every change, the rest of the columns every night.
EVERY_CHANGE = {"Biên tập viên", "Cơ quan khác", "Kho", "Bàn KOL", "Dịch Khmer"}
FEWER = {"Cơ quan khác", "Bàn KOL"}
BY_FEWER = [pytest.param(name, marks=[] if name in FEWER else pytest.mark.slow) for name in STAFF]
BY_COLUMN = [pytest.param(name, marks=[] if name in EVERY_CHANGE else pytest.mark.slow) for name in STAFF]


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()


def rows():
    """Rows of every kind of snippet: (model as in addresses, key, its words, columns that may choose it)."""
    fixtures, of = city(), things()
    return [
        ("media_library/asset", of.released.pk, "P-A3-01", {*STAFF}),
        ("media_library/asset", of.draft_asset.pk, SECRETS["asset"], LIBRARY),
        ("media_library/asset", of.staff_asset.pk, SECRETS["staff asset"], LIBRARY),
        ("media_library/kit", of.kit.pk, "Bộ cho trường", {*STAFF}),
        ("media_library/kit", of.draft_kit.pk, SECRETS["kit"], LIBRARY),
        ("media_library/assettext", AssetText.objects.get(asset=of.draft_asset).pk, SECRETS["asset"], set()),
        ("media_library/kittext", KitText.objects.get(kit=of.draft_kit).pk, SECRETS["kit"], set()),
        ("partners/brief", of.brief.pk, SECRETS["brief"], KOL_DESK),
        ("partners/brief", of.open_brief.pk, of.open_brief.title, KOL_DESK),
        ("search/distressphrase", of.distress.pk, SECRETS["distress"], set()),
        ("search/missedquery", of.missed.pk, SECRETS["missed"], LIBRARY),
        ("search/synonymgroup", of.synonym.pk, SECRETS["synonym"], LIBRARY),
        ("articles/person", fixtures.person.pk, "Trần Thị Hạnh", WRITERS),
        ("campaign/topic", fixtures.topic.pk, fixtures.topic.name, {*STAFF}),
        ("campaign/outlet", fixtures.paper.pk, fixtures.paper.name, {*STAFF}),
        ("campaign/helpline", fixtures.line.pk, "Bảo vệ trẻ em", {*STAFF}),
        ("campaign/season", of.item.season_id, "Mùa 2026", {*STAFF}),
        ("home/guidejob", GuideJob.objects.get(slug="viet-bai").pk, "Viết bài và gửi duyệt", set()),
        ("campaign/audience", of.audience.pk, "Học sinh", {*STAFF}),
    ]  # fmt: skip


def test_every_kind_of_snippet_has_a_rule_and_a_row_here():
    models = get_snippet_models()
    assert len(models) > 10
    for model in models:
        assert isinstance(policy_registry.get_by_type(model, fallback=False), ChoosingPolicy), model
        assert isinstance(model.snippet_viewset.chooser_viewset, PermittedChooserViewSet), model
    assert {model._meta.label_lower.replace(".", "/") for model in models} == {row[0] for row in rows()}


@pytest.mark.parametrize("column", BY_COLUMN)
def test_a_snippet_chooser_lists_and_gives_out_what_the_account_may_choose(column):
    client, wrong = client_of(column), []
    listed = functools.cache(lambda address: said(client.get(address)))  # rows of one kind stand in one list
    for model, key, words, allowed in rows():
        place = f"/admin/snippets/choose/{model}/"
        single, several = client.get(f"{place}chosen/{key}/"), client.get(f"{place}chosen-multiple/?id={key}")
        link, marker = f"{place}chosen/{key}/", f'"id": "{key}"'
        results = {
            "list": link in listed(place),
            "results": link in listed(f"{place}results/"),
            "one": single.status_code == 200 and marker in said(single),
            "several": several.status_code == 200 and marker in said(several),
        }
        wrong += [
            f"{model} {words} {name}: {shows}" for name, shows in results.items() if shows is not (column in allowed)
        ]
        assert single.status_code == (200 if column in allowed else 404)
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_every_snippet_chooser_is_searched_with_and_without_marks():
    client = client_of(ADMINISTRATOR)
    for model, key, words, _allowed in rows():
        place = f"/admin/snippets/choose/{model}/"
        for address in (place, f"{place}results/"):
            for typed in (words, fold(words), words.upper()):
                response = client.get(address, {"q": typed})
                assert response.status_code == 200 and f"{place}chosen/{key}/" in said(response), (address, typed)
            nothing = client.get(address, {"q": "không tìm thấy đâu"})
            assert nothing.status_code == 200 and f"{place}chosen/" not in said(nothing), address


def test_a_chooser_answers_odd_keys_with_404_and_leaves_them_out():
    client = client_of(ADMINISTRATOR)
    for key in ("x", "²", "9" * 40):
        assert client.get(f"/admin/snippets/choose/campaign/topic/chosen/{key}/").status_code == 404
        assert client.get(f"/admin/snippets/choose/campaign/topic/chosen-multiple/?id={key}").status_code == 200
        for address in ("bulk/partners/brief/delete/?id={}", "bulk/wagtailcore/page/delete/?id=all&childOf={}"):
            assert client.get(f"/admin/{address.format(key)}").status_code == 404
        assert client.get(f"/admin/choose-page/chosen-multiple/?id={key}").status_code == 404


def test_forms_that_wagtail_breaks_on_are_refused():
    client = client_of(ADMINISTRATOR)
    assert client.post("/admin/choose-external-link/").status_code == 400
    assert client.post("/admin/choose-external-link/", {"external-link-chooser-url": ""}).status_code == 200
    assert client.post("/admin/redirects/import/process/").status_code == 400
    season = things().item.season_id  # its checklist protects it
    ReferenceIndex.objects.all().delete()  # from which Wagtail knows it, once the index has followed
    for place in (f"snippets/campaign/season/delete/{season}/", f"bulk/campaign/season/delete/?id={season}"):
        response = client.post(f"/admin/{place}")
        assert response.status_code == 409 and "Nơi khác còn dùng mục này" in response.text
    for method in (client.get, client.post):  # a chooser without a form for new rows
        assert method("/admin/snippets/choose/articles/person/create/").status_code == 404


def naming(model: str, key: int):
    """Every address of the administration that names the row: of its own pages, choosers, API, bulk actions."""
    urls = {
        address.replace("/1/", f"/{key}/")
        for address in addresses(get_resolver().url_patterns)
        if f"/snippets/{model}/" in address or f"/snippets/choose/{model}/" in address
    }
    urls |= {f"/admin/localize/api/snippets/{model}/", f"/admin/localize/api/snippets/{model}/{key}/"}
    bulk = ("delete", "edit_many") if model == "media_library/asset" else ("delete",)
    urls |= {f"/admin/bulk/{model}/{action}/?id={which}&next=/admin/" for action in bulk for which in (key, "all")}
    return sorted(urls)


@pytest.mark.parametrize("column", BY_FEWER)
@pytest.mark.slow
def test_no_address_with_its_number_names_what_an_account_has_no_right_to(column):
    client, wrong = client_of(column), []
    for model, key, words, allowed in rows():
        if column in allowed or words not in SECRETS.values():
            continue
        places = naming(model, key)
        assert len(places) > 12, model
        for place in places:
            response = client.get(place)
            if words in said(response) or response.status_code >= 500:
                wrong.append(f"{place} {response.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.indexed
def test_usage_lists_do_not_name_what_the_account_may_not_edit(django_capture_on_commit_callbacks):
    """The library sees that a brief of the KOL desk and a draft of the paper use an asset, and not which."""
    fixtures, of = city(), things()
    BriefAsset.objects.create(brief=of.brief, asset=of.released, sort_order=0)
    fixtures.draft.body = [("asset", of.released)]
    fixtures.draft.title = "Vụ án chưa đăng"
    with django_capture_on_commit_callbacks(execute=True):
        Brief.objects.get(pk=of.brief.pk).save()
        fixtures.draft.save()
    place = f"/admin/snippets/media_library/asset/usage/{of.released.pk}/"
    for column, is_shown in (("Kho", False), (ADMINISTRATOR, True)):
        for address in (place, f"{place}?describe_on_delete=1"):
            words = said(client_of(column).get(address))
            assert (SECRETS["brief"] in words) is is_shown and ("Vụ án chưa đăng" in words) is is_shown, column


@pytest.mark.parametrize("column", BY_COLUMN)
def test_a_draft_is_named_to_its_newsroom_only(column):
    """Page chooser, search, API and bulk actions: the paper's draft, and what all may see, its live story."""
    fixtures, client = city(), client_of(column)
    draft, live = fixtures.waiting["secretary"], fixtures.foreign
    addresses = {
        "browse": "/admin/choose-page/{parent}/",
        "as a parent": "/admin/choose-page/{page}/",
        "chosen": "/admin/choose-page/chosen-multiple/?id={page}",
        "search": "/admin/choose-page/search/?q={words}",
    }
    working = {
        "admin search": "/admin/pages/search/?q={words}",
        "API": "/admin/api/main/pages/{page}/",
        "API list": "/admin/api/main/pages/?child_of={parent}",
        "bulk": "/admin/bulk/wagtailcore/page/delete/?id={page}&next=/admin/",
        "bulk, all of the section": "/admin/bulk/wagtailcore/page/delete/?id=all&childOf={parent}&next=/admin/",
        "bulk, all there are": "/admin/bulk/wagtailcore/page/delete/?id=all&next=/admin/",
        "usage": "/admin/pages/{page}/usage/",
    }
    wrong = []
    for page, allowed, places in ((draft, column in NEWSROOM, addresses | working), (live, True, addresses)):
        for name, place in places.items():
            names = {"page": page.pk, "parent": page.get_parent().pk, "words": page.title.split(" ", 1)[1]}
            response = client.get(place.format(**names))
            shows = page.title in said(response)
            reads_only = name in {"usage", "bulk, all there are"} and allowed  # of reporters, and of the whole site
            if response.status_code >= 500 or (shows is not allowed and not reads_only):
                wrong.append(f"{name} {page.title}: {response.status_code} {shows}")
    assert not wrong, "\n".join(wrong)


def test_a_form_takes_no_key_that_no_chooser_offers():
    """The editor of a story would show the name of whatever its form refers to."""
    fixtures, of = city(), things()
    account = make_user()
    grant(account, Role.EDITOR, "khac")
    client, add = client_of("Cơ quan khác", account), f"/admin/pages/add/articles/articlepage/{fixtures.theirs.pk}/"
    link = f'<p><a linktype="page" id="{fixtures.draft.pk}">x</a></p>'
    hidden = {
        "a draft in a link": {"body": [("link", {"story": fixtures.draft.pk})]},
        "a draft in rich text": {"body": [("paragraph", rich_text(link))]},
        "an asset in a card": {"body": [("asset", of.draft_asset.pk)]},
        "an asset as the clip": {"video": of.staff_asset.pk},
        "a kit in a card": {"body": [("kit", of.draft_kit.pk)]},
    }
    for name, fields in hidden.items():
        for sent in (form("Dò số", **fields), form("", **fields)):  # also with another mistake, where it is shown again
            response = client.post(add, sent)
            assert response.status_code == 302 and response.url == "/admin/", name
    allowed_fields = {
        "body": [("link", {"story": fixtures.live.pk}), ("asset", of.released.pk), ("kit", of.kit.pk)],
        "lead_image": fixtures.image.pk, "lead_caption": "x", "lead_credit": "y",
    }  # fmt: skip
    assert client.post(add, form("Bài có liên kết", **allowed_fields)).status_code == 302
    page = ArticlePage.objects.get(title="Bài có liên kết")
    assert len(page.body) == 3 and page.lead_image == fixtures.image
    assert not ArticlePage.objects.filter(title="Dò số").exists()


def test_forms_of_briefs_authors_and_partners_take_no_key_that_no_chooser_offers():
    of, client, add = things(), client_of("Bàn KOL"), "/admin/snippets/partners/brief/add/"
    words = nested_form_data({"title": "Dò số", "wanted": "…", "assets": inline_formset([])})

    def with_asset(asset):
        return nested_form_data({"assets": inline_formset([{"asset": asset.pk}])})

    for hidden in (of.draft_asset, of.staff_asset):
        for sent in ({"end_card": hidden.pk}, with_asset(hidden)):
            response = client.post(add, words | sent)
            assert response.status_code == 302 and response.url == "/admin/", (hidden, sent)
    assert not Brief.objects.filter(title="Dò số").exists()
    assert client.post(add, words | {"end_card": of.released.pk} | with_asset(of.released)).status_code == 302
    brief = Brief.objects.get(title="Dò số")
    assert brief.end_card == brief.assets.get().asset == of.released
    assert all(issubclass(model.base_form_class, ReferringForm) for model in (Brief, Person, Partner))


def test_keywords_of_a_draft_are_offered_to_its_newsroom_only():
    fixtures = city()
    for page, word in ((fixtures.waiting["secretary"], "vụ án kín"), (fixtures.live, "vụ cướp đã đăng")):
        page.tags.add(word)
        page.save()
    fixtures.image.tags.add("vụ mùa")
    tags = {"vụ cướp đã đăng", "vụ mùa"}
    for place in ("/admin/tag-autocomplete/", "/admin/tag-autocomplete/taggit/tag/"):
        for column, words in (("Biên tập viên", tags | {"vụ án kín"}), ("Cơ quan khác", tags), ("Bàn KOL", tags)):
            assert {*client_of(column).get(place, {"term": "vụ"}).json()} == words, (place, column)
    assert client_of("Biên tập viên").get("/admin/tag-autocomplete/search/distressphrase/?term=t").status_code == 404
    for place in ("/admin/tag-autocomplete/?term=v", "/admin/tag-autocomplete/taggit/tag/?term=v"):
        assert client_of("Trường, KOL").get(place).status_code == 403
        assert client_of("Bạn đọc").get(place)["Location"].startswith("/tai-khoan/dang-nhap/")


def test_choosers_without_a_check_of_their_own_are_the_administrators():
    task = Task.objects.first()
    places = [f"/admin/workflows/task_chooser/{rest}" for rest in ("", "results/", "create/", f"{task.pk}/")]
    for column in ("Tổng Biên tập", "Kho"):
        assert {client_of(column).get(place).status_code for place in places} == {403}
    assert {client_of(ADMINISTRATOR).get(place).status_code for place in places} == {200}


@pytest.mark.parametrize("column", BY_COLUMN)
def test_files_of_wagtail_are_the_administrators(column):
    """Pages take files from the library; no role may add, choose or change a document of Wagtail."""
    client, document = client_of(column), things().document
    for place in (
        "chooser/", "chooser/results/", f"chooser/chosen/{document.pk}/", f"chooser/chosen-multiple/?id={document.pk}",
        "", f"edit/{document.pk}/", f"delete/{document.pk}/", f"usage/{document.pk}/",
    ):  # fmt: skip
        assert SECRETS["document"] not in said(client.get(f"/admin/documents/{place}")), place
    assert SECRETS["document"] not in said(client.get("/admin/api/main/documents/"))
    assert SECRETS["document"] not in said(client.get(f"/admin/bulk/wagtaildocs/document/delete/?id={document.pk}"))
    assert client.get(f"/van-thu/{document.pk}/thu.txt").status_code == 404


def test_the_form_of_an_event_names_and_takes_nothing_that_no_chooser_offers():
    """The education department is offered what teachers may download, and no pictures of newsrooms."""
    fixtures, of, client = city(), things(), client_of("Sở GD&ĐT")
    add, hidden = "/admin/su-kien/new/", (of.draft_asset, of.staff_asset)
    page = said(client.get(add))
    assert not any(words in page for words in SECRETS.values())
    facts = {
        "title": "Dò số",
        "kind": "training",
        "starts_at": "20-11-2026 08:00",
        "place": "Sân",
        "size": 9,
        "places": 0,
    }

    event = None

    def sent(materials=(), pictures=()):
        existing = list(EventMaterial.objects.filter(event=event)) if event else []
        rows = [{"id": row.pk, "asset": row.asset_id} for row in existing] + [
            {"id": "", "asset": item.pk} for item in materials
        ]
        photos = inline_formset([{"image": item.pk, "caption": ""} for item in pictures])
        return nested_form_data(facts | {"photos": photos, "materials": inline_formset(rows, initial=len(existing))})

    facts_of_picture = {"credit": "An", "has_minor": False, "description": "Sân trường"}  # nothing else refuses it
    type(fixtures.image).objects.filter(pk=fixtures.image.pk).update(**facts_of_picture)
    for data in (*(sent([asset]) for asset in hidden), sent(pictures=[fixtures.image])):
        response = client.post(add, data)
        assert response.status_code == 302 and response.url == "/admin/", data
    assert not Event.objects.filter(title="Dò số").exists()
    assert client.post(add, sent([of.released])).status_code == 302
    event = Event.objects.get(title="Dò số")
    assert event.materials.get().asset == of.released
    EventMaterial.objects.create(event=event, asset=of.staff_asset)  # by an administrator
    edit = f"/admin/su-kien/edit/{event.pk}/"
    assert client.post(edit, sent()).url != "/admin/"
    assert EventMaterial.objects.filter(event=event).count() == 2, "what is in the event already stays"
    assert (
        client.post(edit, sent([of.draft_asset])).url == "/admin/"
        and EventMaterial.objects.filter(event=event).count() == 2
    )
