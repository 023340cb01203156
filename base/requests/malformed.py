"""Checks of forms and query strings sent to the administration, for input on which Wagtail's views answer 500."""

from __future__ import annotations

import json
import re
import sys

from django.http import HttpRequest, QueryDict

from base.text import whole_number


def is_odd_query(query: QueryDict) -> bool:
    """Whether one of the names that are read here has an invalid value, which some of Wagtail's views accept."""
    numbers = (query.get("p", "1"), query.get("offset", "0"), query.get("parent_page_id") or "1")
    is_part = None not in map(whole_number, numbers) and query.get("search_operator", "and") in {"and", "or"}
    return not (is_part and _leads_to_an_address(query))


def counts_what_it_looks_for(query: QueryDict) -> bool:
    """Whether words are looked for among rows of a number of uses: Wagtail's lists of pictures and files offer both,
    and its search cannot follow."""
    return bool(query.get("q", "").strip() and (query.get("usage_count_min") or query.get("usage_count_max")))


def is_odd_form(form: QueryDict) -> bool:
    """Whether no page of Wagtail could have sent this form. NUL is checked by holds_nul(), with its own message."""
    checks = (_leads_to_an_address, _has_each_block_in_a_place, _has_all_its_rows, _says_more_in_json)
    return not all(check(form) for check in checks)


def holds_nul(form: QueryDict) -> bool:
    """Whether a name or value of a form contains NUL, on which PostgreSQL raises an error."""
    return any("\0" in value for values in form.lists() for value in (values[0], *values[1]))


def holds_json_object(text: str | bytes) -> bool:
    """Whether `text` is a JSON object that PostgreSQL can store: without NaN, infinity, NUL and lone surrogates."""
    try:
        value = json.loads(text)
        encoded = json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and rb"\u0000" not in encoded


#: Keyword arguments that Wagtail itself passes to a workflow step.
_SAID_ALREADY = {"task_state", "user", "action_name"}


def _says_more_in_json(form: QueryDict) -> bool:
    """Whether the data that the dialogue of a workflow step adds to the form is a JSON object without those keys."""
    added = form.get("workflow-action-extra-data", "{}")
    return holds_json_object(added) and not _SAID_ALREADY & json.loads(added).keys()


def _leads_to_an_address(data: QueryDict) -> bool:
    """Whether every `next` looks like a path: Wagtail's views take any other word for a URL name."""
    return all(not value or "/" in value for value in data.getlist("next"))


#: Name of the field with the position of a block in its list, or of a row or column in its table.
_PLACE = re.compile(r"(?P<list>.+)-(?P<index>\d+)-order")


def _has_each_block_in_a_place(form: QueryDict) -> bool:
    """Whether no two blocks of a list have the same position; Wagtail would then sort their values, a TypeError."""
    taken_places = set()
    for match in filter(None, map(_PLACE.fullmatch, form)):
        rows, index = match["list"], match["index"]
        if f"{rows}-count" in form and not form.get(f"{rows}-{index}-deleted"):
            place = rows, whole_number(form[match.string])
            if place[1] is None or place in taken_places:
                return False
            taken_places.add(place)
    return True


def _has_all_its_rows(form: QueryDict) -> bool:
    """Whether TOTAL_FORMS is at most the number of fields: Django would make up to 2,000 rows, a minute of work."""
    announced = [whole_number(form[name]) for name in form if name.endswith("-TOTAL_FORMS")]
    return all(number is not None and number <= len(form) for number in announced)


#: Error messages of int() and of a model's number fields; int() cuts a long text, and omits one above Python's limit.
#: Then those of names of models, of which Django quotes only the app: without the closing quotation mark.
_QUOTING = re.compile(
    r"(?:invalid literal for int\(\) with base 10: |Field '\w+' expected a number but got )(?P<value>['\"].*?)\.?"
    r"|Can not resolve (?P<name>'.*'|\".*\") into a model\..*"
    r"|(?:No installed app with label |App )(?P<app>'[^']*)'.*",
    re.DOTALL,
)
_TOO_LONG = "Exceeds the limit ("


def quotes_what_was_sent(request: HttpRequest, exception: Exception) -> bool:
    """Whether `exception` is about a text that is no number, or no model's name, and that the client has sent."""
    message = str(exception.args[0]) if isinstance(exception, (ValueError, LookupError)) and exception.args else ""
    match = _QUOTING.fullmatch(message)
    if match is None and not message.startswith(_TOO_LONG):
        return False
    sent = [value for data in (request.GET, request.POST) for _name, values in data.lists() for value in values]
    sent += request.resolver_match.kwargs.values() if request.resolver_match else []
    if match is None:
        return any(len(str(value)) > sys.get_int_max_str_digits() for value in sent)
    return any(repr(value).startswith(match["value"] or match["name"] or match["app"]) for value in sent)
