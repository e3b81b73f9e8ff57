"""The table comes from resolutions, rows and all; here it only gets its name."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def take_its_kind_along(apps, schema_editor):
    """What Django keeps by the kind of row, such as permissions, goes on under the new name."""
    kinds = apps.get_model("contenttypes", "ContentType").objects.using(schema_editor.connection.alias)
    kinds.filter(app_label="resolutions", model="proposal").update(app_label="proposals")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("resolutions", "0009_proposals_move_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("model", models.CharField(max_length=40, verbose_name="bảng")),
                        ("object_id", models.PositiveBigIntegerField(null=True, verbose_name="dòng")),
                        ("about", models.CharField(blank=True, db_index=True, max_length=80, verbose_name="hiện trên trang của")),
                        ("title", models.CharField(max_length=600, verbose_name="đề nghị về")),
                        ("action", models.CharField(choices=[("add", "Thêm"), ("change", "Sửa"), ("delete", "Xóa")], max_length=8, verbose_name="việc")),
                        ("changes", models.JSONField(verbose_name="nội dung")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                        ("state", models.CharField(choices=[("waiting", "Chờ duyệt"), ("approved", "Đã duyệt"), ("returned", "Không chấp nhận")], default="waiting", max_length=10, verbose_name="trạng thái")),
                        ("proposed_at", models.DateTimeField(verbose_name="đề nghị lúc")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="quyết định lúc")),
                        ("decision_note", models.CharField(blank=True, max_length=500, verbose_name="lời nhắn")),
                        ("decided_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="người quyết định")),
                        ("proposed_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="người đề nghị")),
                    ],
                    options={
                        "verbose_name": "đề nghị sửa đổi",
                        "verbose_name_plural": "đề nghị sửa đổi",
                        "ordering": ["-proposed_at", "-id"],
                        "constraints": [models.CheckConstraint(condition=models.Q(("decided_by__isnull", True), models.Q(("decided_by", models.F("proposed_by")), _negated=True), ("state", "returned"), _connector="OR"), name="proposal_is_decided_by_another_person", violation_error_message="Người đề nghị không tự duyệt đề nghị của mình.")],
                    },
                ),
            ],
        ),
        migrations.RunPython(take_its_kind_along, migrations.RunPython.noop),
    ]
