"""The number that the next version of an asset gets: in the form, and where a file is dropped for its code."""

import pytest

from media_library.review.inheritance import next_number
from tests.factories import asset_row, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("numbers", "number"),
    [([], "1.0"), (["1.0"], "1.1"), (["1.9"], "1.10"), (["2"], "3"), (["1.0.4"], "1.0.5"), (["1.0", "1.1"], "1.2")],
)
def test_the_next_number_is_free_and_one_higher(numbers, number, client_for):
    assert next_number(numbers) == number
    asset = asset_row("P-77", released=False)
    asset.versions.all().delete()
    for value in reversed(numbers):
        asset.versions.create(number=value)
    page = client_for(make_user(is_superuser=True)).get(f"/admin/kho/{asset.pk}/")
    assert page.context["version_form"]["number"].value() == number
