"""PostgreSQL finds words and weeks in one index."""

from django.db import migrations

_WORD_LISTS = """
SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    JOIN pg_am ON pg_am.oid = relam WHERE indrelid = 'search_entry'::regclass AND amname = 'gin'"""
_WEEKS = {"words": "words, (ARRAY[id / 4838400])", "titles": "titles, (ARRAY[- (id / 4838400)])"}


def index_weeks(apps, schema_editor):
    _index_anew(schema_editor, _WEEKS.values())


def index_words(apps, schema_editor):
    _index_anew(schema_editor, _WEEKS)


def _index_anew(schema_editor, lists):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_WORD_LISTS)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")
        for columns in lists:
            cursor.execute(f"CREATE INDEX ON search_entry USING gin ({columns}) WITH (gin_pending_list_limit = 256)")
        cursor.execute("ANALYZE search_entry")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_year_counts")]

    operations = [migrations.RunPython(index_weeks, index_words)]
