"""Page of the name zone of a PDF: where and how a school's name is printed on it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base.errors import permission_denied
from media_library.models import AssetFile, NameZone


class NameZoneForm(forms.ModelForm):
    """Place and style of a school's name."""

    class Meta:
        model = NameZone
        fields = ["x", "y", "width", "height", "ink", "align", "largest", "smallest", "takes_crest"]


@require_http_methods(["GET", "POST"])
def name_zone(request: HttpRequest, pk: int) -> HttpResponse:
    """The name zone of a PDF; “Bỏ ô” deletes it. Needs change_asset."""
    if not request.user.has_perm("media_library.change_asset"):
        return permission_denied(request)
    file = get_object_or_404(AssetFile.objects.select_related("version__asset", "stored", "zone"), pk=pk)
    zone = getattr(file, "zone", None)
    if request.method == "POST" and request.POST.get("action") == "remove" and zone:
        zone.delete()
        return redirect("asset_files", file.version.asset_id)
    form = NameZoneForm(request.POST or None, instance=zone or NameZone(file=file))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Đã lưu ô tên trường của “%(label)s”.") % {"label": file.label})
        return redirect("asset_files", file.version.asset_id)
    context = {"file": file, "asset": file.version.asset, "form": form, "has_zone": bool(zone)}
    status = 400 if request.method == "POST" else 200
    return render(request, "media_library/admin/name_zone.html", context, status=status)
