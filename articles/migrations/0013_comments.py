
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_seen_warnings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('text', models.TextField(verbose_name='ý kiến')),
                ('words', models.TextField(blank=True, verbose_name='lời của đoạn')),
                ('occurrence', models.PositiveIntegerField(default=0, verbose_name='đoạn thứ mấy có lời ấy')),
                ('edition', models.PositiveIntegerField(default=1, verbose_name='ở bản số')),
                ('resolved_at', models.DateTimeField(null=True, verbose_name='giải quyết lúc')),
                ('form_key', models.CharField(max_length=32, unique=True, verbose_name='mã của biểu mẫu')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='articles.article', verbose_name='bài viết')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người viết')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='articles.comment', verbose_name='trả lời cho')),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người giải quyết')),
            ],
            options={
                'verbose_name': 'ý kiến',
                'verbose_name_plural': 'ý kiến',
                'ordering': ['at', 'id'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('parent__isnull', True), ('resolved_at__isnull', True), _connector='OR'), name='a_reply_is_not_resolved_by_itself', violation_error_message='Chỉ ý kiến đầu tiên của một mạch mới được giải quyết.')],
            },
        ),
    ]
