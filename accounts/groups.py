"""Makes one group per role, named by the role's code, and keeps its permissions equal to the table in roles.py."""

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Q

from accounts.roles import ROLES


def sync(using: str = DEFAULT_DB_ALIAS) -> None:
    """Give every role's group exactly the permissions of the table. Groups with other names are left alone."""
    for code, role in ROLES.items():
        group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=code)
        group.permissions.set(_existing(role.permissions, using))


def _existing(names: frozenset[str], using: str):
    """Those of the named permissions whose model is migrated; a test holds that in the end all of them are."""
    matches = Q()
    for name in sorted(names):
        app, codename = name.split(".")
        matches |= Q(content_type__app_label=app, codename=codename)
    return apps.get_model("auth", "Permission").objects.using(using).filter(matches)


def sync_after_migrate(sender, using=DEFAULT_DB_ALIAS, **facts):
    """Once, when every app has its permissions: Django creates them app by app after migrating."""
    last = [app for app in apps.get_app_configs() if app.models_module][-1]
    if sender == last and "auth_group" in connections[using].introspection.table_names():
        sync(using)
