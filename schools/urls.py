"""Addresses of a unit's own pages, below /truong/."""

from django.urls import path

from schools.views import claims, documents, home, invitation, material, people, printed

app_name = "schools"
urlpatterns = [
    path("", home.unit_home, name="home"),
    path("bo-cua-toi/", material.my_set, name="my_set"),
    path("ma/", invitation.code, name="code"),
    path("loi-moi/<slug:code>/", invitation.invitation, name="invitation"),
    path("viec/<slug:code>/", claims.claim, name="claim"),
    path("viec/<slug:code>/rut/", claims.take_back, name="take_back"),
    path("viec/<slug:code>/anh/<uuid:uuid>/bo/", claims.remove_photo, name="remove_photo"),
    path("anh/<uuid:uuid>/", claims.photo, name="photo"),
    path("treo/<slug:code>/", claims.from_poster, name="from_poster"),
    path("nguoi/", people.index, name="people"),
    path("nguoi/<int:pk>/thoi/", people.end, name="end_member"),
    path("nguoi/<int:pk>/ban-giao/", people.hand_over, name="hand_over"),
    path("nguoi/loi-moi/<uuid:uuid>/thu-hoi/", people.revoke, name="revoke"),
    path("ban-in/", printed.index, name="printed"),
    path("ban-in/<uuid:uuid>/thoi/", printed.cancel, name="cancel_printed"),
    path("tong-ket/", documents.own_wrap_up, name="wrap_up"),
    path("giay-xac-nhan/", documents.own_certificate, name="certificate"),
    path("ngoai-tuyen/", documents.offline, name="offline"),
]
