"""Whoever a proposal is about does not decide it: the columns that name people are found in whatever is guarded."""

from django.contrib.auth import get_user_model
from django.test import SimpleTestCase

from articles.models import SectionLimit
from proposals import guards


class PeopleTests(SimpleTestCase):
    def test_whatever_is_guarded_names_people_one_in_a_column(self):
        for model, guard in guards.everything().items():
            for name in guard.columns:
                field = model._meta.get_field(name)
                if field.is_relation and field.related_model is get_user_model():
                    with self.subTest(model=model.__name__, column=name):
                        self.assertFalse(field.many_to_many)
                        self.assertIn(name, guards.naming_people(model))

    def test_a_limit_is_about_somebody(self):
        self.assertIn(SectionLimit._meta.model_name, guards.about_people())
