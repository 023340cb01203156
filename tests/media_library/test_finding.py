"""Finding: every facet, counts that respect the others, weight, the nearest language, one address for it all."""

import itertools
import re
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import OuterRef, Subquery
from django.http import QueryDict
from django.utils import timezone, translation

from base import site_context
from campaign.models import Audience, Season, Topic
from media_library.catalogue.computed_fields import refresh_computed_fields
from media_library.models import Asset, AssetFile, AssetText, AssetVersion, Lease
from media_library.public.finding import index
from media_library.public.finding.facets import find
from media_library.public.finding.parameters import Parameter
from media_library.vocabulary import Moment
from tests.factories import asset_row, count_rows, make_locale, stored_row
from tests.media_library.small_library import make_library, translate_library

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]
LIST = "/vi/kho-tai-lieu/"


def counts(html):
    """{"loai=poster": 3, …} as printed beside boxes and buttons."""
    matches = re.findall(r'name="([\w-]+)" value="([\w.-]+)"[^>]*>\s*<span>[^<]*</span>\s*<span class="n">(\d+)', html)
    return {f"{parameter}={value}": int(n) for parameter, value, n in matches}


@pytest.fixture
def shelf(db):
    make_library()
    sheet = {"role": "print", "label": "Bản in A4", "override": "Tờ thử."}
    clip = {"trim_width_mm": None, "trim_height_mm": None, "width": 1920, "height": 1080, "extension": "mp4"}
    small = asset_row(
        "A-1", name="Tờ dán", moments=["lop-hoc"], levels=["thcs"], files=[sheet | {"stored": stored_row(size=300_000)}]
    )
    asset_row(
        "A-2",
        name="Poster lớn",
        moments=["lop-hoc", "chao-co"],
        files=[
            sheet | {"stored": stored_row(size=30_000_000, trim_width_mm=594, trim_height_mm=841)},
            {"role": "audio", "label": "Nghe", "language": "km", "stored": stored_row(size=4_000_000, extension="mp3")},
        ],
    )
    clips = asset_row(
        "A-3",
        name="Clip chào cờ",
        kind="video",
        moments=["chao-co"],
        levels=["thpt"],
        files=[{"role": "screen", "label": "Clip", "stored": stored_row(size=24_000_000, **clip)}],
    )
    clips.topics.add(Topic.objects.create(slug="gia-danh", name="Giả danh"))
    small.audiences.add(Audience.objects.create(slug="phu-huynh", name="Phụ huynh", order=2))
    small.season = Season.objects.create(name="Mùa 2025", slug="2025", starts_on="2025-01-01", ends_on="2025-12-31")
    small.save()
    Asset.objects.filter(code="A-1").update(released_at=timezone.now() - timedelta(days=31))
    return small


FACETS = {
    "dip=chao-co": {"A-2", "A-3"},
    "loai=video": {"A-3"},
    "kho=a1": {"A-2"},
    "kho=a1&kho=a4": {"A-1", "A-2"},
    "man=ngang": {"A-3"},
    "cap=thcs": {"A-1", "A-2"},  # an asset without levels suits all
    "nn=km": {"A-2"},
    "thay-the=am-thanh": {"A-2"},
    "doi-tuong=phu-huynh": {"A-1"},
    "chu-de=gia-danh": {"A-3"},
    "nang=1": {"A-1"},
    "nang=5": {"A-1", "A-2"},  # its recording is light enough
    "mua=2025": {"A-1"},
    "moi=30": {"A-2", "A-3"},  # “newest version”: released or updated within thirty days
    "q=to+dan": {"A-1", "A-2"},  # the kind says so
    "q=poster+LON": {"A-2"},
    "dip=lop-hoc&cap=thpt": {"A-2"},
}


def test_every_facet_of_the_plan_is_there():
    """The facets that the plan names, word by word; FACETS asks each of them below."""
    parameters = {query.partition("=")[0] for query in FACETS} - {"q"}
    assert (
        parameters
        == set(Parameter)
        == {
            *("dip", "loai", "kho", "man", "doi-tuong", "cap"),  # moment, kind, size, screen, audience, school level
            "chu-de",  # topic
            *("nn", "thay-the", "nang", "mua", "moi"),  # language, alternative, weight, season, newest version
        }
    )
    expected = ("chao-co", "lop-hoc", "cong-truong", "thu-vien", "phong-may", "mang-xa-hoi", "in-tai-truong")
    assert tuple(Moment.values) == expected


@pytest.mark.slow
def test_each_facet_finds_what_it_says(client, shelf):
    for query, codes in FACETS.items():
        html = client.get(f"{LIST}?{query}").content.decode()
        assert {f"A-{n}" for n in (1, 2, 3) if f"/kho-tai-lieu/a-{n}/" in html} == codes, query
        assert re.search(rf'id="kq" tabindex="-1">\s*{len(codes)} tài liệu', html), query


@pytest.mark.parametrize("language", ["vi", "km", "en"])
def test_the_kind_is_found_in_vietnamese_whoever_saved_the_asset(client, shelf, language):
    with translation.override(language):
        refresh_computed_fields(Asset.objects.get(code="A-2"))
        refresh_computed_fields(Asset.objects.get(code="A-3"))
    html = client.get(f"{LIST}?q=to+dan").content.decode()
    assert "/kho-tai-lieu/a-2/" in html and "/kho-tai-lieu/a-3/" not in html
    assert "/kho-tai-lieu/a-3/" in client.get(f"{LIST}?q=chao+co").content.decode()


def test_counts_respect_the_other_facets_and_not_their_own(client, shelf):
    every = counts(client.get(LIST).content.decode())
    assert every["dip=chao-co"] == 2 and every["loai=poster"] == 2 and every["cap=thcs"] == 2 and every["nang=20"] == 2
    some = counts(client.get(f"{LIST}?loai=poster&cap=thcs").content.decode())
    assert some["dip=chao-co"] == 1 and some["loai=poster"] == 2
    assert some["cap=thcs"] == 2 and some["cap=thpt"] == 1
    assert "loai=video" not in some  # THCS has no clip


@pytest.mark.slow
def test_every_count_is_what_a_click_on_it_would_find(client, shelf):
    """For each pair of facets: the figure beside a value is the length of the list with that value alone added."""
    single = [query for query in FACETS if "&" not in query and "q=" not in query]
    counts_by_query = {query: counts(client.get(f"{LIST}?{query}").content.decode()) for query in single}
    reader = AnonymousUser()
    for first, second in itertools.permutations(single, 2):
        if first.partition("=")[0] == second.partition("=")[0]:
            continue
        expected = FACETS[first] & FACETS[second]
        assert counts_by_query[first].get(second, 0) == len(expected), (first, second)
        result = find(Asset.objects.visible_to(reader), QueryDict(f"{first}&{second}"), reader)
        assert len(result.keys) == len(expected), (first, second)


def test_the_card_offers_the_file_that_is_light_enough(client, shelf):
    file = AssetFile.objects.get(role="audio")
    html = client.get(f"{LIST}?nang=5&nn=km").content.decode()
    assert file.get_absolute_url() in html
    assert "Chưa có bản" not in html
    here = client.get(f"{LIST}?nang=5&dip=lop-hoc").content.decode()
    assert "Chưa có bản tiếng Việt, đây là bản tiếng Khmer." in here


def test_a_missing_language_offers_the_nearest(client, shelf):
    html = client.get(f"{LIST}?nn=en&dip=chao-co").content.decode()
    assert "Chưa có tài liệu bằng tiếng Anh" in html
    assert "?dip=chao-co&amp;nn=vi" in html and "Xem 2 tài liệu bằng tiếng Việt" in html


def test_chips_and_links_keep_the_whole_address(client, shelf):
    html = client.get(f"{LIST}?q=poster&dip=lop-hoc&nang=100").content.decode()
    assert '<a class="chip drop" href="?q=poster&amp;nang=100">Lớp học' in html
    assert 'href="?q=poster&amp;dip=chao-co&amp;nang=100"' in html
    assert '<input type="hidden" name="q" value="poster">' in html


def test_another_language_keeps_the_filters_that_the_page_knows_and_nothing_else(client, shelf):
    translate_library("km")
    links = r'<li><a href="([^"]*)" lang="km" hreflang="km">'
    asked_url = f"{LIST}?trang=1&them=A-1&dip=chao-co&loai=la&q=c%22l%3Cb&dip=lop-hoc&khac=%22%3E"
    response = client.get(asked_url)
    assert response.status_code == 404, "loai=la is no kind"
    (address,) = set(re.findall(links, response.text))
    assert address == "/km/kho-tai-lieu/?q=c%22l%3Cb&amp;dip=chao-co&amp;dip=lop-hoc"
    assert client.get(address.replace("&amp;", "&")).context["filters"].chosen == {"dip": ("chao-co", "lop-hoc")}
    assert set(re.findall(links, client.get(LIST).text)) == {"/km/kho-tai-lieu/"}
    assert 'hreflang="km" href="' + settings.SITE_URL + '/km/kho-tai-lieu/">' in response.text
    assert set(re.findall(links.replace("km", "en"), response.text)) == {f"/en/chua-dich/?trang={LIST}"}


def test_a_moment_with_clips_leads_to_the_screen(client, shelf):
    assert 'href="/vi/phat/chao-co/"' in client.get(f"{LIST}?dip=chao-co").content.decode()
    for query in ("dip=lop-hoc", "dip=chao-co&dip=lop-hoc", "dip=chao-co&cap=thcs", ""):
        assert "/phat/" not in client.get(f"{LIST}?{query}").content.decode(), query


def test_five_hundred_facets_get_an_answer(client, shelf):
    query = "&".join(f"loai=la-{n}" for n in range(500)) + "&dip=chao-co"
    response = client.get(f"{LIST}?{query}")
    html = response.content.decode()
    assert response.status_code == 404 and "bộ lọc mà kho không biết" in html
    assert html.count("<code>loai=") == 3 and f"{LIST}?dip=chao-co" in html
    many = "&".join(f"loai={kind}" for kind in ("poster", "video") * 250)
    assert client.get(f"{LIST}?{many}").status_code == 200


def test_what_was_taken_back_leaves_list_and_counts_at_once(client, shelf):
    assert counts(client.get(LIST).content.decode())["dip=lop-hoc"] == 2
    shelf.withdraw()
    html = client.get(LIST).content.decode()
    assert counts(html)["dip=lop-hoc"] == 1 and "Tờ dán" not in html
    season = Season.objects.create(name="Mùa 1", slug="mua-1", starts_on="2026-01-01", ends_on="2026-12-31")
    Asset.objects.get(code="A-2").save()  # nothing of it changes
    other = Asset.objects.get(code="A-3")
    other.season = season
    other.save()
    assert counts(client.get(LIST).content.decode())["mua=mua-1"] == 1


def test_a_change_that_commits_late_is_counted(client, shelf):
    """Its time is older than one that the index has seen: the transaction was longer. The same with a lease.

    site_context.invalidate() is what saving does on commit.
    """
    assert counts(client.get(LIST).content.decode())["dip=lop-hoc"] == 2
    earlier = Asset.objects.exclude(code="A-2").latest("updated_at").updated_at - timedelta(hours=1)
    Asset.objects.filter(code="A-2").update(moments=["chao-co"], updated_at=earlier)
    site_context.invalidate()
    assert counts(client.get(LIST).content.decode())["dip=lop-hoc"] == 1
    today = timezone.localdate()
    Lease.objects.create(asset_id=shelf.pk, effect="allow", starts_on=today, ends_on=today + timedelta(days=900))
    short = Lease.objects.create(asset=Asset.objects.get(code="A-3"), effect="allow", ends_on=today)
    assert counts(client.get(LIST).content.decode())["loai=video"] == 1
    Lease.objects.filter(pk=short.pk).update(ends_on=today - timedelta(days=1))
    site_context.invalidate()
    assert "loai=video" not in counts(client.get(LIST).content.decode())


def test_one_thread_builds_the_index_and_the_others_wait_for_it(monkeypatch):
    first, second = threading.Event(), threading.Event()
    built, got = [], []

    def build():
        built.append(index.FacetIndex())
        (second if first.is_set() else first).set()
        second.wait(0.2)  # room for another thread to come in, which none does
        return built[-1]

    monkeypatch.setattr(index, "_latest", None)
    monkeypatch.setattr(index, "build", build)
    now = index.State(("a", "b", "c", timezone.localdate()), {}, {})
    threads = [threading.Thread(target=lambda: got.append(index.current(now))) for _ in range(4)]
    threads[0].start()
    assert first.wait(10)
    for thread in threads[1:]:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(built) == 1 and len(got) == 4 and all(result is built[0] for result in got)
    later = index.State(("a2", "b", "c", timezone.localdate()), {}, {})
    assert index.current(later) is built[1] and index.current(later) is built[1]


def grow(number):
    """`number` released assets as rows: one file each, words, an audience; their objects are nobody's."""
    start = Asset.objects.count()
    kinds, moments = ["poster", "video", "slide"], ["chao-co", "lop-hoc"]
    facts = {"status": "released", "languages": ["vi"], "sizes": ["a4"], "lightest": 300_000, "search_text": "to dan"}
    assets = Asset.objects.bulk_create(
        Asset(code=f"G-{n}", slug=f"g-{n}", kind=kinds[n % 3], moments=[moments[n % 2]], **facts)
        for n in range(start, start + number)
    )
    now = Asset.objects.filter(released_at__isnull=False).first().released_at
    versions = AssetVersion.objects.bulk_create(
        AssetVersion(asset=item, number="1.0", released_at=now) for item in assets
    )
    own = AssetVersion.objects.filter(asset=OuterRef("pk")).values("pk")[:1]
    Asset.objects.filter(current_version=None).update(current_version=Subquery(own), released_at=now)
    item = stored_row()
    model = type(item)
    facts = {field.attname: getattr(item, field.attname) for field in model._meta.fields if field.name != "id"}
    rows = model.objects.bulk_create(model(**facts | {"key": f"g/{start}/{n}"}) for n in range(number))
    AssetFile.objects.bulk_create(
        AssetFile(version=version, role="print", label="Bản in", stored=row)
        for version, row in zip(versions, rows, strict=True)
    )
    locale = make_locale("vi")
    AssetText.objects.bulk_create(AssetText(asset=item, name=f"Tờ dán {item.code}", locale=locale) for item in assets)
    through = Asset.audiences.through
    audience = Audience.objects.get_or_create(slug="hoc-sinh", defaults={"name": "Học sinh"})[0]
    through.objects.bulk_create(through(asset=item, audience=audience) for item in assets)
    count_rows()


@pytest.mark.parametrize(("few", "many"), [(90, 150), pytest.param(100, 20_000, marks=pytest.mark.night)])
@pytest.mark.slow
def test_budgets_with_few_and_with_many_assets(client, shelf, django_assert_max_num_queries, few, many):
    """P3 and P4: the same counts whatever the size; more only for words, which the site's search is asked for too."""
    addresses = [
        LIST,
        f"{LIST}?q=to+dan&loai=poster&nn=vi&dip=lop-hoc&doi-tuong=hoc-sinh",
        f"{LIST}?loai=poster&dip=lop-hoc&kho=a4&trang=2",
        f"{LIST}a-1/",
    ]
    numbers = []
    for size in (few, many - few):
        grow(size)
        cache.clear()
        for address in addresses:
            client.get(address)  # the shell's own data and the index are shared by all pages
        row = []
        for address in addresses:
            with django_assert_max_num_queries(30 if "q=" in address else 24) as captured:
                assert client.get(address).status_code == 200
            row.append(len(captured))
        numbers.append(row)
    assert numbers[0] == numbers[1]
    assert counts(client.get(LIST).content.decode())["doi-tuong=hoc-sinh"] == many
