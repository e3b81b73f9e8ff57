"""One variable, read or refused with one sentence."""

import os
from pathlib import Path
from unittest import TestCase, mock

import pytest

from config import databases, env
from config.env import MissingSettingError

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]


def given(**variables):
    return mock.patch.dict(os.environ, variables)


class ReadingVariablesTests(TestCase):
    def test_a_missing_variable_is_named_in_one_sentence(self):
        with given(TEN_TRANG=" "), self.assertRaises(MissingSettingError) as stopped:
            env.text("TEN_TRANG")
        self.assertIn("TEN_TRANG", str(stopped.exception))
        self.assertNotIn("\n", str(stopped.exception))

    def test_a_default_stands_in_for_a_missing_variable(self):
        self.assertEqual(env.text("KHONG_CO_BIEN_NAY", "Sơn La"), "Sơn La")

    def test_lists_are_written_with_commas(self):
        with given(DANH_SACH=" a.vn, b.vn ,"):
            self.assertEqual(env.words("DANH_SACH"), ["a.vn", "b.vn"])
        with given(DANH_SACH=","), self.assertRaises(MissingSettingError):
            env.words("DANH_SACH")

    def test_numbers_and_answers_are_checked(self):
        with given(SO="3600", TRA_LOI="YES"):
            self.assertEqual(env.whole_number("SO", 1), 3600)
            self.assertIs(env.yes_or_no("TRA_LOI", default=False), True)
        for wrong in ("-1", "1.5", "một", "１", "9" * 11):
            with self.subTest(wrong=wrong), given(SO=wrong), self.assertRaises(MissingSettingError) as stopped:
                env.whole_number("SO", 1)
            self.assertIn("SO", str(stopped.exception))
        with given(TRA_LOI="true"), self.assertRaises(MissingSettingError):
            env.yes_or_no("TRA_LOI", default=False)

    def test_a_guessable_secret_is_refused_and_never_shown(self):
        for wrong in ("qwerty", "a" * 60, "abc" * 20):
            with self.subTest(wrong=wrong), given(KHOA=wrong), self.assertRaises(MissingSettingError) as stopped:
                env.secret("KHOA")
            self.assertNotIn(wrong, str(stopped.exception))

    def test_an_origin_needs_its_scheme(self):
        with given(NGUON="https://a.vn,b.vn"), self.assertRaises(MissingSettingError) as stopped:
            env.origins("NGUON")
        self.assertIn("«b.vn»", str(stopped.exception))


class DatabaseAddressTests(TestCase):
    def test_sqlite_paths_start_beside_manage_py_or_at_the_root(self):
        self.assertEqual(databases.from_url("sqlite:///var/a.sqlite3")["NAME"], str(ROOT / "var/a.sqlite3"))
        self.assertEqual(databases.from_url("sqlite:////srv/b%20c.sqlite3")["NAME"], "/srv/b c.sqlite3")

    def test_postgresql_by_host_and_by_socket(self):
        found = databases.from_url("postgres://cms:m%40t@db.example:5433/trang?sslmode=require")
        self.assertEqual(
            {key: found[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")},
            {
                "USER": "cms",
                "PASSWORD": "m@t",
                "HOST": "db.example",
                "PORT": "5433",
                "NAME": "trang",
                "OPTIONS": {"sslmode": "require"},
            },
        )
        self.assertEqual(databases.from_url("postgresql://cms@/trang?host=/run/postgresql")["HOST"], "/run/postgresql")

    def test_an_unusable_address_is_refused_without_repeating_its_password(self):
        for url in (
            "mysql://cms:bi-mat@db/trang",
            "postgres://cms:bi-mat@db/",
            "postgres://cms:bi-mat@db:cong/trang",
            "postgres://cms:bi-mat@[db/trang",
            "sqlite:///",
            "sqlite:bi-mat",
            "bi-mat",
        ):
            with self.subTest(url=url), self.assertRaises(MissingSettingError) as stopped:
                databases.from_url(url)
            self.assertIn("DATABASE_URL", str(stopped.exception))
            self.assertNotIn("bi-mat", str(stopped.exception))
