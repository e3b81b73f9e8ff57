"""Proposals become an app of their own; their table moves with them under its new name, rows and all."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("resolutions", "0008_proposals_name_their_page"),
    ]

    operations = [
        migrations.RemoveField(model_name="proposal", name="target"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable(name="proposal", table="proposals_proposal")],
            state_operations=[migrations.DeleteModel(name="Proposal")],
        ),
    ]
