"""What the documents say about the code is true."""

import re

from django.apps import apps
from django.test import SimpleTestCase

from accounts.roles import ROLES
from articles.checklist.findings import Finding
from articles.conflicts.choosing import Conflict
from articles.workflow import STEPS, Status
from audit.digest import Digest
from audit.kinds import Outcome
from desk.todo import Next, Todo
from desk.week import Week
from doctor.symptom import Symptom
from library.inspection.traces import Traces
from mirror.copying import StaticCopy
from resolutions.progress import Verdict, Vintage
from search.storage.kinds import Kind
from stale.rules import Copy, Removals
from tests.source import ROOT
from web.models import Removal
from web.modes import Mode
from web.speaker import Speaker
from words.history import AgreedVersion

GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
TIMESTAMPS = (ROOT / "docs/timestamps.md").read_text(encoding="utf-8")
OTHER_CLASSES = (
    Status, Vintage, Verdict, Kind, Outcome, Digest, Traces, Todo, Next, Week, Speaker, AgreedVersion, Conflict,
    Finding, Symptom, Mode, StaticCopy, Copy, Removals, Removal,
)  # fmt: skip
NOT_MODELS = {cls.__name__ for cls in OTHER_CLASSES} | {"Step", *ROLES}
OWN_APPS = (
    "accounts",
    "notices",
    "proposals",
    "library",
    "resolutions",
    "articles",
    "search",
    "audit",
    "words",
    "desk",
)


def own_models():
    return {model.__name__: model for app in OWN_APPS for model in apps.get_app_config(app).get_models()}


class GlossaryTests(SimpleTestCase):
    def test_every_word_in_the_left_column_exists_in_code(self):
        words = re.findall(r"^\| `(\w+)`", GLOSSARY, re.MULTILINE)
        self.assertGreater(len(words), 25)
        self.assertEqual(set(words) - set(own_models()) - NOT_MODELS, set())

    def test_every_role_and_step_is_explained(self):
        for word in (*ROLES, *STEPS):
            self.assertIn(word, GLOSSARY)

    def test_a_model_reads_on_the_screen_as_the_glossary_says(self):
        for word, shown in re.findall(r"^\| `(\w+)` \| ([^|]+) \|", GLOSSARY, re.MULTILINE):
            model = own_models().get(word)
            if model is not None:
                with self.subTest(word=word):
                    self.assertEqual(model._meta.verbose_name.casefold(), shown.strip().casefold())


class TimestampTests(SimpleTestCase):
    def test_every_date_named_there_is_a_field(self):
        rows = re.findall(r"^\| `(\w+)\.(\w+)`((?:, `\w+`)*)", TIMESTAMPS, re.MULTILINE)
        for model_name, first, others in rows:
            fields = {field.name for field in own_models()[model_name]._meta.get_fields()}
            for name in (first, *re.findall(r"`(\w+)`", others)):
                with self.subTest(field=f"{model_name}.{name}"):
                    self.assertIn(name, fields)

    def test_every_day_and_moment_of_the_models_is_explained(self):
        for model in own_models().values():
            for field in model._meta.local_fields:
                if field.name.endswith(("_on", "_at")):
                    with self.subTest(field=f"{model.__name__}.{field.name}"):
                        self.assertIn(f"`{field.name}`", re.sub(r"`\w+\.", "`", TIMESTAMPS))
