"""Addresses of pictures and documents, and of the picture window."""

from django.urls import path, re_path

from library import views
from library.models import KEY_PATTERN

app_name = "library"
urlpatterns = [
    re_path(
        rf"^thu-vien/anh/(?P<key>{KEY_PATTERN})-(?P<width>[1-9][0-9]{{0,4}})\.webp$", views.rendition, name="rendition"
    ),
    re_path(rf"^thu-vien/anh/(?P<key>{KEY_PATTERN})-chia-se\.jpg$", views.share, name="share"),
    re_path(rf"^thu-vien/tep/(?P<key>{KEY_PATTERN})/(?P<name>[^/]+)$", views.document, name="document"),
    path("thu-vien/tai-anh/", views.upload, name="upload"),
    path("thu-vien/chon-anh/", views.picker, name="picker"),
]
