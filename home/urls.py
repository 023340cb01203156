"""URLs without a language prefix: health checks, robots.txt, sitemaps, service worker."""

from django.urls import include, path

from home import health, views
from home.sitemaps import views as sitemap_views

urlpatterns = [
    path("", include("articles.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path(".well-known/security.txt", sitemap_views.security, name="security"),
    path("robots.txt", sitemap_views.robots, name="robots"),
    path("sitemap.xml", sitemap_views.index, name="sitemap"),
    path("sitemap/trang-<int:number>.xml", sitemap_views.pages, name="sitemap_pages"),
    path("sitemap/tai-lieu.xml", sitemap_views.assets, name="sitemap_assets"),
    path("sitemap/hoat-dong.xml", sitemap_views.places, name="sitemap_places"),
    path("sitemap/tin-moi.xml", sitemap_views.news, name="sitemap_news"),
    path("sw.js", views.service_worker, name="service_worker"),
]
