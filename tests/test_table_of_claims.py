"""docs/testing.md lists every test file with its claim and its tier."""

from tests import claims, long


def test_the_list_of_long_tests_names_what_there_is():
    assert long.missing() == [], "python -m tests.long writes it anew after make test"


def test_the_table_of_claims_is_that_of_the_files():
    document = claims.DOCUMENT.read_text(encoding="utf-8")
    assert claims.written(document) == document, "python -m tests.claims writes it anew"
    table = document.partition(claims.BEGIN)[2].partition(claims.END)[0]
    assert table.count("\n| `") > 100
    assert "|  |" not in table, "a test file without a docstring"
