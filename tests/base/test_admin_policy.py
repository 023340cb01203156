"""No page of the administration runs a script but ours and Wagtail's: each inline script is known and signed."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.template import engines
from django.test import Client

from base.admin.policy import AdminPolicyMiddleware, is_known
from tests.base.inline_scripts import DATA, runs
from tests.users.accounts import ADMINISTRATOR, client_of
from tests.users.address_arguments import Places
from tests.users.test_permission_matrix import lines

pytestmark = [pytest.mark.world("permissions"), pytest.mark.django_db]
#: Templates of Wagtail and wagtail-localize with an inline script, and how many scripts each has.
WRITE_SCRIPTS = {
    "wagtail/admin/templates/wagtailadmin/panels/inline_panel.html": 1,
    "wagtail/admin/templates/wagtailadmin/widgets/date_input.html": 1,
    "wagtail/admin/templates/wagtailadmin/widgets/datetime_input.html": 1,
    "wagtail/admin/templates/wagtailadmin/widgets/time_input.html": 1,
    "wagtail_localize/templates/wagtail_localize/admin/edit_translation.html": 1,
    "wagtail_localize/templates/wagtail_localize/admin/submit_translation.html": 1,
}
#: Not used here: no page has a panel that chooses several at once, and search promotions are not installed.
UNUSED = {
    "wagtail/admin/templates/wagtailadmin/panels/multiple_chooser_panel.html",
    "wagtail/contrib/search_promotions/templates/wagtailsearchpromotions/add.html",
    "wagtail/contrib/search_promotions/templates/wagtailsearchpromotions/edit.html",
}
#: What stands for the variables of those templates.
VALUES = {
    "widget": {
        "attrs": {"id": "id_lines-__prefix__-on-day"},
        "config_json": '{"format": "d-m-Y", "dayOfWeekStart": 1}',
    },
    "options_json": '{"formsetPrefix": "id_bylines", "label": "“Dòng tên” </script>", "maxForms": null}',
}
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)


def inline_scripts_of(package: str) -> dict[str, list[str]]:
    """Template → texts of its inline scripts, of every template below `package`."""
    root, scripts = Path(str(files(package))), {}
    for path in root.rglob("templates/**/*.html"):
        for script in _SCRIPT.finditer(path.read_text(encoding="utf-8")):
            kind = re.search(r'type="([^"]*)"', script["attributes"])
            if "src=" not in script["attributes"] and not (kind and DATA.match(kind[1])):
                scripts.setdefault(str(path.relative_to(root.parent)), []).append(script["text"])
    return scripts


def test_every_inline_script_that_wagtail_writes_is_known():
    """A script that the next Wagtail adds fails here, before a page of the administration fails without it."""
    scripts = inline_scripts_of("wagtail") | inline_scripts_of("wagtail_localize")
    scripts = {name: texts for name, texts in scripts.items() if "/test/" not in name and name not in UNUSED}
    assert {name: len(texts) for name, texts in scripts.items()} == WRITE_SCRIPTS
    for name, texts in scripts.items():
        for text in texts:
            output = engines["django"].from_string("{% load i18n wagtailadmin_tags %}" + text).render(VALUES)
            assert is_known(output), (name, output)


@pytest.mark.parametrize(
    "script",
    [
        "alert(1)",
        'new PageChooser("id_a", {"modalUrl": alert(1)});',
        'new PageChooser("id_a", {}); alert(1);',
        'new Function("alert(1)", {});',
        'initDateChooser("id_a", {}, alert(1));',
        'initDateChooser("id_a", {})\n;alert(1);',
        "initDateChooser('id_a', `${alert(1)}`);",
        '(function() { var panel = new InlinePanel(JSON.parse("{}")); alert(1); })();',
        '(function() { var panel = new InlinePanel(JSON.parse("\\")); })(); alert(1); //")); })();',
        'createTaskChooser("id_task", ' + "[" * 100_000 + ");",
        'if (typeof window.chooserUrls === "undefined") { window.chooserUrls = { imageChooser: "javascript:alert(1)", '
        'documentChooser: "", pageChooser: "", } }',
    ],
)
def test_a_script_with_anything_but_data_in_it_is_not_known(script):
    assert not is_known(script)
    assert is_known('createTaskChooser("id_tasks-0-task");')
    assert is_known('new PageChooser("id_a", {"modalUrl": "/admin/choose-page/", "parentId": null});')


def test_a_script_that_is_not_known_gets_no_nonce(rf):
    known, strange = 'initDateChooser("id_day", {});', "alert(1)"
    page = HttpResponse(f"<html><script>{strange}</script><script>{known}</script></html>")
    page.headers["Content-Length"] = str(len(page.content))
    response = ContentSecurityPolicyMiddleware(AdminPolicyMiddleware(lambda request: page))(rf.get("/admin/"))
    nonce = re.search("'nonce-([^']+)'", response.headers["Content-Security-Policy"])[1]
    assert response.text == f'<html><script>{strange}</script><script nonce="{nonce}">{known}</script></html>'
    assert response.headers["Content-Length"] == str(len(response.content))


def refused(address: str, response) -> list[str]:
    """What of an answer a browser would refuse to run under the answer's own policy."""
    kind = response.headers.get("Content-Type", "")
    if response.streaming or not kind.startswith(("text/html", "application/json")):
        return []
    if kind.startswith("application/json"):  # a dialogue: it is put into a page with another nonce
        data = response.json()
        html = data.get("html") if isinstance(data, dict) else None
        result = runs(html) if isinstance(html, str) else runs("")
        return [
            f"{address}: {problem}"
            for problem in (*result.handlers, *result.hidden, *(script.text[:80] for script in result.scripts))
        ]
    policy, result = response.headers.get("Content-Security-Policy", "script-src 'none'"), runs(response.text)
    part = response.text if "<html" not in response.text else ""  # a part of a page: as a dialogue
    wrong = [script.text[:80] for script in result.scripts if part or f"'nonce-{script.nonce}'" not in policy]
    if "'unsafe-inline'" in re.search(r"script-src[^;]*", policy)[0]:
        wrong.append("any script")
    return [f"{address}: {problem}" for problem in (*result.handlers, *result.hidden, *wrong)]


def opened(client: Client, is_wanted) -> tuple[list[str], int, int]:
    """(what would be refused, pages that answered 200, inline scripts that were signed) of the wanted lines."""
    places, wrong, pages, signed = Places(), [], 0, 0
    for line, (route, pattern) in lines().items():
        if line.startswith("admin/") and is_wanted(line):
            address = places.address(line, route, pattern)
            response = client.get(address)
            wrong += refused(address, response)
            pages += response.status_code == 200
            signed += response.headers.get("Content-Security-Policy", "").count("'nonce-")
    return wrong, pages, signed


#: Pages with each kind of inline script, and the editor.
EVERY_CHANGE = {
    "admin/pages/<int:page_id>/edit/",
    "admin/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
    "admin/pages/<int:page_to_move_id>/move/",
    "admin/reports/site-history/",
    "admin/workflows/edit/<int:pk>/",
    "admin/toa-soan/lich/",
    "admin/choose-page/",
}


def client_with_faults() -> Client:
    cache.clear()
    client = client_of(ADMINISTRATOR)
    client.raise_request_exception = False
    return client


def test_pages_with_each_kind_of_script_run_signed_scripts_alone():
    assert set(lines()) >= EVERY_CHANGE
    wrong, pages, signed = opened(client_with_faults(), EVERY_CHANGE.__contains__)
    assert not wrong, "\n".join(wrong)
    assert pages >= 6 and signed >= 3


@pytest.mark.slow
def test_no_staff_page_runs_a_script_that_is_not_signed():
    wrong, pages, signed = opened(client_with_faults(), lambda line: True)
    assert not wrong, "\n".join(wrong)
    assert pages > 200 and signed > 20


def test_a_script_in_a_persons_words_is_refused_by_the_policy():
    """A page that forgets to escape it: the script has no nonce, and each answer has another one."""
    client = client_with_faults()
    policies = {client.get("/admin/reports/site-history/").headers["Content-Security-Policy"] for _time in range(2)}
    assert len(policies) == 2 and not any("script-src 'self' 'unsafe" in policy for policy in policies)
    help_page = Client().get("/vi/can-giup-do/").headers["Content-Security-Policy"]
    assert "script-src 'self';" in help_page and "nonce" not in help_page
