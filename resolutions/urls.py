"""Addresses of congresses, targets and public documents."""

from django.urls import path

from resolutions import views

app_name = "resolutions"
urlpatterns = [
    path("nghi-quyet/", views.index, name="index"),
    path("nghi-quyet/phuong-phap/", views.method, name="method"),
    path("nghi-quyet/<slug:code>/", views.congress, name="congress"),
    path("nghi-quyet/<slug:congress_code>/chi-tieu/<slug:code>/", views.target, name="target"),
    path("van-ban/", views.documents, name="documents"),
    path("van-ban/<int:pk>/", views.document, name="document"),
]
