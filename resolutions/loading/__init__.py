"""Loads a facts file: what a congress resolved and what was found since, each with its source.

Everything of the file is read and checked first; then it is written in one transaction, or not at all. Nothing unknown
is filled in: null stays unknown. Loaded figures count as approved when loaded, by no one: the person who runs the
command answers for the file, and the report says what it did.
"""

import datetime as dt

from django.db import transaction

from resolutions import services

from . import congresses, documents, figures, layout
from .problems import BadFileError, Problem
from .report import NOTHING, Report
from .rows import Rows
from .writing import Writer

__all__ = ["NOTHING", "BadFileError", "Problem", "Report", "load"]


def load(content: bytes, *, at: dt.datetime, dry_run: bool = False, restore: bool = False) -> Report:
    """Raises BadFileError with every problem found; then nothing has changed.

    `dry_run` does all of it and takes it back. `restore` makes again what a person deleted.
    """
    rows = _planned(content)
    with transaction.atomic():
        writer = Writer(rows, at=at, restore=restore)
        report = writer.write()
        if writer.problems:
            raise BadFileError(writer.problems)
        if not report.is_unchanged and not dry_run:
            services.reindex()
        transaction.set_rollback(dry_run)
    return report


def _planned(content):
    file, problems = layout.read(content)
    rows = Rows(problems)
    if not problems:
        for part in (congresses, figures, documents):
            part.plan(file, rows)
    if problems:
        raise BadFileError(problems)
    return rows
