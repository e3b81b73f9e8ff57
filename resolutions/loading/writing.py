"""Writes rows, comparing three things: the file, what was last loaded, and what the row says now.

A column that still says what was last loaded takes the file's word. A column that says anything else was changed by a
person: it stays, and where the file has news about it the report names both. A row that a person deleted stays deleted.
"""

import datetime as dt
from collections import defaultdict

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from proposals.columns import plain
from resolutions.models import LoadedRow, Observation

from .problems import Problem
from .report import Report
from .rows import Ref

# What was found is never rewritten: a figure that the file corrects is a matter for a person.
FIXED = {Observation: frozenset({"value"})}


class Writer:
    def __init__(self, rows, *, at: dt.datetime, restore: bool = False):
        self.rows, self.at, self.restore = list(rows), at, restore
        self.report, self.problems = Report(), []
        self._ids: dict[Ref, int] = {}
        self._loaded = {(loaded.model, loaded.key): loaded for loaded in LoadedRow.objects.all()}
        self._objects = self._load_objects()

    def write(self) -> Report:
        for row in self.rows:
            facts = self._resolved(row)
            if facts is not None:
                self._write(row, facts)
        return self.report

    def _load_objects(self):
        ids = defaultdict(list)
        for row in self.rows:
            if loaded := self._loaded.get(_place(row)):
                ids[row.model].append(loaded.object_id)
        return {model: model.objects.in_bulk(wanted) for model, wanted in ids.items()}

    def _resolved(self, row):
        """Columns with keys of rows in place of references; None where one of those was deleted by a person."""
        facts = {}
        for name, value in row.facts.items():
            if isinstance(value, Ref):
                if value not in self._ids:
                    return None
                value = self._ids[value]
            facts[row.model._meta.get_field(name).attname] = value
        return facts

    def _write(self, row, facts):
        loaded = self._loaded.get(_place(row))
        if loaded is None:
            self._meet(row, facts)
        elif thing := self._objects[row.model].get(loaded.object_id):
            self._ids[row.ref] = thing.pk
            self._update(row, facts, thing, loaded)
        elif self.restore:
            self._create(row, facts, loaded)
        else:
            self.report.kept.append(f"{row.place}: dòng này đã bị xóa, không nạp lại.")

    def _meet(self, row, facts):
        """Never loaded before: new, or a person was first."""
        lookup = {row.model._meta.get_field(name).attname: None for name in row.lookup}
        thing = row.model.objects.filter(**{name: facts[name] for name in lookup}).first()
        if thing is None:
            self._create(row, facts, LoadedRow(model=row.model._meta.model_name, key=row.key))
            return
        self._ids[row.ref] = thing.pk
        differing = [name for name, value in facts.items() if plain(getattr(thing, name)) != plain(value)]
        self._keep(row, thing, differing)
        self._remember(LoadedRow(model=row.model._meta.model_name, key=row.key), thing, facts)
        self.report.count(row.model, "adopted")

    def _create(self, row, facts, loaded):
        thing = row.model(**facts)
        if row.model is Observation:
            thing.recorded_at = thing.approved_at = self.at
        if self._save(row, thing):
            self._ids[row.ref] = thing.pk
            self._remember(loaded, thing, facts)
            self.report.count(row.model, "created")

    def _update(self, row, facts, thing, loaded):
        news = {name: value for name, value in facts.items() if plain(value) != loaded.facts.get(name, ...)}
        mine = {name for name in news if self._is_untouched(row, thing, name, loaded)}
        mine -= FIXED.get(row.model, frozenset())
        self._keep(
            row, thing, [name for name in news if name not in mine and plain(getattr(thing, name)) != plain(news[name])]
        )
        for name in mine:
            setattr(thing, name, news[name])
        if mine and not self._save(row, thing):
            return
        if news:
            self._remember(loaded, thing, facts)
        self.report.count(row.model, "changed" if mine else "same")

    @staticmethod
    def _is_untouched(row, thing, name, loaded):
        """A sample name is nobody's word: the official one takes its place. So is the default of a column newer than
        the last load."""
        is_sample = name == "name" and getattr(thing, "is_sample", False)
        before = loaded.facts.get(name, plain(thing._meta.get_field(name).get_default()))
        return is_sample or plain(getattr(thing, name)) == before

    def _keep(self, row, thing, names):
        for name in names:
            label = thing._meta.get_field(name).verbose_name
            self.report.kept.append(f"{row.place}, {label}: tệp khác với số đang có; giữ bản đang có.")

    def _save(self, row, thing):
        try:
            thing.full_clean()
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                label = "" if name == NON_FIELD_ERRORS else f"{thing._meta.get_field(name).verbose_name}: "
                self.problems += [Problem(row.line, row.place, f"{label}{sentence}") for sentence in sentences]
            return False
        thing.save()
        return True

    @staticmethod
    def _remember(loaded, thing, facts):
        loaded.object_id, loaded.facts = thing.pk, {name: plain(value) for name, value in facts.items()}
        loaded.save()


def _place(row):
    return row.model._meta.model_name, row.key
