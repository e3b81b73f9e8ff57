from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0005_sizes_of_pictures'),
    ]

    operations = [
        migrations.AlterField(
            model_name='documentfile',
            name='title',
            field=models.CharField(help_text='Bạn đọc thấy tên này, và tệp tải về mang tên này.', max_length=300, verbose_name='tên hiển thị'),
        ),
        migrations.AlterField(
            model_name='picture',
            name='caption',
            field=models.CharField(blank=True, help_text='Hiện dưới ảnh cho mọi bạn đọc. Có thể để trống.', max_length=500, verbose_name='chú thích'),
        ),
    ]
