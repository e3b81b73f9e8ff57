from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_tries_know_their_name'),
    ]

    operations = [
        migrations.AlterField(
            model_name='accountrequest',
            name='state',
            field=models.CharField(choices=[('waiting', 'Chờ người thứ hai'), ('agreed', 'Đã đồng ý'), ('refused', 'Đã từ chối')], default='waiting', max_length=10, verbose_name='trạng thái'),
        ),
    ]
