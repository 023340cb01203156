"""Samples of the components of apps (docs/design.md): library, schools, partners, articles, calendar.

Samples of `base/templates/components` are in `views.py`. Those here render the templates of the pages with unsaved
objects, so they need no data in the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.templatetags.static import static
from django.utils import timezone

from activities.models import Kind
from files.models import StoredFile
from media_library.models import AssetFile
from partners.models import Partner, Submission
from partners.workflow.timeline import timeline_of
from schools.claims.checklist import ProgressRing, Row, State
from schools.coverage.queries import Bar, PublicBar
from schools.models import ChecklistItem, Claim

#: Stylesheets that only some pages load; the styleguide loads all of them.
SHEETS = (
    "base/css/components/trail.css",
    "base/css/components/piece.css",
    "base/css/components/pin.css",
    "base/css/components/brief.css",
    "base/css/components/upload.css",
    "base/css/components/wizard.css",
    "base/css/components/bars.css",
    "base/css/components/kitpage.css",
    "base/css/components/longform.css",
    "base/css/components/lost.css",
    "base/css/components/player.css",
    "base/css/components/results.css",
    "media_library/css/library.css",
    "files/css/upload-box.css",
    "partners/css/kol.css",
    "schools/css/schools.css",
    "articles/css/story.css",
)


@dataclass(frozen=True)
class Sample:
    """Sample of a component.

    `template`: path below a templates folder; `contexts`: one per state; `tag` and `wrap`: element and class of the box
    around it.
    """

    template: str
    title: str
    contexts: tuple[dict[str, Any], ...]
    tag: str = "div"
    wrap: str = ""


def _picture() -> StoredFile:
    """A static drawing with the attributes that the library's templates use."""
    address = static("base/art/nguoi-160.svg")
    return SimpleNamespace(  # type: ignore[return-value]
        preview_url=address, srcset="", preview_width=46, preview_height=160, posture="tall"
    )


def _card(name: str, **changes: Any) -> SimpleNamespace:
    file = SimpleNamespace(
        get_absolute_url="#tai", shown_label="Tệp in A3", format_label="PDF", stored=StoredFile(size=5_000_000)
    )
    locale = SimpleNamespace(language_code="vi")
    text = SimpleNamespace(name=name, placement="Bảng tin lớp, ngang tầm mắt.", locale=locale)
    asset = SimpleNamespace(get_absolute_url="#", code="P-A3-03", is_taken=False, name=name)
    card = {
        "asset": asset, "text": text, "file": file, "other": None, "picture": _picture(), "is_cut": False,
        "spec": "A3 · PDF in · 5,0 MB · VI, KM · v1.2", "fallback": "", "for_schools": False, "action": "Tải bản in",
        "shape": "o-a3",
    }  # fmt: skip
    return SimpleNamespace(**card | changes)


def _cards(long: str, khmer: str) -> tuple[dict[str, Any], ...]:
    taken = _card("Đã lấy rồi")
    taken.asset.is_taken = True
    words = _card(khmer)
    words.text.locale.language_code = "km"
    cards = (
        _card("Cúp máy trước, nghĩ sau"),
        taken,
        _card(long, fallback="Chưa có bản tiếng Khmer, đây là bản tiếng Việt."),
        words,
        _card("Tệp chỉ dành cho trường", for_schools=True),
        _card("Chưa có hình xem trước", picture=None, file=None),
    )
    return tuple({"card": card} for card in cards)


def _row(state: str, label: str, *, draft: bool = False, due: int = 0, note: str = "") -> dict[str, Any]:
    """Context of a row in a school's list; `due` in days from today, 0 for no deadline."""
    item = ChecklistItem(code="C04", label=label, due_on=timezone.localdate() + timedelta(days=due) if due else None)
    claim = None
    if state != State.TODO or draft:
        now = timezone.now()
        claim = Claim(state=state, draft={"note": "…"} if draft else {}, decision_note=note, declared_at=now)
        claim.confirmed_on = timezone.localdate()
    return {"row": Row(item, claim)}


def _rows(long: str) -> tuple[dict[str, Any], ...]:
    return (
        _row(State.TODO, "Treo poster ở bảng tin", due=9),
        _row(State.TODO, "Chiếu clip đầu giờ chào cờ", due=-2),
        _row(State.TODO, "Sinh hoạt lớp theo bộ tình huống", draft=True),
        _row(State.DECLARED, long),
        _row(State.RETURNED, "Đăng bài trên fanpage", note="Ảnh chụp màn hình bị tối, chụp lại giúp."),
        _row(State.CONFIRMED, "Phổ biến số 111 và 113"),
    )


def _submission(state: str, title: str) -> Submission:
    now = timezone.now()
    made = Submission(title=title, state=state, updated_at=now, created_at=now - timedelta(days=3))
    made.pk, made.partner = 7, Partner(display_name="Mây Miệt Vườn")
    made.history = []
    made.file_rows = []
    made.trail = timeline_of(made, [])
    return made


def _pieces(long: str, khmer: str) -> Iterator[dict[str, Any]]:
    state = Submission.State
    for at, title in (
        (state.DRAFT, "Cuộc gọi lúc nửa đêm"),
        (state.SENT, long),
        (state.CHANGES, khmer),
        (state.PUBLISHED, "Thỏa thuận gia đình"),
    ):
        yield {"submission": _submission(at, title), "partners": []}


def _event(title: str, days: int, held_on: date | None = None) -> SimpleNamespace:
    at: datetime = timezone.now() + timedelta(days=days)
    speakers = SimpleNamespace(all=["ThS. Demo An"])
    return SimpleNamespace(
        starts_at=at, title=title, place="Sân trường, phường Ninh Kiều", uuid=uuid4(), speakers=speakers,
        get_kind_display=Kind.TRAINING.label, held_on=held_on,
    )  # fmt: skip


def _facet(legend: str, *choices: tuple[str, int, bool]) -> SimpleNamespace:
    rows = [SimpleNamespace(value=label, label=label, count=count, checked=on) for label, count, on in choices]
    parameter = legend.lower()
    return SimpleNamespace(
        legend=legend, choices=rows, checked=sum(row.checked for row in rows), single=False, parameter=parameter
    )


def library(long: str, khmer: str) -> tuple[Sample, ...]:
    """Samples of the library."""
    facets = [
        _facet("Loại", ("Poster", 42, True), ("Standee", 12, False), (long, 3, False)),
        _facet("Ngôn ngữ", ("Tiếng Việt", 88, False), ("ភាសាខ្មែរ", 21, False)),
    ]
    file = AssetFile(label="Tệp in A3")
    file.stored = StoredFile(size=5_000_000)
    full = SimpleNamespace(size=182_000_000, members=24, minutes="khoảng 3 phút qua Wi-Fi của trường")
    packages = {
        "full": SimpleNamespace(size=182_000_000, archive=SimpleNamespace(get_absolute_url="#tai")),
        "light": SimpleNamespace(size=24_000_000, archive=SimpleNamespace(get_absolute_url="#tai")),
    }
    return (
        Sample("media_library/parts/card.html", "Tài liệu trong danh sách", _cards(long, khmer), "ul", "assets"),
        Sample(
            "media_library/parts/object.html",
            "Vật trên kệ, đúng tỉ lệ",
            tuple(
                {"card": _card(name, shape=shape), "note": "5,0 MB"}
                for name, shape in (("Standee", "o-s60"), ("Poster A1", "o-a1"), (khmer, "o-a3"))
            ),
            "ul",
            "shelf few",
        ),
        Sample(
            "media_library/parts/facets.html",
            "Bộ lọc (tờ trên điện thoại)",
            (
                {
                    "found": {"facets": facets, "can_be_narrowed": True},
                    "filters": {},
                    "chips": [1],
                    "page": {"url": "#"},
                },
            ),
        ),
        Sample(
            "media_library/parts/stage.html",
            "Sân khấu của một tài liệu",
            (
                {"stage": "paper", "picture": _picture(), "text": {"name": "Poster A3", "alt": ""}},
                {"stage": "note", "picture": None, "text": {"copy_text": long, "summary": ""}},
                {"stage": "", "picture": None, "best": file, "best_line": "Tệp âm thanh, 2 phút"},
            ),
        ),
        Sample(
            "media_library/parts/kit_archives.html",
            "Cân nặng và gói của một bộ; gói đang đóng lại",
            (
                {"full": full, "archives": packages, "cards": range(9)},
                {"full": None, "archives": {}, "cards": range(9), "codes": ["P-A3-03"]},
            ),
            wrap="kitpage",
        ),
        Sample("home/styleguide/uploads.html", "Tải tệp lên: trống, đang gửi, đứt, bị từ chối, xong", ({},)),
    )


def schools(long: str, khmer: str) -> tuple[Sample, ...]:
    """Samples for schools and authorities, and of the calendar."""
    bars = [
        Bar("C04", "Treo poster", 120, 84, 20),
        Bar("C07", long, 120, 12, 30),
        Bar("C09", khmer, 120, 0, 0),
    ]
    heads = {"head": "Việc", "caption": "Số đơn vị đã khai", "what": "đơn vị"}
    shares = [
        PublicBar("Trung học cơ sở", 213, 85, 39),
        PublicBar("Mầm non", 12, 0, None),
        PublicBar(long, 40, 10, 25),
    ]
    return (
        Sample("schools/parts/row.html", "Một việc: mọi trạng thái", _rows(long), "ul", "checks"),
        Sample(
            "schools/parts/next.html",
            "Việc tiếp theo",
            (
                {"next": _row(State.TODO, "Treo poster ở bảng tin", due=9)["row"]},
                {"next": _row(State.RETURNED, long, note="Chụp lại giúp.")["row"]},
            ),
            wrap="board",
        ),
        Sample(
            "schools/parts/ring.html",
            "Vòng tiến độ: chưa, dở, đủ",
            (
                {"ring": ProgressRing(15, 0, 0, 0)},
                {"ring": ProgressRing(15, 6, 3, 1)},
                {"ring": ProgressRing(15, 15, 0, 0)},
            ),
            wrap="board ringsample",
        ),
        Sample(
            "schools/parts/bars.html",
            "Bảng cũng là biểu đồ; trống",
            (
                heads | {"bars": bars, "codes": 1, "prefix": "sg"},
                heads | {"bars": [], "prefix": "sh"},
            ),
        ),
        Sample(
            "schools/parts/public_bars.html",
            "Độ phủ cho bạn đọc",
            ({"bars": shares, "caption": "Tỉ lệ trường đã hưởng ứng", "head": "Cấp học"},),
            wrap="coverage",
        ),
        Sample(
            "activities/front.html",
            "Lịch sự kiện",
            ({"part": {"events": [_event("Giờ chào cờ “Không một mình”", 2), _event(long, 9), _event(khmer, 12)]}},),
        ),
        Sample(
            "activities/event.html",
            "Một buổi của lịch: sắp tới, dời ngày, đã qua",
            (
                {"event": _event("Giờ chào cờ “Không một mình”", 2)},
                {"event": _event(long, 9)},
                {"event": _event(khmer, -4, held_on=timezone.localdate()), "is_past": True},
            ),
            "ul",
            "agenda whole",
        ),
    )


def partners(long: str, khmer: str, field: Any) -> tuple[Sample, ...]:
    """Samples of the partners' pages; `field` is any bound form field."""
    submission = _submission(Submission.State.CHANGES, "Cuộc gọi lúc nửa đêm")
    submission.newsroom_note = "Đoạn mở đầu hay. Xin đổi câu kết cho nhẹ hơn."
    person = SimpleNamespace(portrait=None, initials="MV")
    brief = SimpleNamespace(
        pk=1, uuid="00000000-0000-0000-0000-000000000000", title=long, wanted="Một clip dọc 60 giây.",
        deadline=timezone.now() + timedelta(days=6), is_open=True, days_left=6,
    )  # fmt: skip
    return (
        Sample("partners/parts/piece.html", "Một bài của đối tác", tuple(_pieces(long, khmer)), "ul"),
        Sample(
            "partners/parts/trail_full.html",
            "Đường đi của một bài",
            tuple(
                {"submission": made, "trail": made.trail}
                for made in (_submission(Submission.State.SENT, "a"), _submission(Submission.State.CHANGES, "b"))
            ),
        ),
        Sample("partners/parts/file_row.html", "Tệp đã gửi: xong, chờ kiểm, bị từ chối", tuple(
            {"submission": brief, "row": row} for row in (
                _file("ma-kiem.mp4"), _file("bia.jpg", is_pending=True), _file("la.docm", refusal="Tệp bị từ chối."),
            )
        ), wrap="wizard"),
        Sample("partners/parts/pinned.html", "Lời nhắn ghim", ({"submission": submission, "remarks": []},)),
        Sample("partners/parts/brief_card.html", "Đề bài", ({"brief": brief},)),
        Sample(
            "partners/parts/form_field.html",
            "Ô của biểu mẫu nhiều bước: trống, sai",
            ({"field": field, "hint": "Dán từ TikTok, Facebook."},
             {"field": field, "hint": "", "problems": {"address": ["Liên kết phải bắt đầu bằng https://."]}}),
            wrap="wizard",
        ),
        Sample("partners/parts/portrait.html", "Chân dung chưa có ảnh", ({"partner": person},), wrap="portrait sgface"),
    )  # fmt: skip


def _file(name: str, **changes: Any) -> SimpleNamespace:
    row = {"refusal": "", "verdict": "", "stored": None, "is_pending": False, "is_unscanned": False, "caption": ""}
    return SimpleNamespace(uuid=uuid4(), declared_name=name, declared_size=8_400_000, **row | changes)


def stories(long: str, khmer: str, story: Any) -> tuple[Sample, ...]:
    """Samples of blocks and parts of articles; `story(title)` makes a teaser's object."""
    entry = SimpleNamespace(
        language="vi", kind="story", get_kind_display="Bài", address="#", shown_title=long, summary="…",
        shown_summary="Dọa cho sợ, dỗ cho tin, rồi tách bạn khỏi người thân.", published_at=timezone.now(),
    )  # fmt: skip
    chapter = {"title": long, "intro": "Lời dẫn của chương.", "image": None, "body": []}
    correction = SimpleNamespace(
        number=1, kind_label="Đính chính", frozen_at=timezone.now(), text="5656 chỉ nhận tin nhắn.", has_older=False
    )
    return (
        Sample("articles/blocks/facts.html", "Con số", ({"value": {"title": "Con số", "source": "Kế hoạch", "facts": [
            {"figure": "12–24", "meaning": "tuổi"}, {"figure": "111", "meaning": long}]}},), wrap="prose"),
        Sample("articles/blocks/question.html", "Hỏi đáp", (
            {"value": {"question": "Làm gì trước?", "answer": "<p>Cúp máy trước.</p>", "who": "Cô An"}},
        ), wrap="prose"),
        Sample("base/blocks/quote.html", "Trích lời", (
            {"value": {"text": "Người tốt không cần bạn giấu cha mẹ.", "who": "Một cô giáo"}},
            {"value": {"text": khmer}},
        ), wrap="prose"),
        Sample("base/blocks/warning.html", "Chữ cần bấm mới mở", (
            {"value": {"summary": "Có lời đe dọa", "text": "“Bị bắt ngay.”"}},), wrap="prose"),
        Sample("articles/blocks/chapter.html", "Chương của phóng sự dài", ({"value": chapter, "number": 1},),
               wrap="longform band night sgnight"),
        Sample("articles/parts/corrections.html", "Đính chính", ({"page": {"corrections_shown": [correction]}},)),
        Sample("articles/parts/friends.html", "Nói gì với người đang cần mình", ({},)),
        Sample("articles/parts/clips.html", "Kệ video", ({"clips": [story(long), story("Ba phút"), story(khmer)]},),
               wrap="band night sgnight"),
        Sample("search/parts/search_result.html", "Kết quả tìm", ({"entry": entry, "shows_language": False},), "ul",
               "results"),
    )  # fmt: skip
