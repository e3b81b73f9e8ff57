"""Django's own, by which a test that could not be rolled back is cleared away; the record must let it.

What `migrate` makes for every model (permissions, kinds of content, a group for each role) takes Django most of the
time to make again and is the same after every test, so it is left where it stands, unless a test has touched it.
"""

from unittest import mock

from django.core.management.commands import flush
from django.db import connections, transaction

from audit import guards
from search.apps import forget_words_without_entries

KEPT = ("django_content_type", "auth_permission", "auth_group", "auth_group_permissions")
"""All that is made after migrating; tests/config/test_flush.py holds it."""
_made = {}
"""Database -> what these tables held when they had just been made."""


class Command(flush.Command):
    def handle(self, **options):
        database = options["database"]
        connection = connections[database]
        is_as_made = _made.get(database) == _kept(connection)
        with transaction.atomic(using=database):
            guards.take_down(connection)
            outcome = self._all_but_kept(options) if is_as_made else super().handle(**options)
            guards.raise_up(connection)
        if not is_as_made:
            _made[database] = _kept(connection)
        return outcome

    def _all_but_kept(self, options):
        connection = connections[options["database"]]
        with mock.patch.object(connection.introspection, "django_table_names", _others(connection)):
            outcome = super().handle(**options | {"inhibit_post_migrate": True})
        # The one listener that empties something, instead of making it.
        forget_words_without_entries(using=options["database"])
        return outcome


def _others(connection):
    """What the introspection answers when it is asked for the tables of the site."""
    names = connection.introspection.django_table_names

    def others(*arguments, **options):
        return [name for name in names(*arguments, **options) if name not in KEPT]

    return others


def _kept(connection):
    with connection.cursor() as cursor:
        return [sorted(_rows(cursor, name)) for name in KEPT]


def _rows(cursor, table):
    cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - one of the four
    return cursor.fetchall()
