"""The site map."""

from django.contrib import admin
from django.urls import include, path, re_path

from config import open_data, sitemaps, views
from config.health import views as health
from resolutions import api as targets_api
from search.page import api as search_api

handler500 = "config.failures.server_error"
urlpatterns = [
    path("", views.home, name="home"),
    path("quan-tri/", include("accounts.urls")),
    path("quan-tri/loi-bao/", include("notices.urls")),
    path("quan-tri/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-trang.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemap-bai-viet-<int:number>.xml", sitemaps.articles, name="sitemap_articles"),
    path("tim-kiem/", include("search.page.urls")),
    path("", include("articles.urls")),
    path("", include("resolutions.urls")),
    path("", include("library.urls")),
    path("", include("words.urls")),
    path("so-do-trang/", views.site_plan, name="site_plan"),
    path("api/v1/tim-kiem/", search_api.search, name="api_search"),
    path("api/v1/chi-tieu/", targets_api.targets, name="api_targets"),
    path("api/v1/openapi.yaml", open_data.description, name="api_description"),
    re_path(r"^api/", open_data.nothing),
]
