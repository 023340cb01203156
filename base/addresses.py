"""Public addresses of pages, computed from the url_path and language of their row in the page tree."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Site


def addresses(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """{language: path} of `rows` of (language, url_path); pages outside of all sites are left out."""
    roots = Site.get_site_root_paths()
    found = {}
    for language, url_path in rows:
        for root in roots:
            if root.language_code == language and url_path.startswith(root.root_path):
                found[language] = f"/{language}/{url_path[len(root.root_path) :]}"
                break
    return found


def address(url_path: str, language: str) -> str:
    """Public path (/vi/…) of the page at `url_path` of the tree; empty outside of all sites."""
    return addresses([(language, url_path)]).get(language, "")


def path_of(url_path: str, language: str) -> str:
    """The same without looking up the site; for cards, of which a page shows dozens."""
    return f"/{language}/" + "/".join(url_path.split("/")[2:])
