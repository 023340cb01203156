"""SQL that is compiled once finds the same rows as a new query of Django: as part of a query and as a whole one."""

import pickle

import pytest
from django.db.models import F, IntegerField, OuterRef, Subquery, Value

from articles.models import ArticlePage
from base import compiled_once
from base.compiled_once import KeyIn, ValueOf, ValuesOf, instances_of, json_of, rows_of, stand_ins
from media_library.models import Asset, AssetFile, AssetText
from tests.factories import make_article, make_asset, make_locale

pytestmark = pytest.mark.django_db


def names():
    return AssetText.objects.order_by("-name").values_list("asset_id", F("name"))


def ids():
    return AssetText.objects.order_by("-name").values_list("asset_id", "pk")


def test_values_of_each_row_in_their_order_also_in_a_sub_select_and_from_another_table():
    first, second, bare = (make_asset(f"P-0{number}") for number in range(3))
    AssetText.objects.filter(asset=bare).delete()
    AssetText.objects.create(asset=first, name="A", locale=make_locale("en"))
    by_name = AssetText.objects.order_by("-name")
    wanted = {asset.pk: [text.pk for text in by_name.filter(asset=asset)] for asset in (first, second, bare)}
    assert wanted[bare.pk] == [] and len(wanted[first.pk]) == 2
    for _again in range(2):
        first_id = ValueOf("test: ids", ids, "pk", output_field=IntegerField())
        rows = Asset.objects.annotate(found=ValuesOf("test: ids", ids, "pk"), one=first_id)
        assert {row.pk: row.found for row in rows} == wanted
        assert {row.pk: row.one for row in rows} == {key: (found or [None])[0] for key, found in wanted.items()}
        inner = Subquery(Asset.objects.filter(pk=OuterRef("asset")).values(found=ValuesOf("test: ids", ids, "pk")))
        texts = AssetText.objects.annotate(above=ValuesOf("test: ids", ids, "asset"), nested=inner)
        assert [text.above for text in texts] == [text.nested for text in texts]
        assert all(text.above == wanted[text.asset_id] for text in texts)


def test_a_queryset_with_such_values_can_be_pickled():
    make_asset("P-01")
    rows = Asset.objects.annotate(found=ValuesOf("test: names", names, "pk"))
    assert [row.found for row in pickle.loads(pickle.dumps(rows))] == [row.found for row in rows]


def fields(row):
    """Everything that Django keeps of a row, but for rows beside it."""
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_instances_are_those_of_the_query_for_other_keys_too(django_assert_num_queries):
    """Also of a type whose table has parents, with a body of blocks."""
    first, second = make_article("Gác máy trước"), make_article("Gọi lại sau")

    def query():
        return ArticlePage.objects.filter(KeyIn("pk"))

    for keys in ([first.pk], [second.pk, first.pk], [], [0]):
        with django_assert_num_queries(1):
            found = instances_of("test: stories", ArticlePage, query, {KeyIn.KEYS: KeyIn.given(keys)})
        known = list(ArticlePage.objects.filter(pk__in=keys))
        assert sorted(found, key=lambda story: story.pk) == sorted(known, key=lambda story: story.pk)
        for story in found:
            stored = ArticlePage.objects.get(pk=story.pk)
            assert story.body == stored.body and len(story.body) > 0
            assert fields(story) | {"body": None} == fields(stored) | {"body": None}
            assert not story._state.adding and story._state.db == stored._state.db


def test_the_row_beside_comes_along_and_an_empty_one_is_none(django_assert_num_queries):
    (key,) = stand_ins(1)
    asset = make_asset("P-01")
    bare = Asset.objects.create(code="P-02", slug="p-02", kind="poster")

    def query():
        return Asset.objects.filter(pk=key).annotate(found=F("code"))

    for one in (asset, bare):
        with django_assert_num_queries(1):
            (read,) = instances_of(
                "test: assets", Asset, query, {key: one.pk}, beside=["current_version"], annotated=["found"]
            )
            version = read.current_version
        stored = Asset.objects.select_related("current_version").get(pk=one.pk)
        assert (read.found, version) == (one.code, stored.current_version)
        assert version is None or fields(version) == fields(stored.current_version)


def test_values_that_stand_for_others_leave_every_condition():
    """A number that the column cannot hold would make Django drop it, or all rows."""
    (order,) = stand_ins(1)
    file = make_asset("P-01").current_files[0]

    def query():
        return AssetFile.objects.filter(order=order).values_list("pk")

    assert rows_of("test: order", query, {order: file.order}) == [(file.pk,)]
    assert rows_of("test: order", query, {order: 7}) == []


@pytest.mark.parametrize("word", ["Bố'; DROP TABLE x; --", "100 %s %% %", "a\\b", '"', "{}", ""])
def test_what_stays_in_the_sql_and_what_is_given_are_quoted(word):
    """In SQL that holds signs of per cent of its own too."""
    asset = make_asset("P-01")
    AssetText.objects.filter(asset=asset).update(name=word)

    def given():
        return AssetText.objects.filter(name="~", name__endswith="", asset__code__startswith="P-").values_list("name")

    def stays():
        return AssetText.objects.filter(name=word, name__contains=word).values_list("name", Value(word), Value(7))

    assert rows_of("test: given", given, {"~": word}) == [(word,)]
    assert rows_of("test: given", given, {"~": f"{word}?"}) == []
    assert rows_of(f"test: {word}", stays, {}) == [(word, word, 7)]


def test_json_is_read_and_names_are_forgotten_beyond_a_number(monkeypatch):
    monkeypatch.setattr(compiled_once, "_whole", {})
    monkeypatch.setattr(compiled_once, "MOST", 2)
    asset = make_asset("P-01")

    def query():
        return Asset.objects.values_list(ValuesOf("test: ids", ids, "pk"))

    for number in range(5):
        assert json_of(f"test: {number}", query, {}) == [[text.pk for text in asset.texts.all()]]
        assert len(compiled_once._whole) <= 2
