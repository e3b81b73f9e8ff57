"""The stock Django admin under our name; docs/decisions/ says why it stays stock."""

from django.contrib import admin


class AdminSite(admin.AdminSite):
    site_header = "Ban biên tập"
    site_title = "Ban biên tập"
    index_title = "Việc cần làm"
