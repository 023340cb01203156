"""Lists of the administration say yes and no with an icon and in the reader's language, never “True” and “False”."""

import pytest
from bs4 import BeautifulSoup
from django.db.models import BooleanField
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.models import get_snippet_models

from activities.models import Speaker

pytestmark = pytest.mark.django_db


def test_a_list_shows_no_python_value(admin_client):
    """Wagtail prints the value of a boolean field that `list_display` only names."""
    assert admin_client.get("/admin/cuoc-thi/").status_code == 200  # the addresses fill Wagtail's registry
    lists = {*(model.snippet_viewset for model in get_snippet_models()), *viewsets.viewsets}
    fields = [
        (viewset.model, viewset.model._meta.get_field(name))
        for viewset in lists
        if isinstance(viewset, ModelViewSet) and isinstance(viewset.list_display, list)
        for name in viewset.list_display
        if isinstance(name, str) and name in {field.name for field in viewset.model._meta.get_fields()}
    ]
    assert len(fields) > 10
    assert [(model, field) for model, field in fields if isinstance(field, BooleanField)] == []


@pytest.mark.parametrize(("is_active", "word"), [(True, "Có"), (False, "Không")])
def test_the_icon_has_a_word_for_who_does_not_see_it(admin_client, is_active, word):
    Speaker.objects.create(name="Anh Tư", field="officer", topics="Gọi ai?", is_active=is_active)
    page = BeautifulSoup(admin_client.get("/admin/bao-cao-vien/danh-ba/").content, "html.parser")
    assert [cell.get_text(strip=True) for cell in page.select("main tbody td")][-1] == word
