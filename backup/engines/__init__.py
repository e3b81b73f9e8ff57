"""What is particular to the engine that the site runs on: how it is copied, filled anew and put in another's place."""

from backup.engines import postgresql, sqlite

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}


def of(connection):
    return ENGINES[connection.vendor]
