"""Import of a table of assets in two steps: show what it would change, then apply it."""

from __future__ import annotations

import json

from django import forms
from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from base.errors import permission_denied
from files.intake.accept import UploadRejected, accept_upload
from files.intake.messages import NO_FILE
from media_library.catalogue import table_import

_signer = Signer(salt="media_library.import")


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
        with accept_upload("table", form.cleaned_data["table"], name=_name(form)) as accepted:
            lines = table_import.read(accepted.file, accepted.extension)
    except UploadRejected as refused:
        form.add_error("table", refused)
        return _page(request, form, status=refused.status)
    except ValueError as error:
        form.add_error("table", str(error))
        return _page(request, form, status=422)
    rows = table_import.judge(lines)
    bad = any(row.errors for row in rows)
    context = {"rows": rows, "bad": bad, "lines": "" if bad else _signer.sign(json.dumps(lines))}
    return _page(request, form, status=422 if bad else 200, **context)


def _name(form: TableForm) -> str:
    """The file's name, .csv as .txt: the upload gate takes a CSV as plain text."""
    name = form.cleaned_data["table"].name or ""
    return f"{name[:-4]}.txt" if name.lower().endswith(".csv") else name


def _apply(request: HttpRequest) -> HttpResponse:
    try:
        lines = json.loads(_signer.unsign(request.POST["lines"]))
    except (BadSignature, ValueError):
        messages.error(request, _("Bảng đã bị đổi trên đường gửi. Bạn tải bảng lên lại."))
        return _page(request, TableForm(), status=400)
    rows = table_import.judge(lines)  # the library may have changed since the first step
    if any(row.errors for row in rows):
        return _page(request, TableForm(), status=409, rows=rows, bad=True)
    changed = table_import.apply(rows, by=request.user)
    for row in rows:
        if row.changes and row.asset:
            columns = {"columns": list(row.changes)}
            log(instance=row.asset, action="media_library.import", user=request.user, data=columns)
    messages.success(request, _("Đã ghi %(number)d tài liệu.") % {"number": changed})
    return redirect("wagtailsnippets_media_library_asset:list")


def _page(request: HttpRequest, form: TableForm, *, status: int, **context: object) -> HttpResponse:
    context = {"form": form, "columns": table_import.columns_explained()} | context
    return render(request, "media_library/admin/import.html", context, status=status)
