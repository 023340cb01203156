"""Addresses of the desk below /admin/toa-soan/."""

from django.urls import path

from articles import gate_views

from . import after, begin, board, byline_sheet, calendar_views, previews, taking, versions

app_name = "newsroom"
urlpatterns = [
    path("", board.BoardView.as_view(), name="board"),
    path("viet/", begin.BeginView.as_view(), name="begin"),
    path("lich/", calendar_views.CalendarView.as_view(), name="calendar"),
    path("lich/them/", calendar_views.PlanView.as_view(), name="plan"),
    path("lich/dien-thoai/", calendar_views.KeysView.as_view(), name="keys"),
    path("lich/<slug:kind>/<int:pk>/", calendar_views.ArrangeView.as_view(), name="arrange"),
    path("lich/<slug:kind>/<int:pk>/keo/", calendar_views.drag, name="drag"),
    path("nhuan-but/", byline_sheet.BylineSheetView.as_view(), name="byline_sheet"),
    path("lay-bai/", taking.TakeView.as_view(), name="take"),
    path("bai/<int:page_id>/kiem/", gate_views.gates, name="gates"),
    path("bai/<int:page_id>/dinh-chinh/", after.CorrectionView.as_view(), name="corrections"),
    path("bai/<int:page_id>/go/", after.TakeDownView.as_view(), name="takedown"),
    path("bai/<int:page_id>/xem-truoc/", previews.PreviewLinksView.as_view(), name="previews"),
    path("bai/<int:page_id>/ban/", versions.VersionsView.as_view(), name="versions"),
]
