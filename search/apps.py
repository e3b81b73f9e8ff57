from django.apps import AppConfig
from django.apps import apps as django_apps
from django.db.models.signals import post_migrate

from search.backends import backend, to_write


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Tìm kiếm"

    def ready(self):
        post_migrate.connect(forget_words_without_entries, sender=self)


def forget_words_without_entries(using, apps=django_apps, **_kwargs):
    """`flush` (and tests that need real transactions) empties the tables Django knows; SQLite's words go with them."""
    # Before its first migration the index has no tables.
    is_there = "searchentry" in apps.all_models["search"]
    if is_there and using == to_write() and not apps.get_model("search", "SearchEntry").objects.using(using).exists():
        backend(using=using).clear()
