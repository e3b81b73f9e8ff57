from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as StockAdminConfig

from config import django_words


class SiteConfig(AppConfig):
    name = "config"
    verbose_name = "Trang chính"

    def ready(self):
        django_words.teach()
        django_words.name_links()


class AdminConfig(StockAdminConfig):
    """The stock admin, with our masthead and a front page that says what to do next."""

    default_site = "config.admin_site.AdminSite"
