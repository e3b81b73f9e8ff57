"""One spelling inside: whoever saves a row here saves composed Vietnamese letters."""

from django.db import models

import vietnamese


class NormalisedModel(models.Model):
    """Brings its text to NFC, and its line ends to one sign, before it is checked and before it is saved.

    Text typed on a Mac or pasted from Zalo comes decomposed; two spellings of one number would pass a unique
    constraint side by side. QuerySet.update() bypasses this, so its callers give text that is normalised already.
    """

    class Meta:
        abstract = True

    def save(self, **kwargs):
        self.normalise()
        super().save(**kwargs)

    def clean_fields(self, exclude=None):
        self.normalise()
        super().clean_fields(exclude=exclude)

    def normalise(self):
        for field in self._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField):
                value = getattr(self, field.attname)
                if isinstance(value, str):
                    setattr(self, field.attname, vietnamese.nfc(value).replace("\r\n", "\n").strip())
