import logging

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as StockAdminConfig
from django.db.models.signals import post_migrate

from accounts.groups import sync_after_migrate
from config import django_words
from web.modes import NotByMode


class SiteConfig(AppConfig):
    name = "config"
    verbose_name = "Trang chính"

    def ready(self):
        django_words.teach()
        django_words.name_links()
        logging.getLogger("django.request").addFilter(NotByMode())
        # The last app of all: by then Django has made the permissions that the roles are given.
        post_migrate.connect(sync_after_migrate, dispatch_uid="accounts.sync_groups")


class AdminConfig(StockAdminConfig):
    """The stock admin, with our masthead and a front page that says what to do next."""

    default_site = "config.admin_site.AdminSite"
