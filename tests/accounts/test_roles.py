from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import TestCase

from accounts import groups
from accounts.roles import ROLES
from tests.factories import make_user

# security.md's table, as permissions: who may do what. Four-eyes rules stand above it, in each app's services.
MATRIX = {
    "articles.add_article": {"writer", "approver"},
    "articles.change_article": {"writer", "approver"},
    "articles.submit_article": {"writer", "approver"},
    "articles.approve_article": {"approver"},
    "articles.delete_article": set(),
    "articles.change_section": {"approver"},
    "library.add_picture": {"writer", "approver"},
    "library.view_picture": {"writer", "approver"},
    "library.view_documentfile": {"approver", "tracker", "tracker_approver"},
    "library.add_documentfile": {"tracker", "tracker_approver"},
    "resolutions.add_observation": {"tracker", "tracker_approver"},
    "resolutions.approve_observation": {"tracker_approver"},
    "resolutions.delete_observation": set(),
    "resolutions.add_annualplan": {"tracker", "tracker_approver"},
    "resolutions.change_document": {"tracker", "tracker_approver"},
    "resolutions.view_internal_document": {"approver", "tracker", "tracker_approver"},
    "resolutions.change_target": {"tracker_approver"},
    "resolutions.view_target": {"writer", "approver", "tracker", "tracker_approver"},
    "accounts.add_user": {"user_manager"},
    "accounts.change_user": {"user_manager"},
    "accounts.view_user": {"user_manager"},
    "accounts.delete_user": set(),
    "auth.view_group": {"user_manager"},
    "auth.change_group": set(),
    "auth.change_permission": set(),
}


class RolesTest(TestCase):
    def test_each_role_holds_what_the_table_of_the_security_paper_says(self):
        people = {code: make_user(code) for code in ROLES}
        for permission, allowed in MATRIX.items():
            for code, person in people.items():
                with self.subTest(permission=permission, role=code):
                    self.assertEqual(person.has_perm(permission), code in allowed)

    def test_every_permission_of_the_table_exists(self):
        existing = {
            f"{app}.{name}" for app, name in Permission.objects.values_list("content_type__app_label", "codename")
        }
        for code, role in ROLES.items():
            with self.subTest(role=code):
                self.assertEqual(role.permissions - existing, set())

    def test_a_group_holds_exactly_what_its_role_names(self):
        for code, role in ROLES.items():
            with self.subTest(role=code):
                self.assertEqual(make_user(code).get_all_permissions(), role.permissions)

    def test_syncing_takes_back_what_the_table_does_not_name_and_gives_what_is_missing(self):
        writer = Group.objects.get(name="writer")
        writer.permissions.set(Permission.objects.filter(codename__in=["approve_article", "delete_user"]))
        groups.sync()
        self.assertEqual(make_user("writer").get_all_permissions(), ROLES["writer"].permissions)

    def test_syncing_twice_changes_nothing(self):
        groups.sync()
        with self.assertNumQueries(len(ROLES) * 3):  # reads only: the group, its permissions, the table's
            groups.sync()

    def test_a_group_that_is_not_in_the_table_is_left_alone(self):
        other = Group.objects.create(name="Ban Tuyên giáo")
        other.permissions.set(Permission.objects.filter(codename="approve_article"))
        groups.sync()
        self.assertEqual(other.permissions.count(), 1)

    def test_migrating_makes_the_groups_again(self):
        Group.objects.all().delete()
        call_command("migrate", verbosity=0)
        self.assertEqual(set(Group.objects.values_list("name", flat=True)), set(ROLES))

    def test_no_role_may_touch_another_kind_of_right_than_its_work(self):
        for code, role in ROLES.items():
            with self.subTest(role=code):
                self.assertLessEqual(
                    {name.split(".")[0] for name in role.permissions}, {app.label for app in apps.get_app_configs()}
                )
                self.assertFalse({name for name in role.permissions if ".delete_" in name})
