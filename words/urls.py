from django.urls import path

from words import views

app_name = "words"

urlpatterns = [path("trang/<slug:slug>/", views.page, name="page")]
