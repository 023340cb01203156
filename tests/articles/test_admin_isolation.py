"""The contract with Wagtail (docs/upgrade.md): every view that no policy covers is listed by its URL name."""

import re

from django.urls import URLPattern, get_resolver
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import get_page_models

from articles.editorial.admin_isolation import BULK, CHOSEN_PAGES, NEEDED_FIELDS, PAGE_KEYS, UNCHECKED, NewsroomPages

#: Arguments of Wagtail's addresses of pages that name no page.
OTHER_KEYS = {
    "action_name", "app_label", "content_type_app_name", "content_type_model_name", "model_name", "revision_id",
    "revision_id_a", "revision_id_b", "task_id", "task_state_id", "workflow_state_id",
}  # fmt: skip
#: Choosers of Wagtail that are no viewset of ours → why they need no place in UNCHECKED.
CHOOSERS = {
    "wagtailadmin_choose_page": "the hook construct_page_chooser_queryset",
    "wagtailadmin_choose_page_child": "the same, its parent too: choosable_below()",
    "wagtailadmin_choose_page_search": "the same",
    "wagtailadmin_choose_page_external_link": "gives out live pages only",
    "wagtailadmin_choose_page_email_link": "names nothing",
    "wagtailadmin_choose_page_phone_link": "names nothing",
    "wagtailadmin_choose_page_anchor_link": "names nothing",
    "wagtailadmin_pages:choose_parent": "lists pages below which the account may add",
    "wagtailembeds:chooser": "names nothing",
    "wagtailembeds:chooser_upload": "names nothing",
} | {
    f"wagtail{kind}_chooser:{name}": "the policy of collections (media_library/rights/pictures.py)"
    for kind, names in {
        "docs": "choose choose_results chosen chosen_multiple create",
        "images": "choose choose_results chosen chosen_multiple create select_format",
    }.items()
    for name in names.split()
}


def named(patterns, namespaces=()):
    """(name with its namespaces, pattern) of every address."""
    for item in patterns:
        if isinstance(item, URLPattern):
            yield ":".join((*namespaces, item.name or "")), item
        else:
            yield from named(item.url_patterns, (*namespaces, item.namespace) if item.namespace else namespaces)


def of_packages():
    """(name, pattern, view class or function) of every address whose view is Wagtail's or wagtail-localize's."""
    for name, pattern in named(get_resolver().url_patterns):
        view = getattr(pattern.callback, "view_class", pattern.callback)
        if view.__module__.split(".")[0] in {"wagtail", "wagtail_localize"}:
            yield name, pattern, view


def test_every_view_of_every_page_type_asks_whether_one_works_on_the_page():
    assert get_resolver().url_patterns  # reading them registers the views of pages
    for model in get_page_models():
        assert isinstance(page_viewset_registry.get_by_type(model), NewsroomPages), model
        assert isinstance(page_viewset_registry.get_by_parent_model(model), NewsroomPages), model


def test_arguments_that_name_a_page_are_known():
    """A view of the next Wagtail with another name for a page's key would ask for nothing."""
    places = [
        pattern
        for name, pattern, _view in of_packages()
        if name.startswith(("wagtailadmin_pages:", "wagtailadmin_explore"))
    ]
    assert len(places) > 35
    keys = {key for pattern in places for key in re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))}
    assert keys <= {*PAGE_KEYS} | OTHER_KEYS, keys - {*PAGE_KEYS} - OTHER_KEYS
    assert {*PAGE_KEYS} <= keys


def test_the_names_by_which_views_are_closed_are_wagtails():
    names = {name for name, _pattern, _view in of_packages()}
    assert {*UNCHECKED, BULK, CHOSEN_PAGES, *NEEDED_FIELDS} <= names


def test_no_report_and_no_chooser_of_wagtail_is_left_open():
    views = list(of_packages())
    reports = {name: view for name, _pattern, view in views if isinstance(view, type) and issubclass(view, ReportView)}
    open_to_all = {
        name for name, view in reports.items() if view.permission_required is view.any_permission_required is None
    }
    assert open_to_all and open_to_all <= UNCHECKED.keys(), open_to_all - UNCHECKED.keys()
    choosers = {name for name, _pattern, view in views if re.search(r"choose|chosen", name)}
    assert choosers == {*CHOOSERS, CHOSEN_PAGES} | {name for name in UNCHECKED if re.search("choose|chosen", name)}
