"""Import of a table of assets in two steps: show what it would change, then apply it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from base.errors import permission_denied
from files.intake.accept import UploadRejected, accept_upload
from files.intake.deadline import shared_deadline
from files.intake.messages import NO_FILE
from media_library.catalogue import table_import

SALT = "media_library.import"
SHOWN_ROWS = 200  # good rows shown; faulty ones are shown all
MOST_AT_ONCE = 300  # lines written within the request; more are a job


class TableForm(forms.Form):
    """The table."""

    table = forms.FileField(
        label=gettext_lazy("Bảng CSV hoặc XLSX"),
        help_text=gettext_lazy("Cột code là mã tài liệu; ô để trống thì giữ nguyên. Mã chưa có trở thành bản nháp."),
        error_messages=NO_FILE,
    )


@require_http_methods(["GET", "POST"])
def import_table(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST of a table: its changes. POST of `lines` (signed here): apply them."""
    allowed = ("media_library.add_asset", "media_library.change_asset")
    if not all(request.user.has_perm(name) for name in allowed):
        return permission_denied(request)
    if "lines" in request.POST:
        return _apply(request)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, status=200 if request.method == "GET" else 400)
    try:
        table = form.cleaned_data["table"]
        with shared_deadline(), accept_upload("table", table, name=_name(form), takes="XLSX, CSV") as accepted:
            lines = table_import.read(accepted)
    except UploadRejected as refused:
        form.add_error("table", refused)
        return _page(request, form, status=refused.status)
    except ValueError as error:
        form.add_error("table", str(error))
        return _page(request, form, status=422)
    rows = table_import.judge(lines)
    return _preview(request, form, lines, rows)


def _preview(
    request: HttpRequest, form: TableForm, lines: list[dict[str, str]], rows: list[table_import.Row]
) -> HttpResponse:
    """What the table would change: every faulty line, then the first of the good ones, which alone can be written."""
    good = table_import.keep_good(lines, rows)
    faulty = [row for row in rows if row.errors]
    context = {
        "rows": [*faulty, *[row for row in rows if not row.errors][:SHOWN_ROWS]],
        "faulty": len(faulty),
        "good": len(good),
        "lines": signing.dumps(good, salt=SALT, compress=True) if good else "",
    }
    return _page(request, form, status=422 if faulty else 200, **context)


def _name(form: TableForm) -> str:
    """The file's name, .csv as .txt: the upload gate takes a CSV as plain text."""
    name = form.cleaned_data["table"].name or ""
    return f"{name[:-4]}.txt" if name.lower().endswith(".csv") else name


def _apply(request: HttpRequest) -> HttpResponse:
    try:
        lines = signing.loads(request.POST["lines"], salt=SALT)
    except (signing.BadSignature, ValueError):
        messages.error(request, _("Bảng đã bị đổi trên đường gửi. Bạn tải bảng lên lại."))
        return _page(request, TableForm(), status=400)
    if len(lines) > MOST_AT_ONCE:
        table_import.apply_lines.enqueue(lines, request.user.pk or 0)
        messages.success(
            request,
            _("Đang ghi %(number)d dòng ở nền. Lịch sử của từng tài liệu nói đã đổi gì.") % {"number": len(lines)},
        )
        return redirect("wagtailsnippets_media_library_asset:list")
    rows = table_import.judge(lines)  # the library may have changed since the first step
    if faulty := sum(bool(row.errors) for row in rows):
        return _page(request, TableForm(), status=409, rows=rows, faulty=faulty, good=0)
    changed = table_import.apply(rows, by=request.user)
    messages.success(request, _("Đã ghi %(number)d tài liệu.") % {"number": changed})
    return redirect("wagtailsnippets_media_library_asset:list")


def _page(request: HttpRequest, form: TableForm, *, status: int, **context: object) -> HttpResponse:
    context = {"form": form, "columns": table_import.columns_explained()} | context
    return render(request, "media_library/admin/import.html", context, status=status)
