"""Addresses of contests: public ones, those of senders, jurors and schools, short ones on paper."""

from django.urls import path
from django.views.generic import RedirectView

from activities.contests.views import feed, jury, own, prints, public, sending

public_urls = [
    path("cuoc-thi/", public.contest_list, name="contests"),
    path("cuoc-thi/rss.xml", feed.rss, name="contests_feed"),
    path("cuoc-thi/<slug:slug>/", public.contest_page, name="contest"),
    path("cuoc-thi/<slug:slug>/phieu-dong-y.pdf", prints.consent_sheet, name="contest_consent"),
    path("cuoc-thi/<slug:slug>/phong-tranh/", public.gallery, name="gallery"),
    path("cuoc-thi/<slug:slug>/phong-tranh/<slug:code>/", public.work, name="work"),
    path("cuoc-thi/<slug:slug>/hinh/<uuid:uuid>/", public.work_picture, name="work_picture"),
    path("cuoc-thi/<slug:slug>/tep/<uuid:uuid>/", public.work_file, name="work_file"),
    path("giay-cuoc-thi/<slug:code>/", public.proof, name="contest_proof"),
]
unit_urls = [
    path("cuoc-thi/", sending.index, name="entries"),
    path("cuoc-thi/nop/<slug:slug>/", sending.create, name="entry_new"),
    path("cuoc-thi/bai/<uuid:uuid>/", sending.entry, name="entry"),
    path("cuoc-thi/bai/<uuid:uuid>/hinh/<uuid:file>/", sending.picture, name="entry_picture"),
    path("cuoc-thi/bai/<uuid:uuid>/giay.pdf", sending.certificate, name="entry_certificate"),
    path("cuoc-thi/cua-truong/", own.index, name="own_contests"),
    path("cuoc-thi/cua-truong/<uuid:uuid>/", own.contest, name="own_contest"),
    path("giam-khao/", jury.index, name="jury"),
    path("giam-khao/<slug:slug>/", jury.contest, name="jury_contest"),
    path("giam-khao/<slug:slug>/bai/<slug:code>/", jury.entry, name="jury_entry"),
    path("giam-khao/<slug:slug>/hinh/<uuid:uuid>/", jury.picture, name="jury_picture"),
    path("giam-khao/<slug:slug>/tep/<uuid:uuid>/", jury.original, name="jury_file"),
]
short_urls = [
    path("cuoc-thi/", RedirectView.as_view(pattern_name="activities_public:contests", permanent=True), name="contests"),
    path(
        "giay-cuoc-thi/<slug:code>/",
        RedirectView.as_view(pattern_name="activities_public:contest_proof", permanent=True),
        name="contest_proof",
    ),
]
