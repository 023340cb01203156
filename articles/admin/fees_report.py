"""Monthly byline report of an outlet for the fees (nhuận bút), as a page and as XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from articles.admin.base_views import NewsroomAdminView, chosen_outlet
from articles.admin.calendar_entries import month_asked
from articles.admin.forms import FeeForm
from articles.editorial.access import outlets_of, sections_of, within
from articles.models import ArticleByline, ArticlePage, FeeScale, Person, SectionPage
from articles.models.editorial import TRANSLATION
from articles.rules.translations import originals_of, segments_by_translator
from base.caching.headers import PERSONAL
from base.spreadsheets.writer import xlsx_response
from base.text import WITHOUT_WORD_BREAKS, count_characters
from campaign.models import Outlet
from users.http import SignedInRequest
from users.models import User
from users.roles import ARRANGERS, Role

HEADINGS = (
    gettext_lazy("STT"), gettext_lazy("Họ và tên"), gettext_lazy("Bút danh"), gettext_lazy("Vai trò"),
    gettext_lazy("Phần công, %"), gettext_lazy("Thể loại"), gettext_lazy("Độ dài"), gettext_lazy("Đơn vị"),
    gettext_lazy("Tít"), gettext_lazy("Chuyên mục"), gettext_lazy("Giờ đăng"), gettext_lazy("Địa chỉ"),
    gettext_lazy("Hệ số"), gettext_lazy("Thành tiền, đồng"),
)  # fmt: skip
#: The rules of the sheet in words, below the table and in the file. ETSI GS LIS 004 (GMX-V 2.0) measures a translation
#: by the text it was made from, and scripts without word breaks by characters without white space.
RULES = (
    gettext_lazy(
        "Bài dịch: chỉ ghi người dịch; tác giả, người ảnh của bản gốc không tính lại. Bài lấy lại không tính."
    ),
    gettext_lazy(
        "Nhiều người dịch một bài: phần công theo số ký tự bản gốc mỗi người đã dịch. Máy dịch mà chưa ai sửa thì "
        "không tính."
    ),
    gettext_lazy(
        "Độ dài: bài tiếng Việt đếm tiếng, tiếng Anh đếm từ, tiếng Khmer (không cách từ) đếm ký tự không kể dấu cách; "
        "bài dịch đếm theo bản gốc (ETSI GS LIS 004, GMX-V 2.0)."
    ),
    gettext_lazy("Bài dịch trả theo hệ số “Bản dịch” của thang, không theo hệ số của thể loại."),
)
#: Roles that are paid by words.
WRITERS = {ArticleByline.Role.TEXT, ArticleByline.Role.TRANSLATION, ArticleByline.Role.COMPILED}
WIDTHS = (6, 26, 22, 20, 12, 16, 10, 20, 60, 26, 18, 60, 10, 18)  # characters


def bounds(month: date) -> tuple[datetime, datetime]:
    """Aware first moment of `month` and of the month after it."""
    zone = timezone.get_current_timezone()
    following = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    return (
        datetime.combine(month.replace(day=1), datetime.min.time(), zone),
        datetime.combine(following, datetime.min.time(), zone),
    )


def shares(given: list[int | None]) -> list[int]:
    """Percent of a story for each of its people; those without a share divide the rest equally.

    A remainder goes to the first ones, one per cent each, so that the sum stays 100.
    """
    open_places = [place for place, share in enumerate(given) if share is None]
    percents = [share or 0 for share in given]
    remainder = max(0, 100 - sum(percents))
    for place, number in enumerate(open_places):
        percents[number] = remainder // len(open_places) + (place < remainder % len(open_places))
    return percents


def rows(outlet: Outlet, month: date) -> Iterator[tuple[Any, ...]]:
    """One row per person and story of the outlet that came out in `month`; copies of others' stories are left out.

    A translation has rows for who translated it alone: the others stand at the original, of whichever month.
    Stories taken down since are included and marked: paying for them is decided elsewhere. Stories without an author
    stand at the end and are named as such; length is counted for who wrote, not for who photographed.
    """
    sections = sections_of([outlet])
    by_path = {section.path: section for section in sections}
    start, end = bounds(month)
    stories = list(
        ArticlePage.objects.filter(
            Q(published_at__gte=start, published_at__lt=end)
            | Q(first_published_at__gte=start, first_published_at__lt=end),
            within(sections),
            first_published_at__isnull=False,
            alias_of=None,
        )
        .order_by("published_at", "pk")
        .prefetch_related("locale")
        .specific()  # types count their words differently; one query for each type
    )
    works = _works(outlet, stories)
    stories = [story for story in stories if start <= works[story.pk].hour < end]
    number, scale = 0, FeeScale.objects.filter(outlet=outlet).first()
    for story in sorted(stories, key=lambda item: not works[item.pk].people):  # those without an author last
        work = works[story.pk]
        about = _about(story, by_path[story.path[: -story.steplen]], work.hour)
        for name, signed_as, role, share, writes in work.people:
            number += 1
            measured = work.measured if writes else ("", "")
            yield (
                number, name, signed_as, role, share, story.get_genre_display(), *measured, *about,
                *_fee(scale, work.paid_as, share),
            )  # fmt: skip
        if not work.people:
            number += 1
            yield (number, work.nobody, "", "", "", story.get_genre_display(), *work.measured, *about, "", "")


class _Work(NamedTuple):
    """Who is paid for a story, and for what."""

    people: list[tuple[str, str, str, int, bool]]  # name, signed as, role, share in per cent, whether length counts
    measured: tuple[int, str]  # length and its unit
    paid_as: str  # key of FeeScale.coefficients
    nobody: str  # what stands in the place of a name
    hour: datetime  # when it came out; a translation carries the hour shown at its original, so its own publication


def _works(outlet: Outlet, stories: list[Any]) -> dict[int, _Work]:
    """Key of a story → its _Work; a fixed number of queries, and one for each class of the originals."""
    originals, translators = originals_of(stories), segments_by_translator(stories)
    bylines = _bylines([*stories, *(page for page in originals.values() if page)])
    works = {}
    for story in stories:
        signed_by = bylines.get(story.pk, [])
        if story.pk not in originals:
            people = _signed(outlet, signed_by)
            nobody = _("(cả tòa soạn)") if story.signed_by_outlet else _("(chưa ghi tác giả)")
            works[story.pk] = _Work(people, measured(story), story.genre, nobody, story.shown_at)
            continue
        original = originals[story.pk]
        repeated = {(byline.person_id, byline.role) for byline in (bylines.get(original.pk, []) if original else [])}
        own = [
            byline
            for byline in signed_by
            if byline.role == ArticleByline.Role.TRANSLATION and (byline.person_id, byline.role) not in repeated
        ]
        parts = translators.get((story.translation_key, story.locale_id), [])
        people = _signed(outlet, own) or _translated(outlet, parts)
        length, unit = measured(original or story)
        unit = _("%(unit)s của bản gốc") % {"unit": unit} if original else unit
        nobody, hour = _("(chưa ghi người dịch)"), story.first_published_at
        works[story.pk] = _Work(people, (length, unit), TRANSLATION, nobody, hour)
    return works


def _signed(outlet: Outlet, bylines: list[ArticleByline]) -> list[tuple[str, str, str, int, bool]]:
    divided = zip(bylines, shares([byline.share for byline in bylines]), strict=True)
    return [
        (_name_for(outlet, byline.person), byline.name, str(byline.get_role_display()), share, byline.role in WRITERS)
        for byline, share in divided
    ]


def _translated(outlet: Outlet, parts: list[tuple[User, int]]) -> list[tuple[str, str, str, int, bool]]:
    """The accounts that translated, with the per cent of the source's characters; the first has the remainder too."""
    total = sum(characters for _account, characters in parts)
    percents = [characters * 100 // total for _account, characters in parts]
    people = []
    for place, ((account, _characters), percent) in enumerate(zip(parts, percents, strict=True)):
        person = getattr(account, "person", None)
        name, signed_as = (_name_for(outlet, person), person.display_name) if person else (str(account), str(account))
        share = percent if place else 100 - sum(percents[1:])
        people.append((name, signed_as, str(ArticleByline.Role.TRANSLATION.label), share, True))
    return people


def measured(story: Any) -> tuple[int, str]:
    """Length of a story's sapo and body, and its unit: tiếng, words, or characters where words have no breaks."""
    if story.language in WITHOUT_WORD_BREAKS:
        return count_characters(" ".join([story.sapo, *story.body_text()])), _("ký tự")
    is_vietnamese = story.language == settings.LANGUAGE_CODE
    return story.word_count, _("tiếng") if is_vietnamese else pgettext("unit of length", "từ")


def _name_for(outlet: Outlet, person: Person) -> str:
    """The full name; of another outlet's author the name that readers see, for the pen name hides the other one."""
    return person.full_name if person.outlet_id in {None, outlet.pk} else person.display_name


def _fee(scale: FeeScale | None, paid_as: str, share: int) -> tuple[Any, Any]:
    """Coefficient and fee of one person's share; empty where the outlet has set none."""
    if scale is None or (coefficient := scale.coefficient_of(paid_as)) is None:
        return "", ""
    return float(coefficient), scale.fee(paid_as, share)


def signed(table_rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The sum, and the places for who made the sheet and who signs it; none where nothing is paid by it."""
    total = sum(row[-1] for row in table_rows if row[-1])
    if not total:
        return []
    empty = [""] * len(HEADINGS)
    line, names = empty.copy(), empty.copy()
    line[8], line[-1] = _("Tổng cộng"), total
    names[1], names[8], names[10] = _("Người lập bảng"), _("Kế toán"), _("Thủ trưởng cơ quan")
    return [tuple(line), tuple(empty), tuple(names)]


def ruled() -> list[tuple[Any, ...]]:
    """The rules of the sheet, each in the column of the headlines."""
    empty = [""] * len(HEADINGS)
    return [(*empty[:8], str(rule), *empty[9:]) for rule in RULES]


def _bylines(stories: Iterable[ArticlePage]) -> dict[int, list[ArticleByline]]:
    """Key of a story → its bylines in order; stories without one are missing."""
    bylines_by_page: dict[int, list[ArticleByline]] = {}
    # By keys: before the first ANALYZE PostgreSQL would run a subquery once for each byline.
    of_stories = ArticleByline.objects.filter(page__in=[story.pk for story in stories])
    for byline in of_stories.select_related("person").order_by("sort_order"):
        bylines_by_page.setdefault(byline.page_id, []).append(byline)
    return bylines_by_page


def _about(story: ArticlePage, section: SectionPage, hour: datetime) -> tuple[Any, ...]:
    """Headline, section, hour and address of a story."""
    title = story.title if story.live else _("%(title)s (đã gỡ)") % {"title": story.title}
    return title, section.title, hour, settings.SITE_URL + story.address


def _initial(scale: FeeScale | None) -> dict[str, Any]:
    if scale is None:
        return {}
    return {"unit": scale.unit} | {f"genre_{genre}": units for genre, units in scale.coefficients.items()}


class BylineSheetView(NewsroomAdminView):
    """The report of one outlet and month; `?xlsx` downloads it."""

    page_title = gettext_lazy("Bảng bút danh, nhuận bút")
    header_icon = "table"
    template_name = "articles/admin/byline_sheet.html"

    def _asked(self) -> tuple[list[Outlet], Outlet, date]:
        mine, chosen = chosen_outlet(self.request, ARRANGERS)
        return mine, chosen[0], month_asked(self.request.GET.get("thang", ""))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or with `?xlsx` the table as a file. Raises PermissionDenied for who may not arrange stories."""
        is_file = "xlsx" in request.GET and request.method in {"GET", "HEAD"}
        return self._file() if is_file else super().dispatch(request, *args, **kwargs)

    def _sets(self, outlet: Outlet) -> bool:
        """Whether the account sets the scale of `outlet`: its chief."""
        return outlets_of(self.request.user, (Role.CHIEF,)).filter(pk=outlet.pk).exists()

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Set the scale. Raises PermissionDenied for who is not the chief of the outlet."""
        _mine, outlet, _month = self._asked()
        if not self._sets(outlet):
            raise PermissionDenied(_("Tổng Biên tập đặt thang nhuận bút."))
        form = FeeForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        values = {"unit": form.cleaned_data["unit"], "coefficients": form.coefficients(), "changed_by": request.user}
        FeeScale.objects.update_or_create(outlet=outlet, defaults=values)
        messages.success(request, _("Đã đặt thang nhuận bút của %(outlet)s.") % {"outlet": outlet.short_name})
        return redirect(request.get_full_path())

    def _file(self) -> FileResponse:
        _mine, outlet, month = self._asked()
        head = [str(heading) for heading in HEADINGS]
        response = xlsx_response(
            f"nhuan-but-{outlet.slug}-{month:%Y-%m}.xlsx",
            head,
            [*(table_rows := list(rows(outlet, month))), *ruled(), *signed(table_rows)],
            widths=dict(zip(head, WIDTHS, strict=True)),
        )
        response.headers["Cache-Control"] = PERSONAL
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows of the outlet and month that the address names."""
        mine, outlet, month = self._asked()
        table_rows = list(rows(outlet, month))
        scale = FeeScale.objects.filter(outlet=outlet).select_related("changed_by").first()
        kwargs.setdefault("form", FeeForm(initial=_initial(scale)))
        return super().get_context_data(**kwargs) | {
            "outlets": mine,
            "outlet": outlet,
            "month": month,
            "headings": HEADINGS,
            "rows": table_rows,
            "rules": RULES,
            "total": sum(row[-1] for row in table_rows if row[-1]),
            "scale": scale,
            "sets": self._sets(outlet),
            "file_words": _("Lấy tệp XLSX"),
        }
