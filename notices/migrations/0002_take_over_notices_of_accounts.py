from django.db import migrations

COLUMNS = ("user_id", "text", "by_id", "at", "read_at")


def take_over(apps, schema_editor):
    former, notice = apps.get_model("accounts", "Notice"), apps.get_model("notices", "Notice")
    rows = former.objects.order_by("pk").values(*COLUMNS)
    notice.objects.bulk_create((notice(kind="account", **row) for row in rows.iterator()), batch_size=500)


def give_back(apps, schema_editor):
    former, notice = apps.get_model("accounts", "Notice"), apps.get_model("notices", "Notice")
    rows = notice.objects.filter(kind="account").order_by("pk").values(*COLUMNS)
    former.objects.bulk_create((former(**row) for row in rows.iterator()), batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0004_second_factors_and_sessions"),
        ("notices", "0001_initial"),
    ]

    operations = [migrations.RunPython(take_over, give_back)]
