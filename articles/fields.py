"""A text column that never holds HTML which has not been cleaned, however it is written."""

from django.db import models

import vietnamese
from articles import pictures, richtext

SAID_WORDS = 40


class RichTextField(models.TextField):
    """A plain TextField to the database and to migrations, so that another editor needs no migration."""

    text_length = 300_000

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, model_instance, add):
        value = cleaned(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        """Reached by save, bulk_create and update alike."""
        return super().get_db_prep_save(cleaned(value), connection)

    def in_words(self, value):
        """How it begins, without its markup, and how long it is."""
        said = richtext.to_text(value).split()
        rest = f" … ({vietnamese.number(len(said))} chữ)" if len(said) > SAID_WORDS else ""
        return " ".join(said[:SAID_WORDS]) + rest


def cleaned(value):
    if not isinstance(value, str) or isinstance(value, richtext.CleanHtml):
        return value
    return richtext.clean(value, pictures.facts)
