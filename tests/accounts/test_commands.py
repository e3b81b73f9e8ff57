"""What is done with accounts on the machine itself is recorded, told, and shown before it is done."""

import re
from io import StringIO
from unittest import mock

from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase
from django.utils import timezone

from accounts import links
from accounts.models import User
from audit.models import Event
from notices.models import Notice
from tests.factories import make_user


def run(*arguments, **options):
    said = StringIO()
    call_command(*arguments, stdout=said, **options)
    return said.getvalue()


class FirstAdminTests(TestCase):
    def test_nothing_happens_without_yes(self):
        self.assertIn("--yes", run("create_first_admin", "quan-tri"))
        self.assertFalse(User.objects.exists())

    def test_the_first_administrator_chooses_a_password_by_the_printed_link(self):
        said = run("create_first_admin", "quan-tri", "--name", "Tòng Văn Trị", "--site", "https://vi-du.vn/", "--yes")
        secret = re.search(r"https://vi-du[.]vn/quan-tri/mat-khau/([\w-]+)/", said)[1]
        user = links.find(secret, timezone.now())
        self.assertEqual((user.username, user.display_name, user.is_superuser), ("quan-tri", "Tòng Văn Trị", True))
        self.assertFalse(user.has_usable_password())
        self.assertEqual(Event.objects.filter(kind="account.command").count(), 1)

    def test_a_second_one_is_made_on_the_desk(self):
        make_user(username="da-co", is_superuser=True)
        for yes in ((), ("--yes",)):
            with self.assertRaisesMessage(CommandError, "Đã có quản trị hệ thống: da-co"):
                run("create_first_admin", "quan-tri", *yes)

    def test_a_name_that_cannot_be_is_refused_in_words(self):
        with self.assertRaisesMessage(CommandError, "tên đăng nhập"):
            run("create_first_admin", "có khoảng trắng", "--yes")
        self.assertFalse(User.objects.exists())


class Terminal(StringIO):
    def isatty(self):
        return True


class DjangosCommandsTests(TestCase):
    def test_a_superuser_made_by_command_is_in_the_record(self):
        with mock.patch.dict("os.environ", {"DJANGO_SUPERUSER_PASSWORD": "nui-rung-tay-bac-26"}):
            run("createsuperuser", interactive=False, username="chu", email="chu@vi-du.vn")
        event = Event.objects.get(kind="account.command")
        self.assertEqual((event.title, event.user_name), ("chu", ""))
        self.assertIn("lệnh trên máy chủ", event.place)

    def test_nobody_waits_while_somebody_types_at_a_command(self):
        """A transaction is SQLite's lock for all who write."""
        make_user("writer", username="hoa")
        depth = len(connection.savepoint_ids)

        def typed(prompt=""):
            self.assertEqual(len(connection.savepoint_ids), depth)
            return "nui-rung-tay-bac-26"

        with mock.patch("getpass.getpass", typed):
            run("changepassword", "hoa")
            run("createsuperuser", username="chu", email="chu@vi-du.vn", stdin=Terminal())
        self.assertEqual(Event.objects.filter(kind="account.command").count(), 2)

    def test_a_password_changed_by_command_is_recorded_and_told(self):
        user = make_user("writer", username="hoa")
        with mock.patch("getpass.getpass", return_value="nui-rung-tay-bac-26"):
            run("changepassword", "hoa")
        user.refresh_from_db()
        self.assertTrue(user.check_password("nui-rung-tay-bac-26"))
        self.assertIn("bằng lệnh trên máy chủ", Notice.objects.get(user=user).text)
        event = Event.objects.get(kind="account.command")
        self.assertNotIn("nui-rung", str(event.after))
