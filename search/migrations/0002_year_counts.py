from django.db import migrations, models

from search.storage import schema


def add(apps, schema_editor):
    schema.add_years(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunPython(add, migrations.RunPython.noop),
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
