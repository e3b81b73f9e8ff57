from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as StockAdminConfig


class SiteConfig(AppConfig):
    name = "config"
    verbose_name = "Trang chính"


class AdminConfig(StockAdminConfig):
    """The stock admin, with our masthead and a front page that says what to do next."""

    default_site = "config.admin_site.AdminSite"
