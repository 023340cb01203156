"""What a page of results shows."""

import re
from html import unescape

from django.http import HttpResponse

_ROW = re.compile(r'<h3><a href="([^"]*)"[^>]*>(.*?)</a></h3>')
_ELSEWHERE = re.compile(r'<h2 class="variant">.*?</ul>', re.DOTALL)


def rows(response: HttpResponse) -> list[tuple[str, str]]:
    """Address and title of each result, without those in other languages."""
    matches = _ROW.findall(_ELSEWHERE.sub("", response.content.decode()))
    return [(unescape(address), unescape(re.sub("</?mark>", "", title))) for address, title in matches]


def titles(response: HttpResponse) -> list[str]:
    """The title of each result."""
    return [title for _address, title in rows(response)]
