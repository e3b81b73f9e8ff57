
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_second_factors_and_sessions'),
        ('notices', '0002_take_over_notices_of_accounts'),
    ]

    operations = [
        migrations.DeleteModel(
            name='Notice',
        ),
    ]
