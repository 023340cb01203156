"""Pipeline report: how many files are at each step from arrival to deletion, and who moves them on."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from base import site_context
from base.caching.headers import private
from base.charts import shapes
from base.errors import permission_denied
from base.pagination import page_of
from files.models import StoredFile
from media_library.models import AssetVersion

PER_PAGE = 50
State, Stage = StoredFile.State, AssetVersion.Stage


class Step(NamedTuple):
    """`name`: value of StoredFile.State or AssetVersion.Stage; `rows`: its files; `mover`: who moves them on."""

    name: str
    label: str | Promise
    rows: Q
    mover: Promise


_UNRELEASED = Q(asset_file__version__released_at=None, asset_file__version__release_requested_at=None)
_OPEN = _UNRELEASED & Q(asset_file__version__submitted_at=None)
_LOOKED_AT = _UNRELEASED & Q(state__in=[State.CLEAN, State.NOT_SCANNED])
STEPS = (
    Step(
        State.RECEIVED,
        State.RECEIVED.label,
        Q(state=State.RECEIVED),
        _("Máy chủ kiểm tra; tự đi tiếp khi trình quét trả lời."),
    ),
    Step(State.SCANNING, State.SCANNING.label, Q(state=State.SCANNING), _("Máy chủ quét vi-rút.")),
    Step(
        State.CLEAN,
        State.CLEAN.label,
        _OPEN & Q(state=State.CLEAN),
        _("Biên tập kho tài liệu gửi duyệt; người được phát hành duyệt và phát hành."),
    ),
    Step(
        State.NOT_SCANNED,
        State.NOT_SCANNED.label,
        _OPEN & Q(state=State.NOT_SCANNED),
        _("Người được phát hành ghi quyết định dùng tệp khi có trình quét; rồi như tệp sạch."),
    ),
    Step(
        State.INFECTED,
        State.INFECTED.label,
        Q(state=State.INFECTED),
        _("Máy chủ xóa tệp ngay; biên tập kho tài liệu bỏ dòng này và gửi tệp khác."),
    ),
    Step(
        Stage.IN_REVIEW,
        Stage.IN_REVIEW.label,
        _LOOKED_AT & Q(asset_file__version__submitted_at__isnull=False, asset_file__version__approved_at=None),
        _("Người được phát hành, khác người gửi, duyệt hoặc trả lại."),
    ),
    Step(
        Stage.APPROVED,
        Stage.APPROVED.label,
        _LOOKED_AT & Q(asset_file__version__approved_at__isnull=False),
        _("Người được phát hành bấm Phát hành. Đổi tệp thì phải duyệt lại."),
    ),
    Step(
        Stage.RELEASING,
        Stage.RELEASING.label,
        Q(asset_file__version__released_at=None, asset_file__version__release_requested_at__isnull=False),
        _("Máy chủ chép tệp sang kho công khai rồi mở tài liệu; tự thử lại khi kho lưu trữ không trả lời."),
    ),
    Step(
        Stage.PUBLISHED,
        Stage.PUBLISHED.label,
        Q(asset_file__version__released_at__isnull=False, asset_file__version__withdrawn_at=None),
        _("Người được phát hành thu hồi; sự đồng ý rút lại thì tự đóng."),
    ),
    Step(
        Stage.WITHDRAWN,
        Stage.WITHDRAWN.label,
        Q(asset_file__version__withdrawn_at__isnull=False),
        _("Máy chủ gỡ khỏi kho lưu trữ; không ai tải được nữa."),
    ),
    Step(
        State.PURGED,
        State.PURGED.label,
        Q(state=State.PURGED),
        _("Hết đường: máy chủ xóa những gì một ngày không còn ai giữ."),
    ),
)

_HELD = StoredFile.objects.filter(asset_file__isnull=False)


def _number(step: Step) -> int:
    """How many files are at `step`. Nearly all are published: they are counted once until a release or a recall."""
    rows = (StoredFile.objects if step.name == State.PURGED else _HELD).filter(step.rows)
    if step.name == Stage.PUBLISHED:
        published: int = site_context.cached("published-files", rows.count, seconds=60)
        return published
    return rows.count()


@require_safe
@private
def pipeline_report(request: HttpRequest) -> HttpResponse:
    """Every step with its number of files; `?buoc=` lists the files of one step."""
    if not request.user.has_perm("media_library.change_asset"):
        return permission_denied(request)
    steps = [(step, _number(step)) for step in STEPS]
    chosen_step = next((step for step in STEPS if step.name == request.GET.get("buoc")), None)
    boxes = shapes.steps([(str(step.label), number, f"?buoc={step.name}") for step, number in steps])
    context: dict[str, Any] = {"steps": steps, "boxes": boxes, "chosen": chosen_step}
    if chosen_step:
        files = _HELD.filter(chosen_step.rows).select_related("asset_file__version__asset", "uploaded_by")
        context["page_obj"] = page_of(Paginator(files.order_by("-created_at", "pk"), PER_PAGE), request)
    return render(request, "media_library/admin/pipeline.html", context)
