"""What a proposal is told of is named by words, so that proposals can be about any app's rows."""

from django.db import migrations, models


def name_the_page(apps, schema_editor):
    for proposal in apps.get_model("resolutions", "Proposal").objects.exclude(target=None).iterator():
        proposal.about = f"resolutions.target/{proposal.target_id}"
        proposal.save(update_fields=["about"])


class Migration(migrations.Migration):
    dependencies = [
        ("resolutions", "0007_two_people_behind_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="about",
            field=models.CharField(
                blank=True, default="", db_index=True, max_length=80, verbose_name="hiện trên trang của"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(name_the_page, migrations.RunPython.noop),
    ]
