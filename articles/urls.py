"""Addresses."""

app_name = "articles"
urlpatterns = []
