from django.apps import AppConfig
from django.db.models.signals import post_migrate

from accounts.groups import sync_after_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Người dùng"

    def ready(self):
        post_migrate.connect(sync_after_migrate, dispatch_uid="accounts.sync_groups")
