"""Blocks that more than one app uses."""

import pytest
from django.core.exceptions import SuspiciousOperation
from wagtail.test.utils.form_data import rich_text

from base.blocks import ParagraphBlock


@pytest.mark.django_db
def test_forged_rich_text_is_the_senders_fault_and_real_one_comes_in():
    block = ParagraphBlock()
    block.set_name("paragraph")
    good = block.value_from_datadict({"body": rich_text("<p>Cúp máy trước.</p>")}, {}, "body")
    assert "Cúp máy trước." in good.source
    for forged in ("{", "[]", '{"blocks": 1}'):
        with pytest.raises(SuspiciousOperation, match="Draftail"):
            block.value_from_datadict({"body": forged}, {}, "body")
