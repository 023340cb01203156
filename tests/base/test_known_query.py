"""Query strings that no page reads: they cost no page, stand in no link, and change nothing that readers see."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.cache import cache

from base.caching.known_query import known_part
from media_library.public.finding.parameters import Parameter
from tests.factories import make_article, make_section

ROOT = Path(project.BASE_DIR)
APPS = ("activities", "articles", "base", "campaign", "files", "home", "media_library", "partners", "reporting",
        "schools", "search", "translations", "users")  # fmt: skip
#: Read for the administration by modules that are not below admin/: a report, the page of a list of Wagtail, the guide;
#: and below /tai-khoan/: what the provider of single sign-on answers, and where one goes after signing in.
NOT_OF_PAGES = {"buoc", "cua", "cum-tu", "error", "ky", "lich-su", "next", "thay", "tu", "tuan"}
OF_THE_ADMINISTRATION = "base.requests.malformed"  # checks its forms and addresses alone


def read_names():
    """(module, name) of every query parameter that a module outside the administration reads by name."""
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if "admin" in module or module == OF_THE_ADMINISTRATION:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                yield from ((module, name) for name in _names(node, module))


def _names(node, module):
    match node:
        case ast.Call(func=ast.Attribute(attr="get" | "getlist", value=ast.Attribute(attr="GET")), args=[first, *_]):
            yield from _value(first, module)
        case ast.FunctionDef(args=ast.arguments(args=given)):
            queries = {arg.arg for arg in given if arg.annotation and "QueryDict" in ast.dump(arg.annotation)}
            for inner in ast.walk(node) if queries else ():
                match inner:
                    case ast.Call(
                        func=ast.Attribute(attr="get" | "getlist", value=ast.Name(id=name)), args=[first, *_]
                    ):
                        yield from _value(first, module) if name in queries else ()
        case ast.Compare(left=left, ops=[ast.In()], comparators=[ast.Attribute(attr="GET")]):
            yield from _value(left, module)
        case ast.Subscript(value=ast.Attribute(attr="GET"), slice=ast.Constant(value=name)):
            yield name


def _value(node, module):
    match node:
        case ast.Constant(value=name):
            yield name
        case ast.Name(id=name) if isinstance(value := getattr(import_module(module), name, None), str):
            yield value


def test_every_parameter_that_a_page_reads_is_let_through():
    pairs = set(read_names())
    assert len(pairs) > 15
    missing = {(module, name) for module, name in pairs if name not in project.PUBLIC_QUERY_PARAMETERS | NOT_OF_PAGES}
    assert not missing, "add them to PUBLIC_QUERY_PARAMETERS and to deploy/varnish.vcl"
    assert set(Parameter) <= project.PUBLIC_QUERY_PARAMETERS


def test_the_edge_knows_the_same_parameters():
    rules = (ROOT / "deploy" / "varnish.vcl").read_text(encoding="utf-8")
    names = re.search(r"\(\?!\(([a-z|-]+)\)", rules)
    assert names and set(names[1].split("|")) == project.PUBLIC_QUERY_PARAMETERS


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("utm_source=zalo&trang=2&fbclid=x", "trang=2"),
        ("q=c%C3%BAp+m%C3%A1y&q=hai", "q=c%C3%BAp+m%C3%A1y&q=hai"),
        ("chu%2Dde=lua", "chu%2Dde=lua"),
        ("&&=&trang2=1&x", ""),
        ("tai", "tai"),
    ],
)
def test_only_known_parameters_are_left_in_their_order(query, left):
    assert known_part(query) == left


@pytest.mark.django_db
def test_a_wild_query_costs_no_page_and_stands_in_no_link(client, settings, django_assert_num_queries):
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()
    section = make_section()
    make_article("Cúp máy trước", section=section, sapo="Chữ.")
    plain = client.get(section.address)
    assert plain.status_code == 200 and "s-maxage" in plain.headers["Cache-Control"]
    with django_assert_num_queries(0):
        wild = client.get(f"{section.address}?fbclid=xyz123&utm_source=zalo")
    assert wild.content == plain.content and "xyz123" not in wild.text
    response = client.get("/vi/tim-kiem/?q=m%C3%A1y&fbclid=xyz123")
    assert response.status_code == 200 and "xyz123" not in response.text and 'value="máy"' in response.text


@pytest.mark.django_db
def test_what_is_not_a_public_page_keeps_its_query(client):
    assert client.get("/admin/?la=1").wsgi_request.GET.dict() == {"la": "1"}
    assert client.get("/vi/?la=1").wsgi_request.GET.dict() == {}
