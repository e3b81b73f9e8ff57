from django.core.files.storage import default_storage
from django.db import migrations


def measure(apps, schema_editor):
    """Pictures of before said nothing of their size; a file that is lost weighs nothing."""
    Picture = apps.get_model("library", "Picture")
    for picture in Picture.objects.using(schema_editor.connection.alias).filter(size=0).iterator():
        names = [picture.original.name, *(f"renditions/{picture.key}-{width}.webp" for width in picture.widths)]
        names += [f"renditions/{picture.key}-share.jpg"] if picture.has_share else []
        picture.size = sum(default_storage.size(name) for name in names if default_storage.exists(name))
        picture.save(update_fields=["size"])


class Migration(migrations.Migration):
    dependencies = [("library", "0004_documents_opened")]

    operations = [migrations.RunPython(measure, migrations.RunPython.noop)]
