"""ValueOf and ValuesOf find what a sub-select of Django's finds, wherever they stand."""

import pickle

import pytest
from django.db.models import F, IntegerField, OuterRef, Subquery

from base.compiled_once import ValueOf, ValuesOf
from media_library.models import Asset, AssetText
from tests.factories import make_asset, make_locale

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
