"""Wagtail registrations of the library: menu, snippets, URLs, admin API, log actions."""

from django.conf import settings
from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from base.admin.snippets import PermittedSnippetViewSet
from files.intake.wagtail_api import PermittedDocuments, PermittedImages
from files.models import StoredFile
from files.uploads.urls import upload_urls
from media_library.admin import consent_register, missing_files, pipeline, viewsets
from media_library.admin.asset_list import AssetFilterSet, AssetIndexView, AssetUsageView
from media_library.admin.bulk_edit import BulkEdit
from media_library.admin.chooser import AssetChooserViewSet
from media_library.admin.files import private_files
from media_library.admin.files.asset_views import asset_files
from media_library.admin.forms import ASSET_TEXT_FIELDS, KIT_TEXT_FIELDS, AssetForm, KitForm
from media_library.admin.import_views import import_table
from media_library.admin.reports import menu as report_menu  # noqa: F401  (its hooks)
from media_library.catalogue import labels
from media_library.derivatives import image_filter  # noqa: F401 - their hooks
from media_library.models import Asset, AssetText, Kit, KitText, Lease
from media_library.models.kit import KitQuerySet
from media_library.models.querysets import AssetQuerySet
from media_library.rights.consents import consent_barrier


def _text_tabs(names):
    return [
        ObjectList([FieldPanel(f"{name}_{code}") for name in names], heading=label)
        for code, label in settings.LANGUAGES
    ]


def _thumbnail(asset):
    """The public preview; for drafts, withdrawn assets and those without a valid consent the private one."""
    stored = labels.preview_of(asset.current_version.files.all()) if asset.current_version else None
    gone = asset.status == Asset.Status.WITHDRAWN or asset.hides_people
    key = stored.pk if stored else asset.draft_picture
    if not key:
        return ""
    address = reverse("asset_picture", args=[key]) if gone or not stored else stored.preview_url
    return format_html('<img src="{}" alt="" width="60" height="60" style="object-fit:contain">', address)


def _files_link(asset):
    return format_html('<a href="{}">{}</a>', reverse("asset_files", args=[asset.pk]), _("Tệp và phiên bản"))


LEASE = [FieldPanel("effect"), FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]), FieldPanel("note")]


class AssetViewSet(PermittedSnippetViewSet):
    """The snippet views of assets."""

    model = Asset
    icon = "doc-full-inverse"
    menu_label = _("Tài liệu")
    list_display = [
        Column("thumbnail", label=_("Hình"), accessor=_thumbnail),
        "__str__",  # AssetIndexView.columns adds the link
        Column("files", label=_("Tệp"), accessor=_files_link),
        Column("code", label=_("Mã"), accessor="code", sort_key="code"),
        Column("kind", label=_("Loại"), accessor="get_kind_display"),
        Column("languages", label=_("Ngôn ngữ"), accessor=lambda asset: ", ".join(asset.languages).upper()),
        Column("status", label=_("Trạng thái"), accessor="get_status_display"),
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

    def get_queryset(self, request):
        """Assets with cards, `hides_people` and `draft_picture` for the list."""
        drawn = StoredFile.objects.exclude(preview_key="").filter(redaction_areas="", redacted=None)
        draft = drawn.filter(asset_file__version__asset=OuterRef("pk")).order_by("-created_at").values("pk")[:1]
        return Asset.objects.with_cards().annotate(
            hides_people=consent_barrier(OuterRef("pk")), draft_picture=Subquery(draft)
        )


class KitViewSet(PermittedSnippetViewSet):
    """The snippet views of kits."""

    model = Kit
    icon = "folder-open-inverse"
    menu_label = _("Bộ tài liệu")
    choosable = staticmethod(KitQuerySet.choosable_by)
    list_display = [
        "__str__",
        "code",
        "is_released",
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
                    FieldRowPanel([FieldPanel("is_released"), FieldPanel("order")]),
                ],
                heading=_("Bộ tài liệu"),
            ),
            *_text_tabs(KIT_TEXT_FIELDS),
        ],
        base_form_class=KitForm,
    )

    def get_queryset(self, request):
        """Kits with their texts."""
        return Kit.objects.prefetch_related("texts__locale")


class LibraryMenuItem(MenuItem):
    """Menu item for editors of the library."""

    def is_shown(self, request):
        """Needs change_asset."""
        return request.user.has_perm("media_library.change_asset")


class LibraryGroup(SnippetViewSetGroup):
    """The library's menu with its own pages, because editors who publish no pages do not see Wagtail's reports menu."""

    items = (AssetViewSet, KitViewSet)
    menu_label = _("Kho tài liệu")
    menu_icon = "folder-open-inverse"
    menu_order = 250

    def get_submenu_items(self):
        """Snippets, further pages, recalls."""
        pages = (
            (_("Bản còn thiếu"), "asset_missing", "warning"),
            (_("Đường đi của tệp"), "pipeline_report", "history"),
            (_("Sự đồng ý của người trong hình"), "consent_register", "group"),
        )
        own = [
            LibraryMenuItem(label, reverse(name), icon_name=icon, order=100 + number)
            for number, (label, name, icon) in enumerate(pages)
        ]
        return [*super().get_submenu_items(), *own, viewsets.recall_menu(order=110)]


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


register_snippet(LibraryGroup)
register_snippet(AssetTextViewSet)
register_snippet(KitTextViewSet)


def admin_urls():
    """URLs of an asset's files and of the pages beside them."""
    return [
        path("kho/<int:pk>/", asset_files, name="asset_files"),
        path("kho/<int:pk>/so-sanh/", private_files.compare, name="asset_compare"),
        path("kho/<int:pk>/che-mat/<int:file>/", private_files.redact, name="asset_redact"),
        path("kho/hinh/<uuid:stored>/", private_files.picture, name="asset_picture"),
        path("kho/goc/<uuid:stored>/", private_files.original, name="asset_original"),
        path("kho/giay/<int:pk>/", private_files.consent_paper, name="consent_paper"),
        path("kho/duong-di/", pipeline.pipeline_report, name="pipeline_report"),
        path("kho/dong-y/", consent_register.register, name="consent_register"),
        path("kho/con-thieu/", missing_files.missing_files_list, name="asset_missing"),
        path("kho/nhap/", import_table, name="asset_import"),
    ]


hooks.register("register_bulk_action", BulkEdit)


@hooks.register("register_admin_menu_item")
def import_menu_item():
    """Menu item of the table import."""
    return LibraryMenuItem(_("Nhập bảng tính"), reverse("asset_import"), icon_name="table", order=260)


@hooks.register("register_admin_urls")
def library_urls():
    """URLs of the library's administration and of its uploads in parts."""
    return [*admin_urls(), *upload_urls(staff=True)]


@hooks.register("construct_admin_api", order=10)
def register_permitted_media(router):
    """Replace Wagtail's endpoints, which are registered before these, by those limited by permission."""
    router.register_endpoint("images", PermittedImages)
    router.register_endpoint("documents", PermittedDocuments)


@hooks.register("before_delete_snippet")
def refuse_to_delete_printed(request, instances):
    """Refuse to delete released assets and published kits, whose codes are printed: recall them or switch them off."""
    rows = instances if isinstance(instances, (list, tuple)) else [instances]
    kept = [
        row.code
        for row in rows
        if (isinstance(row, Asset) and row.released_at) or (isinstance(row, Kit) and row.versions.exists())
    ]
    if not kept:
        return None
    sentence = _("%(codes)s đã phát hành nên không xóa được, vì mã đã in trên giấy. Bạn thu hồi tài liệu hoặc tắt bộ.")
    messages.error(request, sentence % {"codes": ", ".join(kept)})
    return redirect(rows[0].snippet_viewset.get_url_name("list"))


@hooks.register("after_create_snippet")
def redirect_to_files(request, instance):
    """After creating an asset, go to its files page."""
    return redirect("asset_files", instance.pk) if isinstance(instance, Asset) else None


class LeaseLine(LogFormatter):
    """Text of a lease's log entry."""

    label = _("Thời hạn sử dụng")

    def format_message(self, log_entry):
        """Effect, dates and note, as they were when logged."""
        effect = Lease.Effect(log_entry.data["effect"]).label
        return f"{effect} {log_entry.data['days']}: {log_entry.data['note']}"


@hooks.register("register_log_actions")
def library_log_actions(actions):
    """Labels of the library's log actions."""
    actions.register_action("media_library.add_file", _("Thêm tệp"), _("Đã thêm tệp"))
    actions.register_action("media_library.remove_file", _("Bỏ tệp"), _("Đã bỏ tệp"))
    actions.register_action("media_library.release", _("Phát hành"), _("Đã phát hành một phiên bản"))
    for name, label, message in (
        ("submit", _("Gửi duyệt"), _("Đã gửi duyệt một phiên bản")),
        ("approve", _("Duyệt"), _("Đã duyệt một phiên bản")),
        ("return", _("Trả lại"), _("Đã trả lại một phiên bản")),
        ("describe_file", _("Ghi thông tin tệp"), _("Đã ghi thông tin tệp")),
        ("decide_scan", _("Quyết định dùng tệp chưa quét"), _("Đã quyết định dùng tệp chưa quét vi-rút")),
        ("override_requirements", _("Phát hành dù chưa đúng chuẩn"), _("Đã ghi lý do phát hành tệp chưa đúng chuẩn")),
        ("add_consent", _("Ghi sự đồng ý"), _("Đã ghi sự đồng ý của người trong hình")),
        ("withdraw_consent", _("Rút lại đồng ý"), _("Đã ghi việc rút lại đồng ý")),
        ("request_redaction", _("Yêu cầu che mặt"), _("Đã yêu cầu che mặt, ảnh gốc đã đóng")),
        ("redact", _("Che mặt"), _("Đã thay bằng bản che mặt")),
        ("view_unredacted", _("Xem ảnh chưa che"), _("Đã xem ảnh gốc chưa che mặt")),
        ("view_original", _("Mở tệp gốc"), _("Đã mở tệp gốc")),
        ("view_paper", _("Mở giấy đồng ý"), _("Đã mở giấy đồng ý")),
        ("required_file", _("Bản còn thiếu"), _("Đã ghi bản còn thiếu")),
        ("import", _("Nhập từ bảng tính"), _("Đã sửa theo bảng tính")),
    ):
        actions.register_action(f"media_library.{name}", label, message)
    actions.register_action("media_library.lease")(LeaseLine)
    actions.register_action("media_library.withdraw", _("Thu hồi"), _("Đã thu hồi tài liệu"))
