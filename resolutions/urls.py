"""Addresses of congresses, targets and public documents."""

from django.urls import path

from resolutions import views

app_name = "resolutions"
urlpatterns = [
    path("nghi-quyet/", views.index, name="index"),
    path("nghi-quyet/phuong-phap/", views.method, name="method"),
    path("nghi-quyet/<slug:code>/", views.congress, name="congress"),
    path("nghi-quyet/<slug:code>/linh-vuc/<slug:group_code>/", views.field, name="field"),
    path("nghi-quyet/<slug:code>/bieu/", views.report, name="report"),
    path("nghi-quyet/<slug:code>/bieu.<str:form>", views.report_file, name="report_file"),
    path("nghi-quyet/<slug:code>/so-lieu.<str:form>", views.figures_file, name="figures_file"),
    path("nghi-quyet/<slug:congress_code>/chi-tieu/<slug:code>/", views.target, name="target"),
    path("nghi-quyet/<slug:congress_code>/chi-tieu/<slug:code>/so-lieu.csv", views.target_file, name="target_file"),
    path("van-ban/", views.documents, name="documents"),
    path("van-ban/<int:pk>/", views.document, name="document"),
]
