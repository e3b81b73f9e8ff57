from django.db import migrations

from search.storage import schema


def index(apps, schema_editor):
    schema.index_weeks(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_year_counts")]

    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
