"""The site map."""

from django.contrib import admin
from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("quan-tri/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("", include("articles.urls")),
    path("", include("resolutions.urls")),
    path("", include("library.urls")),
    path("tim-kiem/", include("search.urls")),
]
