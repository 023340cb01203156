"""Following an asset or its topics: a school gets a notice and a letter; the page names RSS for everybody else."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base.caching.headers import private
from base.errors import error_page
from base.text import whole_number
from campaign.models import Topic
from media_library.models import Asset, Follow
from media_library.models.querysets import active_organisation
from users.models import Organisation

MAX_FOLLOWED = 100  # things that one organisation follows; the oldest are forgotten


@require_http_methods(["GET", "HEAD", "POST"])
@private
@login_required
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: what the organisation follows of this asset. POST `theo`: "tai-lieu" or a topic's key; again ends it."""
    asset = get_object_or_404(Asset.objects.visible_to(request.user).with_texts(), slug=slug)
    organisation = active_organisation(request.user).first()
    if organisation is None:
        return error_page(
            403,
            _("Chưa theo dõi được"),
            _("Theo dõi cần tài khoản của một đơn vị đang hoạt động. Ai cũng dùng được RSS."),
        )
    own = Follow.objects.filter(organisation=organisation)
    if request.method == "POST":
        _toggle(request, organisation, asset)
        return redirect("media_library:follow", slug)
    context = {
        "asset": asset,
        "follows": own.filter(asset=asset).exists(),
        "topics": [(topic, own.filter(topic=topic).exists()) for topic in asset.topics.all()],
        "others": own.exclude(asset=asset).select_related("asset", "topic")[:MAX_FOLLOWED],
    }
    return render(request, "media_library/follow.html", context)


def _toggle(request: HttpRequest, organisation: Organisation, asset: Asset) -> None:
    """Begin or end to follow what the form names. Raises Http404 for a topic that the asset does not have."""
    target = request.POST.get("theo", "")
    topic: Topic | None = None
    if target != "tai-lieu":
        topic = asset.topics.filter(pk=whole_number(target) or 0).first()
        if topic is None:
            raise Http404(_("Không có chủ đề này."))
    follows = Follow.objects.filter(organisation=organisation, asset=None if topic else asset, topic=topic)
    name = topic.label if topic else asset.name
    if follows.exists():
        follows.delete()
        messages.success(request, _("Đã thôi theo dõi: %(name)s.") % {"name": name})
        return
    Follow.objects.get_or_create(organisation=organisation, asset=None if topic else asset, topic=topic)
    stale = Follow.objects.filter(organisation=organisation).values_list("pk", flat=True)[MAX_FOLLOWED:]
    Follow.objects.filter(pk__in=list(stale)).delete()
    messages.success(request, _("Đang theo dõi: %(name)s. Có gì mới, đơn vị nhận thông báo và thư.") % {"name": name})
