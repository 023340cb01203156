"""URLs of uploads in parts, for one side: `upload_urls(staff=…)`."""

from django.urls import URLPattern, path

from files.uploads import views


def upload_urls(*, staff: bool) -> list[URLPattern]:
    """Patterns below tai-tep/; in the administration (`staff`) their names end in `_staff`."""
    side, end = {"staff": staff}, "_staff" if staff else ""
    return [
        path("tai-tep/", views.index, side, name=f"uploads{end}"),
        path("tai-tep/<uuid:uuid>/", views.state, side, name=f"upload{end}"),
        path("tai-tep/<uuid:uuid>/phan/", views.part, side, name=f"upload_part{end}"),
        path("tai-tep/<uuid:uuid>/cac-phan/", views.parts, side, name=f"upload_parts{end}"),
        path("tai-tep/<uuid:uuid>/xong/", views.complete, side, name=f"upload_complete{end}"),
        path("tai-tep/<uuid:uuid>/bo/", views.give_up, side, name=f"upload_give_up{end}"),
        path("tai-tep/<uuid:uuid>/van-them/", views.keep_duplicate, side, name=f"upload_keep_duplicate{end}"),
        path("tai-tep/<uuid:uuid>/ghi/", views.tag, side, name=f"upload_tag{end}"),
    ]
