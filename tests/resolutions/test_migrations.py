"""What the migrations do to rows that are there already."""

from importlib import import_module

from django.apps import apps
from django.db import connection
from django.test import TestCase

from resolutions.models import LoadedRow, Observation, Target
from tests.factories_resolutions import make_observation, make_target

true_record = import_module("resolutions.migrations.0002_true_record")


class Editor:
    connection = connection


class TrueRecordTests(TestCase):
    def loaded(self, thing, **facts):
        key = f"che-phu-rung/2025/year//{facts.get('vintage')}/nguồn"
        return LoadedRow.objects.create(model=thing._meta.model_name, key=key, object_id=thing.pk, facts=facts)

    def test_a_vintage_that_the_loader_presumed_is_unknown_and_one_that_a_person_gave_stays(self):
        target = make_target()
        presumed, given = (make_observation(target, year, "50", vintage="preliminary") for year in (2023, 2024))
        row = self.loaded(presumed, vintage="preliminary")
        changed = make_observation(target, 2022, "50", vintage="official")
        self.loaded(changed, vintage="estimate")
        true_record.say_only_what_sources_say(apps, Editor())
        vintages = dict(Observation.objects.values_list("pk", "vintage"))
        self.assertEqual(vintages, {presumed.pk: "unknown", given.pk: "preliminary", changed.pk: "official"})
        row.refresh_from_db()
        self.assertEqual((row.facts["vintage"], row.key), ("unknown", "che-phu-rung/2025/year//unknown/nguồn"))

    def test_the_direction_of_the_indicator_is_copied_to_its_targets(self):
        target = make_target(comparator="at_most")
        Target.objects.update(direction="")
        true_record.fill_directions(apps, Editor())
        target.refresh_from_db()
        self.assertEqual(target.direction, "down")

    def test_a_comparator_that_contradicts_stops_the_migration_with_a_sentence(self):
        target = make_target(comparator="at_least")
        Target.objects.update(direction="")
        type(target.indicator).objects.update(direction="down")
        with self.assertRaisesMessage(ValueError, target.wording):
            true_record.fill_directions(apps, Editor())
