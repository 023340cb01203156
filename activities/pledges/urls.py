"""Addresses of the wall below /vi/, /en/ and /km/; a code may hold “/”, so it stands at the end."""

from django.urls import path

from activities.pledges import print_views, views

urlpatterns = [
    path("buc-tuong/", views.wall, name="pledge_wall"),
    path("buc-tuong/cua/<path:code>/", views.wall, name="pledge_unit_wall"),
    path("buc-tuong/ky/", views.sign, name="pledge_sign"),
    path("buc-tuong/ky/<path:code>/", views.sign, name="pledge_unit_sign"),
    path("buc-tuong/da-ky/<str:seen>/", views.laid, name="pledge_laid"),
    path("buc-tuong/chieu/", views.projector, name="pledge_projector"),
    path("buc-tuong/chieu/<path:code>/", views.projector, name="pledge_unit_projector"),
    path("buc-tuong/so-lieu/", views.figures, name="pledge_figures"),
    path("buc-tuong/so-lieu/<path:code>/", views.figures, name="pledge_unit_figures"),
    path("buc-tuong/in-a0/", print_views.wall_sheet, name="pledge_a0"),
    path("buc-tuong/in-a0/<path:code>/", print_views.wall_sheet, name="pledge_unit_a0"),
    path("buc-tuong/to-ky/", print_views.signing_sheet, name="pledge_sheet"),
    path("buc-tuong/to-ky/<path:code>/", print_views.signing_sheet, name="pledge_unit_sheet"),
]
