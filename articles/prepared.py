"""Queries of the pages that readers open most, written with the ORM and compiled once in each process.

Building and compiling a query costs Django several times what the database needs to answer it. A `Prepared` query
keeps the SQL and puts the values in at each call; what it says, "published" above all, is still said by the ORM.
"""

import datetime as dt
from collections.abc import Callable

from django.db import connection

_MOMENT = dt.datetime(1931, 1, 1, tzinfo=dt.UTC)
_NUMBER = 7_000_000_000_000_000


class Prepared:
    """`build` makes a `values_list` queryset from stand-ins, one per name; a name that ends in "_at" is a moment.

    The other names are whole numbers, which may also be the start of a slice. The shape of the query must not depend
    on the values.
    """

    def __init__(self, build: Callable, *names: str):
        self.build, self.names = build, names
        self.compiled = {}

    def rows(self, **values) -> list[tuple]:
        if connection.vendor not in self.compiled:
            self.compiled[connection.vendor] = self._compile()
        sql, parameters, converters = self.compiled[connection.vendor]
        adapted = {name: _adapt(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [adapted[name] if name else constant for name, constant in parameters])
            rows = cursor.fetchall()
        return _converted(rows, converters) if converters else rows

    def _compile(self):
        stand_ins = {
            name: _MOMENT + dt.timedelta(seconds=place) if name.endswith("_at") else _NUMBER + place
            for place, name in enumerate(self.names)
        }
        compiler = self.build(**stand_ins).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        names = {_adapt(value): name for name, value in stand_ins.items()}
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        return *_with_slices(sql, [(names.get(value), value) for value in parameters], names), converters


def _with_slices(sql, parameters, names):
    """Django writes the numbers of a slice into the SQL itself; they become parameters like the others."""
    parts, found, remaining = [], [], iter(parameters)
    numbers = {str(value): name for value, name in names.items() if isinstance(value, int)}
    for word in sql.split(" "):
        bare = word.rstrip(")")
        if bare in numbers:
            found.append((numbers[bare], None))
            word = "%s" + word[len(bare) :]
        else:
            found.extend(next(remaining) for _ in range(word.count("%s")))
        parts.append(word)
    return " ".join(parts), found


def _adapt(value):
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, dt.datetime) else value


def _converted(rows, converters):
    rows = [list(row) for row in rows]
    for place, (functions, expression) in converters.items():
        for row in rows:
            for function in functions:
                row[place] = function(row[place], expression, connection)
    return rows
