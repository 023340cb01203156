"""Addresses without a language prefix."""

from django.urls import include, path

from . import health, views

urlpatterns = [
    path("", include("articles.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sw.js", views.service_worker, name="service_worker"),
]
