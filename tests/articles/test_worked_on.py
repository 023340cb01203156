"""Whether an account works on a page is computed from that page's permissions, and equals Wagtail's explorer."""

import pytest
from wagtail.models import Page

from articles.editorial.admin_isolation import is_worked_on
from articles.editorial.permissions import worked_on
from tests.users.accounts import ACCOUNTS, VISITOR, account_of

pytestmark = [pytest.mark.world("permissions"), pytest.mark.django_db]


def test_a_page_is_worked_on_where_the_explorer_shows_it():
    """Of each role: pages below which one may work, and those above them."""
    keys, cases = set(Page.objects.values_list("pk", flat=True)), set()
    for column in ACCOUNTS:
        if column == VISITOR:
            continue
        account = account_of(column)
        visible_keys = set(worked_on(account).values_list("pk", flat=True))
        assert {key for key in keys if is_worked_on({key}, account)} == visible_keys, column
        assert is_worked_on(visible_keys, account) and is_worked_on(keys, account) == (visible_keys == keys), column
        cases.add((bool(visible_keys), visible_keys == keys))
    assert cases >= {(False, False), (True, False), (True, True)}


def test_an_own_page_needs_no_query_for_all_pages_of_the_newsroom(django_assert_num_queries):
    reporter = account_of("Phóng viên")
    page = worked_on(reporter).order_by("-depth").first()
    worked_on(reporter)  # reads the rights, which Wagtail keeps with the account
    with django_assert_num_queries(1):
        assert is_worked_on({page.pk}, reporter)
