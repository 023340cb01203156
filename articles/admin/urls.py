"""Addresses of the newsroom's pages, below /admin/toa-soan/."""

from django.urls import path

from articles.admin import (
    board,
    calendar,
    corrections,
    fees_report,
    outside_preview,
    start_story,
    syndication,
    versions,
)
from articles.admin.approval.views import WithdrawView
from articles.editorial import gate_panels
from articles.page_editor.session import session

app_name = "newsroom"
urlpatterns = [
    path("", board.BoardView.as_view(), name="board"),
    path("phien/", session, name="session"),
    path("viet/", start_story.StartStoryView.as_view(), name="start_story"),
    path("lich/", calendar.CalendarView.as_view(), name="calendar"),
    path("lich/them/", calendar.PlanView.as_view(), name="plan"),
    path("lich/dien-thoai/", calendar.KeysView.as_view(), name="keys"),
    path("lich/<slug:kind>/<int:pk>/", calendar.ArrangeView.as_view(), name="arrange"),
    path("lich/<slug:kind>/<int:pk>/keo/", calendar.drag, name="drag"),
    path("nhuan-but/", fees_report.BylineSheetView.as_view(), name="byline_sheet"),
    path("lay-bai/", syndication.SyndicateView.as_view(), name="syndicate"),
    path("bai/<int:page_id>/kiem/", gate_panels.gates, name="gates"),
    path("bai/<int:page_id>/dinh-chinh/", corrections.CorrectionView.as_view(), name="corrections"),
    path("bai/<int:page_id>/go/", corrections.TakeDownView.as_view(), name="takedown"),
    path("bai/<int:page_id>/xem-truoc/", outside_preview.PreviewLinksView.as_view(), name="previews"),
    path("bai/<int:page_id>/rut/", WithdrawView.as_view(), name="withdraw"),
    path("bai/<int:page_id>/ban/", versions.VersionsView.as_view(), name="versions"),
]
