"""The migrations hold their own SQL: each step means in ten years what it means today, and all of them give the tables
that `rebuild_search` makes."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import SimpleTestCase, TransactionTestCase

from search import services
from search.backends import backend
from search.models import SearchYear
from search.query import parsing
from search.storage import keys, schema
from tests import source
from tests.search.corpus import NOW, make_entry

EVERYTHING = keys.window(None, None, NOW)
TABLES = {
    "sqlite": [
        "SELECT type, name, sql FROM sqlite_master WHERE name LIKE 'search@_%' ESCAPE '@'",
        "SELECT * FROM search_body_config UNION ALL SELECT * FROM search_title_config",
    ],
    "postgresql": [
        "SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull, attstorage FROM pg_attribute"
        " JOIN pg_class ON pg_class.oid = attrelid WHERE relname LIKE 'search@_%' ESCAPE '@' AND attnum > 0",
        "SELECT tablename, indexdef FROM pg_indexes WHERE tablename LIKE 'search@_%' ESCAPE '@'",
        "SELECT relname, pg_get_expr(relpartbound, oid), reloptions FROM pg_class"
        " WHERE relname LIKE 'search@_%' ESCAPE '@'",
        "SELECT conrelid::regclass::text, contype, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid::regclass::text LIKE 'search@_%' ESCAPE '@'",
    ],
}


def migrate(to=""):
    call_command("migrate", "search", *filter(None, [to]), stdout=io.StringIO())


def tables():
    """Everything the database says of our tables, without the blanks between words."""
    with connection.cursor() as cursor:
        said = []
        for sql in TABLES[connection.vendor]:
            cursor.execute(sql)
            said += [" ".join(" ".join(map(str, row)).split()) for row in cursor.fetchall()]
        return sorted(said)


def names():
    with connection.cursor() as cursor:
        return {name for name in connection.introspection.table_names(cursor) if name.startswith("search_")}


class MigrationTests(TransactionTestCase):
    def setUp(self):
        self.addCleanup(migrate)

    def test_zero_leaves_no_table_of_ours(self):
        migrate("zero")
        self.assertEqual(names(), set())

    def test_from_zero_they_give_the_tables_that_a_rebuild_makes(self):
        migrate("zero")
        migrate()
        migrated = tables()
        schema.drop(connection)
        schema.create(connection)
        self.assertEqual(migrated, tables())

    def test_there_and_back_is_where_one_was(self):
        before = tables()
        for step in ("0002", "0001", "0002", "0003"):
            migrate(step)
        self.assertEqual(tables(), before)

    def test_the_first_knows_nothing_of_the_later(self):
        migrate("0001")
        self.assertNotIn("search_year", names())
        self.assertFalse([line for line in tables() if "ARRAY[" in line])

    def test_what_was_indexed_stays_and_its_years_are_counted_anew(self):
        services.put_many(
            make_entry(object_id=number, at=f"{2015 + number % 3}-09-25 08:00", section="kinh-te" * (number % 2))
            for number in range(1, 10)
        )
        wanted = sorted(SearchYear.objects.values_list("year", "kind", "section", "n"))
        migrate("0001")
        migrate()
        self.assertEqual(sorted(SearchYear.objects.values_list("year", "kind", "section", "n")), wanted)
        self.assertEqual(len(backend().keys(parsing.parse("nghị quyết"), EVERYTHING, 20)), 9)


@pytest.mark.once
class FrozenTests(SimpleTestCase):
    def test_no_migration_reads_a_module_that_goes_on_changing(self):
        for path in sorted((source.ROOT / "search" / "migrations").glob("0*.py")):
            read = {target for target, _ in source.imports(f"search.migrations.{path.stem}", path)}
            self.assertEqual({name for name in read if name.split(".")[0] in source.PACKAGES}, set(), path.name)
