"""Addresses."""

from django.urls import path

from search.page import feeds, views

app_name = "search"
urlpatterns = [
    path("", views.search, name="search"),
    path("rss/", feeds.SearchFeed(), name="feed"),
    path("goi-y/", views.suggest, name="suggest"),
]
