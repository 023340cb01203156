"""URLs of the library outside the page tree: downloads, pictures, printed addresses, screens."""

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from media_library.public import share_image_views, verification
from media_library.public.downloads import basket_views, copies, formats, views
from media_library.public.screens import views as play_views
from media_library.public.sharing import drafts, embed, follow, zalo
from media_library.public.viewing.media import captions

CODE = r"(?P<code>[^/]{1,60})"


class SharedConverter(StringConverter):
    """What is shared: an asset (“tai-lieu”) or a kit (“bo”)."""

    regex = "tai-lieu|bo"


register_converter(SharedConverter, "shared")

app_name = "media_library"
urlpatterns = [
    path("tai/<uuid:uuid>/", views.download, name="download"),
    path("tai/bo/<uuid:uuid>/", views.kit_download, name="kit_download"),
    path("tai/<uuid:uuid>/phieu-in.pdf", copies.print_sheet_pdf, name="print_sheet"),
    path("tai/<uuid:uuid>/dang/", formats.choose, name="formats"),
    path("tai/<uuid:uuid>/dang/<slug:form>/", formats.given, name="format"),
    path("tai/<uuid:uuid>/ten-truong/", copies.imprint, name="imprint"),
    path("tai/<uuid:uuid>/ten-truong/xem.webp", copies.imprint_preview, name="imprint_preview"),
    path("tai/gio.zip", basket_views.basket_zip, name="basket_zip"),
    path("tai/gio/luu/", basket_views.save_basket, name="save_basket"),
    path("tai/gio/<uuid:uuid>/xoa/", basket_views.delete_basket, name="delete_basket"),
    path("tai/thong-bao/<uuid:uuid>/", basket_views.notice, name="notice"),
    path("tai/thong-bao/<uuid:uuid>/xac-nhan/", basket_views.acknowledge_notice, name="acknowledge"),
    path("tai/theo-doi/<slug:slug>/", follow.follow, name="follow"),
    re_path(r"^tai/xem-nhap/(?P<token>[\w-]{20,64})/$", drafts.draft, name="draft"),
    re_path(r"^tai/xem-nhap/(?P<token>[\w-]{20,64})/(?P<file>\d{1,12})\.webp$", drafts.picture, name="draft_picture"),
    re_path(rf"^t/{CODE}/qr\.(?P<ending>svg|png)$", verification.qr_code, name="qr_of_newest"),
    re_path(rf"^t/{CODE}/v(?P<number>[\d.]{{1,12}})/qr\.(?P<ending>svg|png)$", verification.qr_code, name="qr"),
    re_path(rf"^t/{CODE}/?$", verification.printed, name="short_address"),
    re_path(rf"^t/{CODE}/(?P<variant>[\w.-]{{1,30}})/?$", verification.printed, name="short_variant"),
    path("<lang:language>/phat/may.js", play_views.player_worker, name="player_worker"),
    path("<lang:language>/phat/<slug:code>/", play_views.player, name="player"),
    path("<lang:language>/phat/<slug:code>.json", play_views.player_list, name="player_list"),
    path("<lang:language>/phat/<slug:code>.m3u", play_views.player_m3u, name="player_m3u"),
    path("phat/<uuid:uuid>/", play_views.clip, name="clip"),
    path("phat/<uuid:uuid>/phu-de.vtt", captions, name="captions"),
    path(
        "anh-chia-se/<lang:language>/<shared:what>/<slug:slug>-<digest:digest>.jpg",
        share_image_views.share_image,
        name="share_image",
    ),
    path("<lang:language>/chia-se-zalo/<shared:what>/<slug:slug>/", zalo.share_on_zalo, name="share_on_zalo"),
    path("<lang:language>/nhung/<shared:what>/<slug:slug>/", embed.embed, name="embed"),
    re_path(r"^media/(?P<key>.{1,300})$", views.media, name="media"),
]
