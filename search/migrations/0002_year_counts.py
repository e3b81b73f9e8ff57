from django.db import migrations, models

_YEARS = """
CREATE TABLE IF NOT EXISTS search_year (year integer NOT NULL, kind varchar(20) NOT NULL,
    section varchar(100) NOT NULL, n integer NOT NULL, PRIMARY KEY (year, kind, section)){compact};
INSERT INTO search_year (year, kind, section, n)
    SELECT month / 12, kind, section, sum(n) FROM search_month GROUP BY 1, 2, 3 ON CONFLICT DO NOTHING"""
_MERGING = """;
INSERT INTO search_body (search_body, rank) VALUES ('automerge', 8);
INSERT INTO search_title (search_title, rank) VALUES ('automerge', 8)"""


def add(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    statements = _YEARS.format(compact=" WITHOUT ROWID") + _MERGING if is_sqlite else _YEARS.format(compact="")
    for statement in statements.split(";"):
        schema_editor.execute(statement, None)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_year")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunPython(add, drop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="SearchYear",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "year", "kind", "section", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("year", models.IntegerField()),
                        ("kind", models.CharField(max_length=20)),
                        ("section", models.CharField(max_length=100)),
                        ("n", models.IntegerField()),
                    ],
                    options={"db_table": "search_year", "default_permissions": ()},
                )
            ]
        ),
    ]
