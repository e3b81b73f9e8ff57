"""The library learns which pictures stand in articles that wait for approval."""

from django.db import migrations


def tell_the_library(apps, schema_editor):
    waiting = apps.get_model("articles", "Article").objects.filter(status="submitted").values("pk")
    uses = apps.get_model("library", "Use").objects.filter(kind="articles.article", object_id__in=waiting)
    uses.update(is_waiting=True)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_two_people"),
        ("library", "0003_two_people_behind_words"),
    ]

    operations = [
        migrations.RunPython(tell_the_library, migrations.RunPython.noop),
    ]
