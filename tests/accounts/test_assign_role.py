from io import StringIO

from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import TestCase

from accounts.roles import ROLES
from tests.factories import make_user


def assign(*arguments):
    out = StringIO()
    call_command("assign_role", *arguments, stdout=out)
    return out.getvalue().strip()


class AssignRoleTest(TestCase):
    def setUp(self):
        self.duc = make_user(username="lo-van-duc", is_staff=False)

    def test_a_role_is_given_once_and_said_again_the_second_time(self):
        self.assertEqual(assign("lo-van-duc", "writer"), "Đã giao vai trò “Người viết” cho tài khoản lo-van-duc.")
        self.assertEqual(assign("lo-van-duc", "writer"), "Vai trò “Người viết” đã có sẵn ở tài khoản lo-van-duc.")
        self.duc.refresh_from_db()
        self.assertTrue(self.duc.has_perm("articles.submit_article"))
        self.assertTrue(self.duc.is_staff)

    def test_a_role_is_taken_and_the_others_stay(self):
        self.duc.groups.set(Group.objects.filter(name__in=["writer", "tracker"]))
        self.assertEqual(
            assign("lo-van-duc", "writer", "--remove"), "Đã thu vai trò “Người viết” của tài khoản lo-van-duc."
        )
        self.assertEqual([group.name for group in self.duc.groups.all()], ["tracker"])
        self.assertIn("không có ở tài khoản lo-van-duc", assign("lo-van-duc", "writer", "--remove"))

    def test_an_unknown_role_is_answered_with_the_list_of_roles(self):
        with self.assertRaises(CommandError) as refused:
            assign("lo-van-duc", "writr")
        self.assertIn("Không có vai trò “writr”", str(refused.exception))
        for code, role in ROLES.items():
            self.assertIn(code, str(refused.exception))
            self.assertIn(role.description, str(refused.exception))

    def test_an_unknown_account_is_named(self):
        with self.assertRaisesMessage(CommandError, "Không có tài khoản nào tên “lo-van-duk”."):
            assign("lo-van-duk", "writer")

    def test_a_database_without_the_groups_says_what_to_run(self):
        Group.objects.all().delete()
        with self.assertRaisesMessage(CommandError, "hãy chạy “manage.py migrate” trước"):
            assign("lo-van-duc", "writer")
