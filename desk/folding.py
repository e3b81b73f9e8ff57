"""`title__folded="nghi quyet"` finds "Nghị quyết": a lookup for lists that have no index of words, as the staff's have.

It reads every row, which is right for the hundreds or thousands that such lists hold, and needs nothing in the schema.
"""

from django.db.models import CharField, TextField
from django.db.models.lookups import Contains

import vietnamese

# PostgreSQL takes letters apart and drops the marks: four times faster than naming each of the 134 letters.
_D = "đĐ\u00f0\u00d0\u0256\u0189"
_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"


class Folded(Contains):
    """Contains, whatever the marks and capitals on either side."""

    lookup_name = "folded"

    def get_prep_lookup(self):
        return vietnamese.fold(vietnamese.nfc(str(self.rhs)))

    def process_lhs(self, compiler, connection, lhs=None):
        sql, params = super().process_lhs(compiler, connection, lhs)
        if connection.vendor == "sqlite":
            return f"fold({sql})", params
        return f"lower(translate(normalize({sql}, NFD), %s, %s))", [*params, _D + _MARKS, "d" * len(_D)]

    def get_rhs_op(self, connection, rhs):
        return connection.operators["contains"] % rhs


def register() -> None:
    for field in (CharField, TextField):
        field.register_lookup(Folded)


def teach(connection, **_kwargs) -> None:
    """SQLite folds with our own function; each new connection is told of it."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("fold", 1, _fold, deterministic=True)


def _fold(value):
    return None if value is None else vietnamese.fold(str(value))
