"""A mistyped year is told at its field, on every form, and kept nowhere: no list with it is a 500 afterwards."""

import django_filters
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import get_page_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from activities.models import Contest, Event, Speaker
from partners.models import Brief
from schools.register.cells import Refusal, read_date
from tests.activities.contest_rows import make_contest
from tests.base.text_fields import below, form_classes
from tests.factories import make_organisation, make_situation, make_user
from tests.home.test_situations import form as situation_form

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
ODD = ("0001-01-01", "9999-12-31")
TOLD = "Bạn ghi năm từ"


def refuses(field) -> bool:
    """Whether the field of a form takes a day of this year, and refuses those of ODD for their year."""
    assert field.clean("2026-11-18")
    for day in ODD:
        try:
            field.clean(day)
        except ValidationError as error:
            if TOLD in str(error):
                continue
        return False
    return True


def inside(block):
    """The blocks inside a block, itself included."""
    yield block
    children = getattr(block, "child_blocks", {}).values() or [getattr(block, "child_block", None)]
    for child in filter(None, children):
        yield from inside(child)


def test_every_date_that_a_form_takes_refuses_a_mistyped_year():
    """PostgreSQL holds the year 1 as “0001 BC”, and Python cannot read it back; nothing can be added to 9999."""
    dates = [
        (f"{form.__module__}.{form.__qualname__}.{name}", field)
        for form in form_classes()
        for name, field in form.base_fields.items()
        if isinstance(field, (forms.DateField, forms.DateTimeField))
    ]
    dates += [
        (f"{filters.__qualname__}.{name}", field_filter.field)
        for filters in below(django_filters.FilterSet)
        for name, field_filter in filters.base_filters.items()
        if isinstance(field_filter, django_filters.DateFilter) and not filters.__module__.startswith("wagtail")
    ]
    streams = [column for page in get_page_models() for column in page._meta.fields if isinstance(column, StreamField)]
    dates += [
        (f"{stream}.{block.name}", block.field)
        for stream in streams
        for block in inside(stream.stream_block)
        if isinstance(block, (blocks.DateBlock, blocks.DateTimeBlock))
    ]
    assert len(dates) > 60
    assert [name for name, field in dates if not refuses(field)] == []


def test_a_school_cannot_close_the_list_of_contests_to_everybody(client, client_for):
    host = make_organisation("Trường A")
    contest = make_contest(host=host, state=Contest.State.DRAFT)
    school, desk = client_for(make_user(organisation=host)), client_for(make_user(is_superuser=True))
    at, begins = f"/bao-cao-vien/cuoc-thi/cua-truong/{contest.uuid}/", contest.opens_at
    words = {"title": contest.title, "opens_at": "2026-11-01T08:00", "closes_at": "2026-12-31T17:00"}
    for day in ODD:
        for name in ("opens_at", "closes_at"):
            response = school.post(at, words | {name: f"{day}T00:00"})
            assert response.status_code == 422 and TOLD in response.text, (name, day)
        form = words | {"slug": contest.slug, "formats": ["poster"], "opens_at": f"{day} 00:00"}
        assert TOLD in desk.post(f"/admin/cuoc-thi/edit/{contest.pk}/", form).text
    contest.refresh_from_db()
    assert contest.opens_at == begins
    assert school.post(at, words).status_code == 302
    assert desk.get("/admin/cuoc-thi/").status_code == client.get("/vi/cuoc-thi/").status_code == 200


@pytest.mark.slow
def test_an_event_has_a_sensible_beginning_before_its_end(client, client_for):
    desk, at = client_for(make_user(is_superuser=True)), "/admin/su-kien/new/"
    speaker = Speaker.objects.create(name="Thầy Bình", field="officer")
    form = nested_form_data({"photos": inline_formset([]), "materials": inline_formset([])}) | {
        "title": "Tập huấn", "kind": "training", "starts_at": "2026-11-24 08:00", "ends_at": "2026-11-24 09:00",
        "place": "Nhà văn hóa", "size": 0, "places": 0, "speakers": [speaker.pk], "is_public": "on",
    }  # fmt: skip
    for day in ODD:
        for name in ("starts_at", "ends_at", "held_on", "closes_at", "cancelled_at"):
            response = desk.post(at, form | {name: day if name == "held_on" else f"{day} 00:00"})
            assert response.status_code == 200 and TOLD in response.text, (name, day)
    for missing in ("", "hôm sau"):
        response = desk.post(at, form | {"starts_at": missing})
        assert response.status_code == 200 and "starts_at" in response.context["form"].errors, missing
    assert "Giờ kết thúc phải sau" in desk.post(at, form | {"ends_at": "2026-11-24 07:00"}).text
    assert not Event.objects.exists()
    assert desk.post(at, form).status_code == 302
    assert desk.get("/admin/su-kien/").status_code == client.get("/vi/lich-su-kien/").status_code == 200


@pytest.mark.slow
def test_a_page_that_is_no_story_keeps_no_odd_date(client_for):
    page = make_situation()
    revision_id = page.latest_revision_id
    desk, at = client_for(make_user(is_superuser=True)), f"/admin/pages/{page.pk}/edit/"
    for name in ("go_live_at", "expire_at", "checked_on", "check_due"):
        for day in ODD:
            response = desk.post(at, situation_form(page) | {name: f"{day} 00:00" if name.endswith("at") else day})
            assert response.status_code == 200 and TOLD in response.text, (name, day)
    page.refresh_from_db()
    assert page.latest_revision_id == revision_id
    ahead = situation_form(page) | {"checked_on": "2099-12-31"}
    assert desk.post(at, ahead).status_code == 200
    assert desk.post(at, situation_form(page) | {"expire_at": "2027-01-01 00:00"}).status_code == 302
    assert desk.get(f"/admin/pages/{page.get_parent().pk}/").status_code == 200


def test_a_brief_has_a_deadline_that_can_be_read(client_for):
    desk, at = client_for(make_user(is_superuser=True)), "/admin/snippets/partners/brief/add/"
    form = {"title": "Đề bài", "wanted": "Một clip", "deadline": "2026-12-01 17:00"}
    for day in ODD:
        response = desk.post(at, form | {"deadline": f"{day} 00:00"})
        assert response.status_code == 200 and TOLD in response.text, day
    assert not Brief.objects.exists()


def test_a_table_of_units_names_the_cell_with_a_mistyped_year():
    assert f"{read_date('05/09/1975')}" == "1975-09-05", "a school may be older than the site"
    for cell in ("05/09/0205", timezone.datetime(9999, 12, 31)):
        with pytest.raises(Refusal, match=TOLD):
            read_date(cell)


@pytest.mark.parametrize("day", ODD)
def test_lists_with_a_mistyped_year_in_their_address_are_no_fault(client_for, day):
    desk = client_for(make_user(is_superuser=True))
    for at in (
        f"/admin/reports/site-history/?timestamp_from={day}&timestamp_to={day}",
        f"/admin/reports/aging-pages/?last_published_at_from={day}&last_published_at_to={day}",
        f"/admin/reports/kho/luot-tai/?tu={day}&den={day}",
        f"/admin/kol/tong-ket/?den={day}",
    ):
        assert desk.get(at).status_code in (200, 422), at
