"""Addresses."""

app_name = "resolutions"
urlpatterns = []
