from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0002_circumstances'),
    ]

    operations = [
        migrations.AlterField(
            model_name='proposal',
            name='state',
            field=models.CharField(choices=[('waiting', 'Chờ duyệt'), ('approved', 'Đã duyệt'), ('returned', 'Đã trả lại')], default='waiting', max_length=10, verbose_name='trạng thái'),
        ),
    ]
