from django.urls import path

from .views import invitation, submissions, uploads

app_name = "partners"
urlpatterns = [
    path("", submissions.home, name="home"),
    path("loi-moi/<str:token>/", invitation.invitation, name="invitation"),
    path("bai/moi/", submissions.create, name="create"),
    path("bai/<uuid:uuid>/", submissions.submission, name="submission"),
    path("bai/<uuid:uuid>/sua/", submissions.edit, name="edit"),
    path("bai/<uuid:uuid>/rut/", submissions.withdraw, name="withdraw"),
    path("bai/<uuid:uuid>/tep/", uploads.start, name="upload"),
    path("bai/<uuid:uuid>/tep/<uuid:file>/", uploads.state, name="file_state"),
    path("bai/<uuid:uuid>/tep/<uuid:file>/xong/", uploads.finish, name="upload_done"),
    path("bai/<uuid:uuid>/tep/<uuid:file>/bo/", submissions.remove_file, name="remove_file"),
]
