"""Addresses within a page or a part of a page, and whether each of them leads somewhere."""

import re
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import Resolver404, resolve

ATTRIBUTES = ("href", "src", "action", "formaction", "poster", "data-poll", "data-list", "data-figures")
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def addresses_in(html):
    """[(tag, address)] of everything that a reader or the browser can follow."""
    page = BeautifulSoup(html, "html.parser")
    return [(tag, tag[name].strip()) for tag in page.find_all(True) for name in ATTRIBUTES if tag.has_attr(name)]


def problem_of(address, at):
    """Why `address`, written on the page `at`, leads nowhere; "" where nothing is wrong."""
    parts = urlsplit(address)
    if not address or address.startswith("//") or (not parts.scheme and re.search(r"//|/None/|[{}]", parts.path)):
        return "not an address"
    if parts.scheme in ("http", "https"):
        return "" if "." in parts.netloc or parts.netloc.startswith("localhost") else "no such host"
    if parts.scheme in ("tel", "data", "mailto", "sms") or address.startswith("#"):
        return ""
    path = urlsplit(urljoin(at, address)).path
    if path.startswith(settings.STATIC_URL) or path.split("/")[1] in LANGUAGES:
        return ""
    try:
        resolve(path)
    except Resolver404:
        return "no such address: does it lack a language?"
    return "names no language" if path == "/" else ""


def dead_addresses(html, at):
    """Descriptions of all addresses of the page or part `at` that lead nowhere."""
    problems = [(tag, address, problem_of(address, at)) for tag, address in addresses_in(html)]
    return [f"{at}: <{tag.name}> {address!r}: {problem}" for tag, address, problem in problems if problem]


def offers_help(html, language):
    """Whether the page or part has a link to the help page of its language, or a number to call."""
    links = [address for tag, address in addresses_in(html) if tag.name == "a"]
    return f"/{language}/can-giup-do/" in links or any(link.startswith("tel:") for link in links)
