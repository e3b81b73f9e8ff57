"""Signing in and one's own account. config/urls.py puts them before the admin's own addresses."""

from django.contrib import admin
from django.urls import include, path

from accounts.second_factor import screens as factors
from accounts.sessions import asking
from accounts.sessions import screens as sessions
from accounts.sign_in import views as sign_in

app_name = "accounts"


def desk(view):
    """For whoever is signed in."""
    return admin.site.admin_view(view)


SECOND_FACTOR = [
    path("", desk(factors.factors), name="factors"),
    path("xac-nhan/", desk(factors.prove), name="prove"),
    path("ung-dung/", desk(factors.add_app), name="add_app"),
    path("ung-dung/bo/", desk(factors.remove_app), name="remove_app"),
    path("khoa/", desk(factors.add_passkey), name="add_passkey"),
    path("khoa/<int:pk>/", desk(factors.rename_passkey), name="rename_passkey"),
    path("khoa/<int:pk>/bo/", desk(factors.remove_passkey), name="remove_passkey"),
    path("ma-du-phong/", desk(factors.make_paper), name="make_paper"),
]

urlpatterns = [
    path("dang-nhap/buoc-hai/", sign_in.second_step, name="second_step"),
    path("dang-nhap/con-phien/", asking.still_here, name="still_here"),
    path("tai-khoan/", desk(factors.account), name="account"),
    path("tai-khoan/xac-thuc-hai-buoc/", include(SECOND_FACTOR)),
    path("tai-khoan/phien-dang-nhap/", desk(sessions.sessions), name="sessions"),
]
