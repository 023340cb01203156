"""Snippet views of assets and kits with their forms, and the library's menu."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from base.admin.plain_table import PlainColumn
from base.admin.snippets import PermittedSnippetViewSet
from campaign.activities import ActivitySelect
from files.models import StoredFile
from media_library.admin.asset_list import AssetFilterSet, AssetIndexView, AssetUsageView
from media_library.admin.chooser import AssetChooserViewSet
from media_library.admin.forms import ASSET_TEXT_FIELDS, KIT_TEXT_FIELDS, AssetForm, KitForm
from media_library.admin.recalls import recall_menu
from media_library.admin.reports.menu import reports_menu_item
from media_library.catalogue import labels
from media_library.models import Asset, AssetFile, AssetText, Kit, KitText
from media_library.models.kit import KitQuerySet
from media_library.models.querysets import AssetQuerySet
from media_library.rights.consents import consent_barrier
from media_library.vocabulary import Kind


def _text_tabs(names: Iterable[str]) -> list[ObjectList]:
    return [
        ObjectList([FieldPanel(f"{name}_{code}") for name in names], heading=label)
        for code, label in settings.LANGUAGES
    ]


def _thumbnail(asset: Any) -> str:
    """The public preview; for drafts, withdrawn assets and those without a valid consent the private one.

    `asset`: a row of AssetViewSet.get_queryset(), with its annotations.
    """
    is_hidden = asset.status == Asset.Status.WITHDRAWN or asset.hides_people
    key = asset.picture["stored"] if asset.picture else asset.draft_picture
    if not key:
        return ""
    is_open = asset.picture and not is_hidden
    address = f"{settings.MEDIA_URL}{asset.picture['key']}" if is_open else reverse("asset_picture", args=[key])
    return format_html('<img src="{}" alt="" width="60" height="60" style="object-fit:contain">', address)


@lru_cache(maxsize=len(settings.LANGUAGES))
def _listed(day: date, language: str) -> QuerySet[Asset]:
    """Assets with texts, public `picture` (stored, key), `hides_people` on `day`, `draft_picture`; not evaluated."""
    previewed_files = StoredFile.objects.exclude(preview_key="").filter(redaction_areas="", redacted=None)
    draft = previewed_files.filter(asset_file__version__asset=OuterRef("pk")).order_by("-created_at").values("pk")[:1]
    pictures = AssetFile.objects.filter(version=OuterRef("current_version"), stored__zone=StoredFile.Zone.RELEASED)
    best = pictures.exclude(stored__preview_key="").order_by(*labels.best_first(language))
    picture = best.values(json=JSONObject(stored="stored", key="stored__preview_key"))[:1]
    return Asset.objects.with_texts().annotate(
        hides_people=consent_barrier(OuterRef("pk"), day), draft_picture=Subquery(draft), picture=Subquery(picture)
    )


def _files_link(asset: Asset) -> str:
    return format_html('<a href="{}">{}</a>', reverse("asset_files", args=[asset.pk]), _("Tệp và phiên bản"))


LEASE = [FieldPanel("effect"), FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]), FieldPanel("note")]


class AssetViewSet(PermittedSnippetViewSet):
    """The snippet views of assets."""

    model = Asset
    icon = "doc-full-inverse"
    menu_label = _("Tài liệu")
    list_display = [
        PlainColumn("thumbnail", label=_("Hình"), accessor=_thumbnail),
        "__str__",  # AssetIndexView.columns adds the link
        PlainColumn("files", label=_("Tệp"), accessor=_files_link),
        PlainColumn("code", label=_("Mã"), accessor="code", sort_key="code"),
        PlainColumn("kind", label=_("Loại"), accessor=lambda asset: Kind(asset.kind).label),
        PlainColumn("languages", label=_("Ngôn ngữ"), accessor=lambda asset: ", ".join(asset.languages).upper()),
        PlainColumn("status", label=_("Trạng thái"), accessor=lambda asset: Asset.Status(asset.status).label),
    ]
    filterset_class = AssetFilterSet
    chooser_viewset_class = AssetChooserViewSet
    choosable = staticmethod(AssetQuerySet.choosable_by)
    index_view_class = AssetIndexView
    usage_view_class = AssetUsageView
    list_per_page = 30
    search_fields = ["code", "search_text"]
    ordering = ["-updated_at"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
                    FieldPanel("moments"),
                    FieldPanel("audiences"),
                    FieldPanel("topics"),
                    FieldPanel("keywords"),
                    FieldPanel("levels"),
                    FieldRowPanel([FieldPanel("licence"), FieldPanel("access")]),
                    FieldRowPanel([FieldPanel("season"), FieldPanel("plan_ref")]),
                    FieldPanel("slug"),
                ],
                heading=_("Tài liệu"),
            ),
            *_text_tabs(ASSET_TEXT_FIELDS),
            ObjectList(
                [InlinePanel("leases", panels=LEASE, label=_("Dòng quyền")), FieldPanel("review_on")],
                heading=_("Thời hạn"),
            ),
        ],
        base_form_class=AssetForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Asset]:
        return _listed(timezone.localdate(), get_language() or "vi").all()


class KitViewSet(PermittedSnippetViewSet):
    """The snippet views of kits."""

    model = Kit
    icon = "folder-open-inverse"
    menu_label = _("Bộ tài liệu")
    choosable = staticmethod(KitQuerySet.choosable_by)
    list_display = [
        "__str__",
        "code",
        BooleanColumn("is_released", label=capfirst(_("đã phát hành")), sort_key="is_released"),
        Column("updated_at", label=_("Sửa lúc"), accessor="updated_at", sort_key="updated_at"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("code"), FieldPanel("slug")]),
                    FieldPanel("audiences"),
                    MultiFieldPanel(
                        [InlinePanel("items", panels=[FieldPanel("asset")], label=_("Tài liệu"))],
                        heading=_("Trong bộ có gì"),
                    ),
                    MultiFieldPanel(
                        [
                            InlinePanel(
                                "activities",
                                panels=[FieldPanel("activity", widget=ActivitySelect)],
                                label=_("Hoạt động"),
                            )
                        ],
                        heading=_("Chơi, ký, dự với bộ này"),
                    ),
                    FieldRowPanel([FieldPanel("is_released"), FieldPanel("order")]),
                ],
                heading=_("Bộ tài liệu"),
            ),
            *_text_tabs(KIT_TEXT_FIELDS),
        ],
        base_form_class=KitForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Kit]:
        return Kit.objects.prefetch_related("texts__locale")


class LibraryMenuItem(MenuItem):
    """Menu item for editors of the library."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("media_library.change_asset")


class LibraryGroup(SnippetViewSetGroup):
    """The library's menu with its own pages, because editors who publish no pages do not see Wagtail's reports menu."""

    items = (AssetViewSet, KitViewSet)
    menu_label = _("Kho tài liệu")
    menu_icon = "folder-open-inverse"
    menu_order = 250

    def get_submenu_items(self) -> list[MenuItem]:
        pages = (
            (_("Thả tệp"), "drop_files", "upload"),
            (_("Bản còn thiếu"), "asset_missing", "warning"),
            (_("Đường đi của tệp"), "pipeline_report", "history"),
            (_("Sự đồng ý của người trong hình"), "consent_register", "group"),
        )
        own = [
            LibraryMenuItem(label, reverse(name), icon_name=icon, order=100 + number)
            for number, (label, name, icon) in enumerate(pages)
        ]
        return [*super().get_submenu_items(), *own, reports_menu_item(), recall_menu(order=110)]


class TranslatedTextsViewSet(PermittedSnippetViewSet):
    """Base: registered for wagtail-localize's translations; editors change these texts in the asset's or kit's form."""

    add_to_admin_menu = False
    inspect_view_enabled = False


class AssetTextViewSet(TranslatedTextsViewSet):
    """Texts of assets."""

    model = AssetText
    panels = [FieldPanel(name) for name in ASSET_TEXT_FIELDS]


class KitTextViewSet(TranslatedTextsViewSet):
    """Texts of kits."""

    model = KitText
    panels = [FieldPanel(name) for name in KIT_TEXT_FIELDS]
