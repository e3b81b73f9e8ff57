"""How long a text may be that is typed into a form: asked before anything is done with it."""

from django.db import models

LONGEST_TEXT = 2_000


class BoundedText:
    """Mixed into a ModelAdmin: a column without a length of its own has one in the form.

    A column's own `text_length` or the screen's `text_lengths`, by name, say another than the usual. The bound is the
    form's, not the column's: on SQLite another length would rewrite the whole table.
    """

    text_lengths: dict[str, int] = {}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.TextField):
            usual = getattr(db_field, "text_length", LONGEST_TEXT)
            kwargs.setdefault("max_length", self.text_lengths.get(db_field.name, usual))
        return super().formfield_for_dbfield(db_field, request, **kwargs)
