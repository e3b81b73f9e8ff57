
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0013_comments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ShareLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='mã băm')),
                ('for_whom', models.CharField(max_length=150, verbose_name='gửi cho ai')),
                ('made_at', models.DateTimeField(verbose_name='tạo lúc')),
                ('expires_at', models.DateTimeField(verbose_name='dùng được đến')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='thu hồi lúc')),
                ('form_key', models.CharField(max_length=32, verbose_name='mã của biểu mẫu')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='share_links', to='articles.article', verbose_name='bài viết')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.edition', verbose_name='bản')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người tạo')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thu hồi')),
            ],
            options={
                'verbose_name': 'liên kết chia sẻ',
                'verbose_name_plural': 'liên kết chia sẻ',
                'ordering': ['-made_at', '-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ShareAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('agree', 'Đồng ý'), ('comment', 'Góp ý')], max_length=10, verbose_name='trả lời')),
                ('name', models.CharField(max_length=100, verbose_name='họ và tên')),
                ('text', models.TextField(blank=True, verbose_name='góp ý')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('form_key', models.CharField(max_length=64, unique=True, verbose_name='mã của biểu mẫu')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='articles.sharelink', verbose_name='liên kết')),
            ],
            options={
                'verbose_name': 'trả lời qua liên kết',
                'verbose_name_plural': 'trả lời qua liên kết',
                'ordering': ['at', 'id'],
                'default_permissions': (),
            },
        ),
    ]
