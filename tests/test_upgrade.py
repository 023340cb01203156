"""docs/upgrade.md lists every undocumented use of Wagtail, wagtail-localize and allauth, and each still works.

One contract test for each line of the table there; its name says what no longer fits after an upgrade.
"""

import ast
import hashlib
import importlib
import inspect
import re
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest
import wagtail.admin
from django.urls import URLPattern, get_resolver, resolve, reverse
from django.utils import translation

from tests.sources import Project

pytestmark = pytest.mark.meta

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "upgrade.md"
MOST = 12
PACKAGES = {"wagtail", "wagtail_localize", "allauth", "django_tasks_db", "modelcluster", "axes"}
#: Modules that the documentation of their packages describes, or shows an import from.
DOCUMENTED = set(
    re.findall(
        r"\S+",
        """
    wagtail wagtail.blocks wagtail.fields wagtail.hooks wagtail.log_actions wagtail.models
    wagtail.permission_policies wagtail.query wagtail.rich_text wagtail.signals wagtail.url_routing wagtail.urls
    wagtail.admin wagtail.admin.action_menu wagtail.admin.auth wagtail.admin.filters wagtail.admin.forms
    wagtail.admin.forms.models
    wagtail.admin.menu wagtail.admin.messages wagtail.admin.panels wagtail.admin.rich_text wagtail.admin.site_summary
    wagtail.admin.ui.components wagtail.admin.ui.tables wagtail.admin.urls wagtail.admin.userbar
    wagtail.admin.views.generic wagtail.admin.views.generic.chooser wagtail.admin.views.reports.base
    wagtail.admin.viewsets.base wagtail.admin.viewsets.chooser wagtail.admin.viewsets.model
    wagtail.admin.viewsets.pages wagtail.admin.widgets wagtail.admin.widgets.button
    wagtail.admin.widgets.slug
    wagtail.api.v2.router wagtail.api.v2.views
    wagtail.contrib.frontend_cache.backends wagtail.contrib.frontend_cache.utils wagtail.contrib.routable_page.models
    wagtail.contrib.settings.models wagtail.contrib.typed_table_block.blocks
    wagtail.documents wagtail.documents.forms wagtail.images wagtail.images.blocks wagtail.images.forms
    wagtail.images.image_operations wagtail.images.models
    wagtail.search.index
    wagtail.snippets.blocks wagtail.snippets.bulk_actions.snippet_bulk_action wagtail.snippets.models
    wagtail.snippets.views.chooser wagtail.snippets.views.snippets
    wagtail.users.apps wagtail.users.forms wagtail.users.views.users
    wagtail_localize.fields wagtail_localize.models wagtail_localize.operations wagtail_localize.segments
    wagtail_localize.segments.extract
    allauth.account allauth.account.adapter allauth.account.auth_backends allauth.account.forms
    allauth.account.models allauth.account.signals
    allauth.core.exceptions allauth.mfa.adapter allauth.mfa.base.forms allauth.mfa.models allauth.mfa.totp.forms
    allauth.mfa.utils allauth.mfa.webauthn.forms allauth.socialaccount.adapter allauth.socialaccount.models
    django_tasks_db.models modelcluster.contrib.taggit modelcluster.fields modelcluster.models
    """,
    )
)
#: Undocumented attributes without an underscore, and names of private ones that stand in strings and look-ups.
ATTRIBUTES = re.compile(
    r"\b(prefetched_renditions|_revisions|_prefetched_objects_cache|_cluster_related_objects|_wagtail_site"
    r"|_wagtail_route_for_request|_cached_parent_obj|_committed|_csp_config)(?:__\w+)?\b"
)
#: Template folders of packages whose documentation says that a template may be replaced, or which one.
REPLACEABLE = ("account/", "mfa/", "wagtailadmin/base.html", "wagtailcore/shared/block_preview.html")
PACKAGED_FOLDERS = ("wagtail", "account/", "mfa/", "socialaccount/", "allauth/", "axes/")


class Row(NamedTuple):
    """A line of the table."""

    uses: set[str]
    reason: str
    tests: set[str]


def rows() -> list[Row]:
    """The table of docs/upgrade.md."""
    lines = DOCUMENT.read_text(encoding="utf-8").partition("| use | why | contract test |\n")[2].splitlines()[1:]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("|")]
    return [Row(set(re.findall(r"`([^`]+)`", a)), b, set(re.findall(r"`([^`]+)`", c))) for a, b, c in cells]


@pytest.fixture(scope="module")
def project():
    return Project(ROOT)


def imported(tree: ast.Module) -> set[str]:
    """Modules of PACKAGES that a file imports; in `from a import b`, `a.b` where that is a module."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            inside = {alias.name for alias in node.names if node.module.split(".")[0] in PACKAGES}
            modules = {f"{node.module}.{name}" for name in inside if is_module(f"{node.module}.{name}")}
            names |= modules or {node.module}
    return {name for name in names if name.split(".")[0] in PACKAGES}


def is_module(name: str) -> bool:
    """Whether `name` is a module; `a.b` is none where `a` is a module and no package."""
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def shadowed() -> set[str]:
    """Routes at which a view of ours stands before one of a package; without the language's prefix."""
    first, shadowed_routes = {}, set()
    with translation.override("vi"):
        for route, view in routes(get_resolver()):
            theirs = view.__module__.split(".")[0]
            if route in first and theirs in PACKAGES and first[route] is not view:
                shadowed_routes.add(route.removeprefix("vi/"))
            first.setdefault(route, view)
    return shadowed_routes


def routes(resolver, prefix=""):
    """(route from the root, view) of every pattern."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from routes(pattern, route)


def found_uses(project: Project) -> dict[str, str]:
    """{use: where it was found}."""
    uses = {}
    for name, module in project.modules.items():
        uses |= dict.fromkeys(imported(module.tree) - DOCUMENTED, name)
        uses |= dict.fromkeys(module.private_names(), name)
        code = {match[1] for match in ATTRIBUTES.finditer(module.text)} if "tools/" not in name else set()
        uses |= dict.fromkeys(code, name)
    templates = {name: name.partition("/templates/")[2] for name in project.files if "/templates/" in name}
    for name, template in templates.items():
        if template.startswith(PACKAGED_FOLDERS) and not template.startswith(REPLACEABLE):
            uses[template] = name
    return uses | dict.fromkeys(shadowed(), "URLs")


def covers(listed: str, used: str) -> bool:
    """Whether a name of the table stands for a use: itself, or a module for what is in it."""
    return used == listed or ("/" not in listed and used.startswith(f"{listed}."))


def test_the_table_has_every_use_and_no_other(project):
    listed, used = {name for row in rows() for name in row.uses}, found_uses(project)
    assert len(used) > 10, "the search finds nothing"
    new = {name: place for name, place in used.items() if not any(covers(entry, name) for entry in listed)}
    assert not new, "write the reason and a contract test into docs/upgrade.md, or find a documented way"
    outdated = {entry for entry in listed if not any(covers(entry, name) for name in used)}
    assert not outdated, "take these off docs/upgrade.md"


def test_each_line_has_a_reason_and_a_test_and_there_are_few():
    assert 0 < len(rows()) <= MOST
    named = set().union(*(row.tests for row in rows()))
    own = {name for name in globals() if name.startswith("test_")}
    assert all(row.uses and len(row.reason) > 30 and row.tests for row in rows())
    assert named <= own, named - own


def parameters(function) -> set[str]:
    """Names of the parameters of `function`."""
    return set(inspect.signature(function).parameters)


def attribute(path: str):
    """The object at `package.module.name`."""
    module, _dot, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


# --- the contracts, in the order of the table ---------------------------------------------------


def test_actions_take_a_user_and_skip_checks():
    for path, more in (
        ("wagtail.actions.unpublish_page.UnpublishPageAction", set()),
        ("wagtail.actions.delete_page.DeletePageAction", set()),
        ("wagtail.actions.create_alias.CreatePageAliasAction", {"parent", "update_slug"}),
    ):
        action = attribute(path)
        assert {"user"} | more <= parameters(action), path
        assert "skip_permission_checks" in parameters(action.execute), path


def test_a_lock_says_whom_it_stops_and_why():
    lock = attribute("wagtail.locks.BaseLock")
    for name in ("for_user", "get_message", "get_locked_by", "get_description"):
        assert callable(getattr(lock, name)), name


def test_admin_api_lists_a_queryset_and_keeps_its_actions_in_a_dictionary():
    pages = attribute("wagtail.admin.api.views.PagesAdminAPIViewSet")
    assert isinstance(pages.actions, dict) and "publish" in pages.actions
    for path in (
        "wagtail.images.api.admin.views.ImagesAdminAPIViewSet",
        "wagtail.documents.api.admin.views.DocumentsAdminAPIViewSet",
    ):
        assert callable(attribute(path).get_queryset), path


def test_account_page_is_made_of_panels():
    account = importlib.import_module("wagtail.admin.views.account")
    assert callable(account.AccountView.get_panels)
    for panel in (account.NameEmailSettingsPanel, account.AvatarSettingsPanel, account.BaseSettingsPanel):
        assert {"request", "user", "profile"} <= parameters(panel), panel
    assert {"name", "title", "form_class"} <= set(vars(account.BaseSettingsPanel))
    assert {"view_func", "request"} <= parameters(attribute("wagtail.admin.localization.get_localized_response"))


def test_an_account_keeps_what_it_has_dismissed():
    profile = attribute("wagtail.users.models.UserProfile")
    assert profile._meta.get_field("dismissibles").get_default() == {}
    assert profile._meta.get_field("user").remote_field.related_name == "wagtail_userprofile"
    assert callable(profile.get_for_user)


def test_our_addresses_of_the_administration_come_first():
    for name, address in (
        ("wagtailadmin_account", "/admin/account/"),
        ("wagtailadmin_javascript_catalog", "/admin/jsi18n/"),
        ("wagtailadmin_login", "/admin/login/"),
        ("wagtailadmin_password_reset", "/admin/password_reset/"),
        ("wagtailadmin_tag_autocomplete", "/admin/tag-autocomplete/"),
        ("wagtailadmin_reports:site_history", "/admin/reports/site-history/"),
        ("wagtailadmin_reports:site_history_results", "/admin/reports/site-history/results/"),
        ("wagtailadmin_reports:locked_pages", "/admin/reports/locked/"),
        ("wagtailadmin_reports:locked_pages_results", "/admin/reports/locked/results/"),
        ("wagtailadmin_reports:workflow", "/admin/reports/workflow/"),
        ("wagtailadmin_reports:workflow_results", "/admin/reports/workflow/results/"),
        ("wagtailredirects:start_import", "/admin/redirects/import/"),
    ):
        assert reverse(name) == address, "Wagtail's links lead elsewhere"
        view = inspect.unwrap(resolve(address).func)
        assert not view.__module__.startswith("wagtail.admin.views"), address
    assert "request" in parameters(inspect.unwrap(attribute("wagtail.contrib.redirects.views.start_import")))


def test_building_blocks_of_admin_pages_have_their_parts():
    mixin = attribute("wagtail.admin.views.generic.base.WagtailAdminTemplateMixin")
    assert {"page_title", "page_subtitle", "header_icon", "get_breadcrumbs_items"} <= set(dir(mixin))
    export = attribute("wagtail.admin.views.mixins.SpreadsheetExportMixin")
    assert {"list_export", "export_headings", "get_filename"} <= set(dir(export))
    assert callable(attribute("wagtail.admin.forms.choosers.BaseFilterForm").filter)
    assert "comment" in attribute("wagtail.forms.TaskStateCommentForm").base_fields
    assert callable(attribute("wagtail.admin.utils.get_latest_str"))
    assert parameters(attribute("wagtail.admin.utils.get_valid_next_url_from_request")) == {"request"}


def test_upload_fields_check_in_to_python():
    for path in ("wagtail.images.fields.WagtailImageField", "wagtail.documents.fields.WagtailDocumentField"):
        assert callable(attribute(path).to_python), path
        assert "max_upload_size" in inspect.getsource(attribute(path)), path


def test_policies_are_found_by_model():
    registry = attribute("wagtail.permissions.policy_registry")
    policy = registry.get_by_type(attribute("wagtail.models.Task"))
    assert {"users", "actions", "user", "instance"} & parameters(policy.user_has_permission_for_instance)
    assert callable(policy.instances_user_has_any_permission_for)
    assert registry.get_by_type(type("Unknown", (), {}), fallback=False) is None
    assert "exact_class" in parameters(attribute("wagtail.permissions.register_permission_policy"))
    assert callable(attribute("wagtail.permissions.page_permission_policy").explorable_instances)
    lookup = attribute("wagtail.permission_policies.collections.CollectionPermissionLookupMixin")
    image = attribute("wagtail.images.get_image_model")()
    assert isinstance(registry.get_by_type(image), lookup)


def test_password_page_is_answered_by_our_view():
    with translation.override("vi"):
        address = reverse("wagtailcore_authenticate_with_password", args=[1, 2])
    assert resolve(address).func.__module__ == "home.password_page"
    theirs = attribute("wagtail.views.authenticate_with_password")
    assert {"request", "page_view_restriction_id", "page_id"} == parameters(theirs)


def test_renditions_that_were_brought_along_are_used():
    model = attribute("wagtail.images.get_image_model")()
    spec = "width-10"
    picture = model(pk=1, collection_id=1, title="x", file="x.jpg", width=20, height=20)
    rendition = model.get_rendition_model()(filter_spec=spec, focal_point_key="", file="y.jpg", width=10, height=10)
    picture.prefetched_renditions = [rendition]
    result = picture.find_existing_renditions(attribute("wagtail.images.models.Filter")(spec=spec))  # no database here
    assert list(result.values()) == [rendition]


def test_po_files_pass_our_view_first():
    address = reverse("wagtail_localize:upload_pofile", args=[1])
    assert resolve(address).func.__module__ == "translations.admin.localize_overrides"
    theirs = attribute("wagtail_localize.views.edit_translation.upload_pofile")
    assert {"request", "translation_id"} == parameters(inspect.unwrap(theirs))


def test_allauth_has_the_views_and_functions_that_we_call():
    names = {view.__module__ for _route, view in routes(get_resolver()) if view.__module__.startswith("allauth.")}
    assert names, "the addresses of accounts lead to allauth's views"
    assert {"request", "action", "key"} <= parameters(attribute("allauth.core.ratelimit.consume"))
    assert hasattr(importlib.import_module("allauth.core.context"), "request")
    assert {"request", "user", "redirect_url"} <= parameters(attribute("allauth.account.utils.perform_login"))
    assert callable(attribute("allauth.account.utils.user_pk_to_url_str"))
    assert callable(attribute("allauth.account.utils.user_email"))
    assert {"request", "user"} == parameters(attribute("allauth.account.authentication.get_authentication_records"))
    single_sign_on = "allauth.socialaccount.providers.openid_connect.views"
    for name in ("login", "callback"):
        assert {"request", "provider_id"} == parameters(attribute(f"{single_sign_on}.{name}"))


def test_worker_takes_our_arguments():
    worker = attribute("django_tasks_db.management.commands.db_worker.Worker")
    ours = {"queue_names", "excluded_queue_names", "interval", "batch", "backend_name", "startup_delay"}
    assert ours | {"max_tasks", "worker_id"} <= parameters(worker)
    assert callable(worker.run) and callable(worker.configure_signals)


#: Copied template → SHA-256 of Wagtail's own when it was copied. Changed: compare both, then write the new figure here.
COPIED = {
    "wagtailadmin/shared/headers/_actions.html": "facea723b6b917627f718d47a945c79fabcb1cbc516983c66cb6801b6a9a1557",
    "wagtailadmin/home/account_summary.html": "ff5c7d30e46778c38af5557c0fd08c0139f71f8a539c791501ed9664f6ec6837",
    "wagtailadmin/shared/user_avatar.html": "10cbd09a2e9434e569d2ccc518298adbeb8cb9f3263fd31aa61ff049e6cc771a",
    "wagtailadmin/tables/boolean_cell.html": "f52d1f7945b2b176e1921c5014774ceddd883008e0be68a4e3e964cb73e52619",
    "wagtailadmin/tables/column_header.html": "49752d922233571bebf78785ced04556f24eec55f80a6f53fbe1197dfc5e4c64",
    "wagtailadmin/workflows/includes/workflow_pages_form.html": (
        "baf74ac694affee42d651f1c42fca671847d6d14adafd3a967c920af72157cdb"
    ),
}


@pytest.mark.parametrize("template", COPIED)
def test_copied_templates_are_those_that_were_copied(template):
    theirs = Path(wagtail.admin.__file__).parent / "templates" / template
    assert hashlib.sha256(theirs.read_bytes()).hexdigest() == COPIED[template], f"compare our copy of {template}"
    assert any({name for row in rows() for name in row.uses} & {template})
