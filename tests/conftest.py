"""What holds for every test: no test is quietly left out where changes are judged."""

import gc
import os

import hypothesis
import pytest
from django.db import connection
from django.test import TransactionTestCase

from accounts import locked
from tests.deployed import Site


def pytest_configure(config):
    config.addinivalue_line("markers", "sqlite_only: says something about SQLite itself")
    config.addinivalue_line("markers", "postgresql_only: says something about PostgreSQL itself")
    config.addinivalue_line("markers", "once: about no database, so the run on SQLite is enough")


# How long one example takes is the machine's affair; where changes are judged the same examples are tried each time.
hypothesis.settings.register_profile("ours", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("ours")


def pytest_collection_modifyitems(config, items):
    """A test of one database is not part of a run on the other; leaving it out is no skip."""
    left_out = [item for item in items if not _belongs_to(connection.vendor, item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _belongs_to(vendor, item):
    """What may not ask the database (pytest-django sees to that) says the same beside every one of them."""
    marked = {marker.name for marker in item.iter_markers()}
    if vendor == "sqlite":
        return "postgresql_only" not in marked
    may_ask = issubclass(item.cls or object, TransactionTestCase) or {"db", "transactional_db"} & set(item.fixturenames)
    return "postgresql_only" in marked or bool(may_ask and not marked & {"sqlite_only", "once"})


def pytest_collection_finish():
    """What is loaded by now stays until the end: sweeps of memory need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def nothing_was_locked_before():
    """A process remembers what it has recorded of a minute; to a test it is a process that has just begun."""
    locked.forget()


@pytest.fixture(scope="session")
def deployed_site():
    """The site as its samples set it up, once for all tests of a process that look at it from outside."""
    site = Site()
    try:
        site.start()
        yield site
    finally:
        site.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"Bỏ qua trong CI là không đạt: {report.longrepr}"
    return report
