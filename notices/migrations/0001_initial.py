
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0004_second_factors_and_sessions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MailChoice',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='người dùng')),
                ('by_mail', models.BooleanField(default=True, verbose_name='nhận thư báo')),
            ],
            options={
                'verbose_name': 'lựa chọn nhận thư',
                'verbose_name_plural': 'lựa chọn nhận thư',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True, verbose_name='mã của thư')),
                ('hidden', models.TextField(blank=True, verbose_name='nội dung đã niêm')),
                ('state', models.CharField(choices=[('waiting', 'Chờ gửi'), ('sent', 'Đã gửi'), ('failed', 'Không gửi được')], default='waiting', max_length=10, verbose_name='trạng thái')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='số lần thử')),
                ('made_at', models.DateTimeField(verbose_name='viết lúc')),
                ('next_at', models.DateTimeField(verbose_name='thử lại từ')),
                ('good_until', models.DateTimeField(null=True, verbose_name='có ích đến')),
                ('done_at', models.DateTimeField(null=True, verbose_name='xong lúc')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='vì sao')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người nhận')),
            ],
            options={
                'verbose_name': 'thư gửi đi',
                'verbose_name_plural': 'thư gửi đi',
                'ordering': ['-made_at', '-id'],
                'default_permissions': ('view',),
                'indexes': [models.Index(models.F('next_at'), condition=models.Q(('state', 'waiting')), name='letter_due')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('account', 'Tài khoản'), ('work', 'Công việc')], max_length=10, verbose_name='về')),
                ('text', models.CharField(max_length=500, verbose_name='lời báo')),
                ('url', models.CharField(blank=True, max_length=300, verbose_name='nơi xem')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('read_at', models.DateTimeField(null=True, verbose_name='đọc lúc')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người làm')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='người được báo')),
            ],
            options={
                'verbose_name': 'lời báo',
                'verbose_name_plural': 'lời báo',
                'ordering': ['-at', '-id'],
                'default_permissions': (),
                'indexes': [models.Index(models.F('user'), condition=models.Q(('read_at__isnull', True)), name='notice_unread')],
            },
        ),
    ]
