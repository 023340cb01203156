"""The slug of a term, an outlet or a season is chosen once: rights, filters and printed addresses refer to it."""

from datetime import date

import pytest
from django.urls import reverse

from articles.editorial.permissions import open_newsroom
from campaign.models import Audience, Outlet, Season, Topic
from tests.factories import make_user
from users.roles import grant, roles_of

pytestmark = pytest.mark.django_db
REST = {"order": 0, "footer_profile": "press", "head_title": "Trưởng ban", "short_name": "Sông"}


@pytest.mark.parametrize("model", [Audience, Topic, Outlet, Season])
def test_a_slug_is_chosen_once_and_a_name_at_any_time(model, client_for):
    client = client_for(make_user(is_superuser=True))
    facts = REST | {"name": "Sông nước", "starts_on": date(2026, 9, 1), "ends_on": date(2026, 12, 1)}
    add = reverse(f"wagtailsnippets_campaign_{model._meta.model_name}:add")
    for name, typed, slug in (("Sông nước", "song", "song"), ("Gò đất", "", "go-dat")):
        response = client.post(add, facts | {"name": name, "short_name": name, "slug": typed})
        assert response.status_code == 302, response.context["form"].errors
        assert model.objects.get(name=name).slug == slug
    instance = model.objects.get(slug="song")
    edit = reverse(f"wagtailsnippets_campaign_{model._meta.model_name}:edit", args=[instance.pk])
    assert client.post(edit, facts | {"name": "Sông Hậu", "slug": "hau"}).status_code == 302
    instance.refresh_from_db()
    assert (instance.name, instance.slug) == ("Sông Hậu", "song")


def test_people_of_an_outlet_keep_their_roles_whatever_is_typed_as_its_slug(client_for):
    outlet = Outlet.objects.create(name="Báo Sông", short_name="Báo Sông", slug="bao-song")
    open_newsroom(outlet)
    reporter = make_user()
    grant(reporter, "reporter", outlet.slug)
    edit = reverse("wagtailsnippets_campaign_outlet:edit", args=[outlet.pk])
    client = client_for(make_user(is_superuser=True))
    assert client.post(edit, REST | {"name": "Báo Hậu", "slug": "bao-hau"}).status_code == 302
    outlet.refresh_from_db()
    assert set(roles_of(reporter)) == {("reporter", outlet.slug)}
