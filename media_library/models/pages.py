"""The library's public face: two pages of the tree whose routes show assets and kits (ADR 0002)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from base.pages import BasePage
from media_library import library


class LibraryIndexPage(RoutablePageMixin, BasePage):
    """Kho tài liệu: the list with facets at its own address, one asset at <slug>/."""

    intro = models.CharField(_("giới thiệu"), max_length=300, blank=True)

    subpage_types = []
    max_count_per_parent = 1
    content_panels = [*BasePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("trang kho tài liệu")
        verbose_name_plural = _("trang kho tài liệu")

    @path("", name="list")
    def asset_list(self, request):
        return self.render(request, context_overrides=library.list_context(request))

    @path("<slug:slug>/", name="asset")
    def asset(self, request, slug):
        return self.render(
            request, template="media_library/asset.html", context_overrides=library.asset_context(request, slug)
        )


class KitIndexPage(RoutablePageMixin, BasePage):
    """Bộ tài liệu: the list of kits, one kit at <slug>/."""

    intro = models.CharField(_("giới thiệu"), max_length=300, blank=True)

    subpage_types = []
    max_count_per_parent = 1
    content_panels = [*BasePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("trang bộ tài liệu")
        verbose_name_plural = _("trang bộ tài liệu")

    @path("", name="list")
    def kit_list(self, request):
        return self.render(request, context_overrides=library.kit_list_context(request))

    @path("<slug:slug>/", name="kit")
    def kit(self, request, slug):
        return self.render(request, template="media_library/kit.html", context_overrides=library.kit_context(request, slug))
