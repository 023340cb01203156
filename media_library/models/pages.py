"""The library's two pages of the page tree; their routes show assets and kits (ADR 0002).

The routes' answers are in public/page_views.py. It imports the models, so it cannot be imported here; apps.py registers
its functions when the application starts.
"""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from base.pages import BasePage

_views: dict[str, Callable[..., HttpResponse]] = {}


def register_views(**views: Callable[..., HttpResponse]) -> None:
    """Set the views that answer the routes below, by name; called from AppConfig.ready()."""
    _views.update(views)


class LibraryRoutes(RoutablePageMixin):
    """A page whose routes are answered by registered views."""

    def answer(self, view: str, request: HttpRequest, **values: Any) -> HttpResponse:
        """Call the registered view with this page, the request and the route's values."""
        return _views[view](self, request, **values)


class LibraryIndexPage(LibraryRoutes, BasePage):
    """Kho tài liệu: the filtered list at its own address, one asset at <slug>/."""

    intro = models.CharField(_("giới thiệu"), max_length=300, blank=True)

    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Một, hai câu dưới tên trang; máy tìm kiếm cũng đọc.")),
    ]

    class Meta:
        verbose_name = _("trang kho tài liệu")
        verbose_name_plural = _("trang kho tài liệu")

    @path("", name="list")
    def asset_list(self, request: HttpRequest) -> HttpResponse:
        return self.answer("asset_list", request)

    @path("rss/", name="rss")
    def rss(self, request: HttpRequest) -> HttpResponse:
        """The newest assets as RSS."""
        return self.answer("library_feed", request)

    @path("gio/", name="basket")
    def basket(self, request: HttpRequest) -> HttpResponse:
        """The basket whose codes are in the query."""
        return self.answer("basket_page", request)

    @path("gio/<uuid:uuid>/", name="saved_basket")
    def saved_basket(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        return self.answer("saved_basket", request, uuid=uuid)

    @path("<slug:slug>/", name="asset")
    def asset(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self.answer("asset", request, slug=slug)

    @path("<slug:slug>/xem/<uuid:uuid>/", name="view_file")
    def view_file(self, request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
        """One page of one file, as a picture."""
        return self.answer("view_file", request, slug=slug, uuid=uuid)


class KitIndexPage(LibraryRoutes, BasePage):
    """Bộ tài liệu: the list of kits at its own address, one kit at <slug>/."""

    intro = models.CharField(_("giới thiệu"), max_length=300, blank=True)

    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Một, hai câu dưới tên trang; máy tìm kiếm cũng đọc.")),
    ]

    class Meta:
        verbose_name = _("trang bộ tài liệu")
        verbose_name_plural = _("trang bộ tài liệu")

    @path("", name="list")
    def kit_list(self, request: HttpRequest) -> HttpResponse:
        return self.answer("kit_list", request)

    @path("<slug:slug>/", name="kit")
    def kit(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self.answer("kit", request, slug=slug)
