"""The library's public face: two pages of the tree whose routes show assets and kits (ADR 0002)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from base.cache import PERSONAL, public_page
from base.pages import BasePage
from media_library import asset_page, basket, kit_pages, library, listing


class LibraryRoutes(RoutablePageMixin):
    """Routes are served past BasePage.serve(), so the cache policy is set here."""

    def show(self, request, context, *, template=None, status=200):
        """Render a route: shared between signed-out readers, nobody else's business otherwise."""
        crumbs = [{"title": self.title, "address": self.url}] if template else []
        response = self.render(request, template=template, context_overrides=context | {"crumbs": crumbs})
        response.status_code = status
        if library.reader(request).is_authenticated or status != 200:
            response.headers["Cache-Control"] = PERSONAL
            return response
        return public_page(response)


class LibraryIndexPage(LibraryRoutes, BasePage):
    """Kho tài liệu: the list with facets at its own address, one asset at <slug>/."""

    intro = models.CharField(_("giới thiệu"), max_length=300, blank=True)

    subpage_types = []
    max_count_per_parent = 1
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Một, hai câu dưới tên trang; máy tìm kiếm cũng đọc.")),
    ]

    class Meta:
        verbose_name = _("trang kho tài liệu")
        verbose_name_plural = _("trang kho tài liệu")

    @path("", name="list")
    def asset_list(self, request):
        context = listing.list_context(request)
        return self.show(request, context, status=404 if context["unknown"] else 200)

    @path("gio/", name="basket")
    def basket(self, request):
        context = basket.basket_context(request)
        status = 400 if context["too_many"] else 200
        return self.show(request, context, template="media_library/basket.html", status=status)

    @path("gio/<uuid:uuid>/", name="saved_basket")
    def saved_basket(self, request, uuid):
        context = basket.basket_context(request, uuid)
        return self.show(request, context, template="media_library/basket.html")

    @path("<slug:slug>/", name="asset")
    def asset(self, request, slug):
        context = asset_page.asset_context(request, slug)
        gone = context.get("gone")
        return self.show(request, context, template=gone or "media_library/asset.html", status=410 if gone else 200)


class KitIndexPage(LibraryRoutes, BasePage):
    """Bộ tài liệu: the list of kits, one kit at <slug>/."""

    intro = models.CharField(_("giới thiệu"), max_length=300, blank=True)

    subpage_types = []
    max_count_per_parent = 1
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Một, hai câu dưới tên trang; máy tìm kiếm cũng đọc.")),
    ]

    class Meta:
        verbose_name = _("trang bộ tài liệu")
        verbose_name_plural = _("trang bộ tài liệu")

    @path("", name="list")
    def kit_list(self, request):
        return self.show(request, kit_pages.kit_list_context(request))

    @path("<slug:slug>/", name="kit")
    def kit(self, request, slug):
        return self.show(request, kit_pages.kit_context(request, slug), template="media_library/kit.html")
