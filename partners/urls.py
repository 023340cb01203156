"""Addresses of the partner area, below /doi-tac/."""

from django.urls import path

from .views import briefs, edit, home, invitation, profile, signin, submissions

app_name = "partners"
urlpatterns = [
    path("", home.home, name="home"),
    path("vao/", signin.ask, name="signin"),
    path("vao/<str:token>/", signin.link, name="signin_link"),
    path("loi-moi/<str:token>/", invitation.invitation, name="invitation"),
    path("thong-bao/", home.notices, name="notices"),
    path("ho-so/<uuid:uuid>/", profile.profile, name="profile"),
    path("de-bai/<uuid:uuid>/", briefs.brief, name="brief"),
    path("bai/moi/", home.create, name="create"),
    path("bai/<uuid:uuid>/", submissions.submission, name="submission"),
    path("bai/<uuid:uuid>/sua/", edit.edit, name="edit"),
    path("bai/<uuid:uuid>/rut/", submissions.withdraw, name="withdraw"),
    path("bai/<uuid:uuid>/go/", submissions.remove, name="remove"),
    path("bai/<uuid:uuid>/hoi/", submissions.ask, name="ask"),
    path("bai/<uuid:uuid>/bien-nhan/", submissions.receipt, name="receipt"),
    path("bai/<uuid:uuid>/bien-nhan.pdf", submissions.receipt_pdf, name="receipt_pdf"),
    path("bai/<uuid:uuid>/lien-ket/", submissions.report_link, name="report_link"),
    path("bai/<uuid:uuid>/lien-ket/<int:pk>/bo/", submissions.forget_link, name="forget_link"),
    path("bai/<uuid:uuid>/tep/", edit.files, name="files"),
    path("bai/<uuid:uuid>/tep/<uuid:file>/hinh/", submissions.picture, name="picture"),
    path("bai/<uuid:uuid>/tep/<uuid:file>/xem/", submissions.watch, name="watch"),
    path("bai/<uuid:uuid>/tep/<uuid:file>/bo/", edit.remove_file, name="remove_file"),
]
