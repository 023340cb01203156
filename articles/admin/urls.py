"""Addresses of the newsroom's pages, below /admin/toa-soan/."""

from django.urls import path

from articles.admin import (
    calendar,
    corrections,
    fees_report,
    outside_preview,
    start_story,
    syndication,
    versions,
)
from articles.admin.approval.overrides import OverrideListView, OverrideView
from articles.admin.approval.safety import SafetyView, draft
from articles.admin.approval.views import WithdrawView
from articles.admin.board.views import BoardView
from articles.admin.breaking.views import BreakingView
from articles.admin.links.views import BrokenLinksView
from articles.admin.mends.views import SmallMendView
from articles.admin.moving.views import MoveView
from articles.admin.plans.views import PlanEditView, PlanView
from articles.admin.quick import pictures
from articles.admin.quick.gallery import GalleryView
from articles.admin.quick.importing import ImportView
from articles.admin.quick.pasting import paste
from articles.admin.quick.views import QuickCreateView, QuickEditView, SentView
from articles.admin.takedowns.views import ReturnView, TakeDownListView
from articles.admin.together.merging import MergeView
from articles.admin.together.presence import presence
from articles.editorial import gate_panels
from articles.page_editor.session import session

app_name = "newsroom"
urlpatterns = [
    path("", BoardView.as_view(), name="board"),
    path("phien/", session, name="session"),
    path("viet/", start_story.StartStoryView.as_view(), name="start_story"),
    path("viet-nhanh/", QuickCreateView.as_view(), name="quick"),
    path("viet-nhanh/<int:page_id>/", QuickEditView.as_view(), name="quick_edit"),
    path("viet-nhanh/<int:page_id>/da-gui/", SentView.as_view(), name="quick_sent"),
    path("nhap-bai/", ImportView.as_view(), name="import"),
    path("viet-nhanh/dan/", paste, name="quick_paste"),
    path("viet-nhanh/<int:page_id>/chum-anh/", GalleryView.as_view(), name="quick_gallery"),
    path("viet-nhanh/anh/", pictures.add, name="quick_picture"),
    path("viet-nhanh/anh/<int:image_id>/", pictures.facts, name="quick_picture_facts"),
    path("lich/", calendar.CalendarView.as_view(), name="calendar"),
    path("lich/them/", PlanView.as_view(), name="plan"),
    path("lich/de-tai/<int:pk>/", PlanEditView.as_view(), name="plan_edit"),
    path("lich/dien-thoai/", calendar.KeysView.as_view(), name="keys"),
    path("lich/<slug:kind>/<int:pk>/", calendar.ArrangeView.as_view(), name="arrange"),
    path("lich/<slug:kind>/<int:pk>/keo/", calendar.drag, name="drag"),
    path("nhuan-but/", fees_report.BylineSheetView.as_view(), name="byline_sheet"),
    path("lien-ket-hong/", BrokenLinksView.as_view(), name="broken_links"),
    path("lay-bai/", syndication.SyndicateView.as_view(), name="syndicate"),
    path("bai/<int:page_id>/kiem/", gate_panels.gates, name="gates"),
    path("bai/<int:page_id>/dinh-chinh/", corrections.CorrectionView.as_view(), name="corrections"),
    path(
        "bai/<int:page_id>/dinh-chinh/<int:pk>/bo-chu/", corrections.RedactionView.as_view(), name="redact_correction"
    ),
    path("bai/<int:page_id>/thong-tin-rieng/", OverrideView.as_view(), name="override"),
    path("thong-tin-rieng/", OverrideListView.as_view(), name="overrides"),
    path("bai/<int:page_id>/go/", corrections.TakeDownView.as_view(), name="takedown"),
    path("bai/<int:page_id>/dang-lai/", ReturnView.as_view(), name="return"),
    path("bai-da-go/", TakeDownListView.as_view(), name="takedowns"),
    path("bai/<int:page_id>/xem-truoc/", outside_preview.PreviewLinksView.as_view(), name="previews"),
    path("bai/<int:page_id>/rut/", WithdrawView.as_view(), name="withdraw"),
    path("bai/<int:page_id>/ghep/", MergeView.as_view(), name="merge"),
    path("bai/<int:page_id>/ai-dang-viet/", presence, name="presence"),
    path("bai/<int:page_id>/tin-nong/", BreakingView.as_view(), name="breaking"),
    path("bai/<int:page_id>/chuyen-muc/", MoveView.as_view(), name="move"),
    path("bai/<int:page_id>/sua-nho/", SmallMendView.as_view(), name="small_mend"),
    path("bai/<int:page_id>/an-toan/", SafetyView.as_view(), name="safety"),
    path("bai/<int:page_id>/an-toan/bai/", draft, name="safety_draft"),
    path("bai/<int:page_id>/ban/", versions.VersionsView.as_view(), name="versions"),
]
