"""Production settings, tried as an administrator would: in a process of their own."""

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import TestCase

import pytest

from config.finders import EDITOR_FILES

pytestmark = pytest.mark.once

COPY = re.compile(r"\.[0-9a-f]{12}\.|\.gz$|\.br$")
"""Under a name with a hash of the content, or compressed."""

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "SECRET_KEY": "x9Kp2mQv7LrT4wYb8NcZ1dFg6HjS3aEu5XoVi0RtBnMyPqWkCs",
    "ALLOWED_HOSTS": "trang.example",
    "DATABASE_URL": "sqlite:///var/khong-dung-den.sqlite3",
}
# What is changed, and which variable the sentence must name; None takes the variable away.
REFUSED = [
    ({"SECRET_KEY": None}, "SECRET_KEY"),
    ({"SECRET_KEY": "doi-sau"}, "SECRET_KEY"),
    ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"),
    ({"DATABASE_URL": None}, "DATABASE_URL"),
    ({"DATABASE_URL": "mysql://db/trang"}, "DATABASE_URL"),
    ({"HSTS_SECONDS": "một năm"}, "HSTS_SECONDS"),
    ({"TRUSTED_PROXIES": "yes"}, "TRUSTED_PROXIES"),
    ({"HSTS_SUBDOMAINS": "1"}, "HSTS_SUBDOMAINS"),
    ({"CSRF_TRUSTED_ORIGINS": "trang.example"}, "CSRF_TRUSTED_ORIGINS"),
    ({"MEDIA_QUOTA_GB": "nhiều"}, "MEDIA_QUOTA_GB"),
    ({"CLAMAV_SOCKET": "10.0.0.5:3310"}, "CLAMAV_SOCKET"),
    ({"CLAMAV_SOCKET": "clamd.ctl"}, "CLAMAV_SOCKET"),
    ({"ADMINS": "ky-thuat@trang.example"}, "EMAIL_HOST"),
    ({"ALLOWED_HOSTS": ".trang.example"}, "SITE_URL"),
    ({"SITE_URL": "trang.example/tin"}, "SITE_URL"),
    ({"SECURITY_CONTACT": "an-ninh@trang.example"}, "SECURITY_CONTACT"),
    ({"METRICS_TOKEN": "ngan"}, "METRICS_TOKEN"),
    ({"METRICS_TOKEN": "x" * 32 + " y"}, "METRICS_TOKEN"),
    ({"LOG_FORMAT": "xml"}, "LOG_FORMAT"),
]


def run(*command, **changes):
    """Runs a program of ours under production settings made of COMPLETE and the changes."""
    variables = {name: value for name, value in {**COMPLETE, **changes}.items() if value is not None}
    # As CI and a terminal differ, only what a program cannot do without comes from here.
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings.prod", "PYTHONUTF8": "1", **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


class RefusingToStartTests(TestCase):
    def test_a_missing_or_wrong_setting_stops_every_command_with_one_sentence(self):
        for changes, named in REFUSED:
            with self.subTest(changes=changes):
                done = run("manage.py", "diffsettings", **changes)
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn(named, done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_complete_settings_start(self):
        done = run("manage.py", "diffsettings")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_the_web_server_stops_too_instead_of_trying_again(self):
        gunicorn = ["-m", "gunicorn", "--no-control-socket", "--bind", "127.0.0.1:0", "config.wsgi"]
        done = run(*gunicorn, SECRET_KEY=None)
        self.assertEqual(done.returncode, 3)
        self.assertEqual(done.stderr.count("SECRET_KEY"), 1, done.stderr)
        self.assertNotIn("Traceback", done.stderr)


class ProductionSettingsTests(TestCase):
    def value(self, expression, **changes):
        code = f"from django.conf import settings; print(repr({expression}))"
        done = run("-c", code, **changes)
        self.assertEqual(done.returncode, 0, done.stderr)
        return ast.literal_eval(done.stdout)

    def test_a_proxy_is_believed_only_when_the_administrator_says_so(self):
        header = "settings.SECURE_PROXY_SSL_HEADER"
        self.assertIsNone(self.value(header))
        self.assertEqual(self.value(header, TRUSTED_PROXIES="1"), ("HTTP_X_FORWARDED_PROTO", "https"))

    def test_full_addresses_begin_with_the_first_host_or_what_is_said(self):
        told = "[settings.SITE_URL, settings.SECURE_SSL_HOST]"
        hosts = {"ALLOWED_HOSTS": "Trang.example, www.trang.example"}
        self.assertEqual(self.value(told, **hosts), ["https://trang.example", "trang.example"])
        said = {"ALLOWED_HOSTS": ".trang.example", "SITE_URL": "https://www.trang.example/"}
        self.assertEqual(self.value(told, **said), ["https://www.trang.example", "www.trang.example"])

    def test_nothing_switches_off_the_second_factor_or_lets_the_demo_in(self):
        asked = "[settings.SECOND_FACTOR_DUTY, settings.DEMO_ALLOWED]"
        for changes in ({}, {"SECOND_FACTOR_DUTY": "no", "DEMO_ALLOWED": "yes"}):
            with self.subTest(changes=changes):
                self.assertEqual(self.value(asked, **changes), [True, False])

    def test_cookies_belong_to_this_host_over_https(self):
        names = "[settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME]"
        self.assertTrue(all(name.startswith("__Host-") for name in self.value(names)))
        self.assertEqual(self.value("[settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE]"), [True, True])

    def test_an_error_leaves_its_traceback_on_stderr(self):
        code = (
            "import django; django.setup()\n"
            "from django.test import Client, override_settings\n"
            "from django.urls import path\n"
            "def broken(request): raise ValueError('hong-o-day')\n"
            "class Addresses: urlpatterns = [path('healthz/hong', broken)]\n"
            "with override_settings(ROOT_URLCONF=Addresses, ALLOWED_HOSTS=['*']):\n"
            "    print(Client(raise_request_exception=False).get('/healthz/hong', secure=True).status_code)"
        )
        with tempfile.TemporaryDirectory() as folder:
            done = run("-c", code, MONITORING_DIR=folder)
        self.assertEqual(done.stdout.strip(), "500")
        line = json.loads(done.stderr.splitlines()[-1])
        self.assertEqual((line["error"], line["view"]), ("ValueError", "__main__.broken"))
        self.assertIn("<string>:4 broken", line["trace"])
        # Its words may repeat what somebody typed.
        self.assertNotIn("hong-o-day", done.stderr)

    def test_errors_are_mailed_only_when_somebody_is_named(self):
        handlers = "settings.LOGGING['root']['handlers']"
        self.assertEqual(self.value(handlers), ["stderr"])
        mailed = {"ADMINS": "a@trang.example", "EMAIL_HOST": "thu.trang.example", "EMAIL_FROM": "trang@trang.example"}
        self.assertEqual(self.value(handlers, **mailed), ["stderr", "mail"])

    def test_static_files_are_collected_with_the_editor_under_its_plain_names(self):
        with tempfile.TemporaryDirectory() as folder:
            done = run("manage.py", "collectstatic", "--noinput", "-v0", STATIC_ROOT=folder)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            editor = Path(folder, "ckeditor", "ckeditor")
            self.assertTrue((editor / "ckeditor.js").exists())
            self.assertTrue((editor / "skins" / "moono-lisa" / "editor.css").exists())
            collected = {path.relative_to(folder).as_posix() for path in editor.parent.rglob("*") if path.is_file()}
            plain = {name for name in collected if not COPY.search(name)}
            self.assertEqual(plain, EDITOR_FILES)
            self.assertTrue(Path(folder, "staticfiles.json").exists())
