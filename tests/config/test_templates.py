"""The public templates: every one compiles, none prints what it does not know, and nothing typed becomes markup."""

import pytest
from django.template import engines
from django.test import SimpleTestCase
from jinja2 import UndefinedError

from tests import source


def public():
    root = source.ROOT / "templates"
    names = (path.relative_to(root).as_posix() for path in source.files() if path.is_relative_to(root))
    return [name for name in names if not name.startswith("django/")]


@pytest.mark.once
class TemplateTests(SimpleTestCase):
    def setUp(self):
        self.environment = engines["jinja2"].env

    def test_every_template_compiles_and_what_it_includes_exists(self):
        self.assertGreater(len(public()), 20)
        for name in public():
            with self.subTest(template=name):
                self.environment.get_template(name)

    def test_an_unknown_name_is_an_error_and_not_an_empty_place(self):
        for text in ("{{ khong_co }}", "{{ co.khong_co }}", "{% if khong_co %}{% endif %}"):
            with self.subTest(text=text), self.assertRaises(UndefinedError):
                self.environment.from_string(text).render(co={})

    def test_what_is_typed_never_becomes_markup(self):
        drawn = self.environment.from_string("{{ text }}|{{ text|line_breaks }}").render(text="<b>\n&")
        self.assertEqual(drawn, "&lt;b&gt;\n&amp;|&lt;b&gt;<br>&amp;")
