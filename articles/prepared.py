"""Queries of the pages that readers open most, written with the ORM and compiled once in each process.

Building and compiling a query costs Django several times what the database needs to answer it. A `Prepared` query
keeps the SQL and puts the values in at each call; what it says, "published" above all, is still said by the ORM.
PostgreSQL also takes several times as long to plan such a query as to run it, so each connection has it planned once.
"""

import datetime as dt
from collections.abc import Callable
from itertools import count
from weakref import WeakKeyDictionary

from django.db import connection

_MOMENT = dt.datetime(1931, 1, 1, tzinfo=dt.UTC)
_NUMBER = 7_000_000_000_000_000

_planned: WeakKeyDictionary = WeakKeyDictionary()
"""Connection to PostgreSQL -> the queries it has planned, with the names that they have there."""
_numbers = count()


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
            if self.names and connection.vendor == "postgresql":
                self._execute_planned(cursor, sql, parameters, adapted)
            else:
                cursor.execute(sql, [adapted[name] if name else constant for name, constant in parameters])
            rows = cursor.fetchall()
        return _converted(rows, converters) if converters else rows

    def _execute_planned(self, cursor, sql, parameters, adapted):
        """The first time on a connection PostgreSQL is told the query, in the same message that asks for its rows."""
        known = _planned.setdefault(connection.connection, {})
        name = known.get(self) or f"prepared_{next(_numbers)}"
        execute = f"EXECUTE {name} ({', '.join(['%s'] * len(self.names))})"
        if self not in known:
            places = {each: f"${place}" for place, each in enumerate(self.names, 1)}
            told = sql % tuple(
                places[each] if each else cursor.mogrify("%s", [constant]).decode() for each, constant in parameters
            )
            execute = f"PREPARE {name} AS {told.replace('%', '%%')}; {execute}"
        cursor.execute(execute, [adapted[each] for each in self.names])
        known[self] = name

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
