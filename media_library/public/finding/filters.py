"""The library's filters: parsed from the query string, and written back to it.

`?q=&dip=&loai=&kho=&man=&doi-tuong=&chu-de=&cap=&nn=&thay-the=&nang=&mua=&moi=&trang=`. Several values of one facet
mean “or”, several facets “and”; weight and newness take one value. Raw values never reach a database query: each is
matched with the known values here, or is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from base.languages import language_choices
from base.text import one_line
from media_library.public.finding.index import NEW_DAYS, WEIGHTS
from media_library.public.finding.parameters import Parameter
from media_library.vocabulary import Alternative, Kind, Moment, SchoolLevel, Screen, Size

MAX_WORDS = 100  # characters of a search that are used
MAX_VALUES = 40  # values of one facet that are used; no facet has as many
MAX_UNKNOWN = 3  # unknown values that the page shows
VOCABULARY: dict[str, type[models.TextChoices]] = {
    Parameter.MOMENT: Moment,
    Parameter.KIND: Kind,
    Parameter.SIZE: Size,
    Parameter.SCREEN: Screen,
    Parameter.LEVEL: SchoolLevel,
    Parameter.ALTERNATIVE: Alternative,
}
#: facets that take one value, with the labels of their values
SINGLE: dict[str, dict[str, Any]] = {
    Parameter.WEIGHT: {
        "1": _("Tới 1 MB"),
        "5": _("Tới 5 MB, hợp mạng yếu"),
        "20": _("Tới 20 MB"),
        "100": _("Tới 100 MB"),
    },
    Parameter.NEWNESS: {str(NEW_DAYS): _("Mới hoặc vừa cập nhật, 30 ngày")},
}
LEGENDS = {
    Parameter.MOMENT: _("Dịp và nơi dùng"),
    Parameter.KIND: _("Loại"),
    Parameter.SIZE: _("Khổ giấy, kích thước"),
    Parameter.SCREEN: _("Màn hình"),
    Parameter.AUDIENCE: _("Đối tượng"),
    Parameter.TOPIC: _("Chủ đề"),
    Parameter.LEVEL: _("Cấp học"),
    Parameter.LANGUAGE: _("Ngôn ngữ"),
    Parameter.ALTERNATIVE: _("Dạng thay thế"),
    Parameter.WEIGHT: _("Dung lượng"),
    Parameter.SEASON: _("Mùa chiến dịch"),
    Parameter.NEWNESS: _("Độ mới"),
}


@dataclass(frozen=True)
class Filters:
    """What the reader asked for. `chosen`: parameter → known values in the order of the query string."""

    words: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, query: QueryDict, rows: Mapping[str, Mapping[str, Any]]) -> Filters:
        """Parse the query string; `rows` has the values of facets that are database rows: {SEASON: {slug: …}}.

        Unknown values are kept in `unknown`: at most MAX_UNKNOWN, cut to 40 characters.
        """
        chosen: dict[str, tuple[str, ...]] = {}
        unknown: list[tuple[str, str]] = []
        for parameter in Parameter:
            values = list(dict.fromkeys(value for value in query.getlist(parameter) if value))
            there = known_values(parameter, rows)
            valid_values = [value for value in values if value in there][: 1 if parameter in SINGLE else MAX_VALUES]
            unknown += [(parameter, value[:40]) for value in values if value not in there]
            if valid_values:
                chosen[parameter] = tuple(valid_values)
        return cls(one_line(query.get("q", ""), MAX_WORDS), chosen, tuple(unknown[:MAX_UNKNOWN]))

    def query(self, *, drop: tuple[str, str] | None = None, replace: tuple[Parameter, str] | None = None) -> str:
        """The query string with one value dropped or a facet replaced; "?" alone when nothing is left.

        `replace`: a facet and its only value; "" removes the facet.
        """
        chosen = {key: tuple(value for value in values if (key, value) != drop) for key, values in self.chosen.items()}
        if replace:
            chosen[replace[0]] = (replace[1],) if replace[1] else ()
        pairs = [("q", self.words)] if self.words else []
        pairs += [(key, value) for key in Parameter for value in chosen.get(key, ())]
        return "?" + urlencode(pairs)

    @property
    def max_bytes(self) -> int | None:
        """The largest file that the reader wants, in bytes."""
        values = self.chosen.get(Parameter.WEIGHT)
        return WEIGHTS[values[0]] if values else None

    @property
    def languages(self) -> tuple[str, ...]:
        return self.chosen.get(Parameter.LANGUAGE, ())


def known_values(parameter: str, rows: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """{value: label} of a facet, in display order."""
    if parameter == Parameter.LANGUAGE:
        return dict(language_choices())
    if parameter in VOCABULARY:
        return dict(VOCABULARY[parameter].choices)
    return SINGLE.get(parameter) or rows.get(parameter, {})
