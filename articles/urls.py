"""Addresses. An article's number decides; its words may change without breaking a link."""

from django.urls import path, re_path, register_converter

from articles import editor, feeds, views
from articles.sharing import views as sharing
from web.methods import read_only


class Year:
    regex = "[0-9]{4}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return f"{value:04}"


class TwoDigits(Year):
    regex = "[0-9]{2}"

    def to_url(self, value):
        return f"{value:02}"


register_converter(Year, "year")
register_converter(TwoDigits, "two")

app_name = "articles"
urlpatterns = [
    path("bai-viet/<year:year>/", views.year, name="year"),
    path("bai-viet/<year:year>/<two:month>/", views.month, name="month"),
    path("bai-viet/<year:year>/<two:month>/<two:day>/", views.day, name="day"),
    re_path(r"^bai-viet/(?P<slug>[^/]{1,300})-(?P<id>[1-9][0-9]{0,17})/\Z", views.detail, name="detail"),
    re_path(r"^chia-se/(?P<token>[^/]{1,300})/\Z", sharing.shared, name="shared"),
    re_path(
        r"^chia-se/(?P<token>[^/]{1,300})/anh/(?P<key>[A-Za-z0-9_-]{8,32})-(?P<width>[1-9][0-9]{0,4})\.webp\Z",
        sharing.shared_picture,
        name="shared_picture",
    ),
    path("chuyen-muc/<slug:slug>/", views.section, name="section"),
    path("chuyen-muc/<slug:slug>/rss/", read_only(feeds.SectionFeed()), name="section_feed"),
    path("rss/", read_only(feeds.SiteFeed()), name="feed"),
    path("soan-thao/chon-anh/", editor.pictures, name="editor_pictures"),
    path("soan-thao/tai-anh/", editor.upload, name="editor_upload"),
]
