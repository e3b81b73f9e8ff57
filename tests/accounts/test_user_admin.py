"""Attacks on the accounts page first, the ordinary work of a user manager after them. All share one set-up."""

import datetime as dt

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import authority
from accounts.models import PasswordLink, StaffRole, User
from accounts.roles import ROLES
from tests.factories import make_user

NEW_PASSWORD = "mot-mat-khau-hoan-toan-khac"


def group_id(code):
    return Group.objects.get(name=code).pk


class AccountsPage(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.people = {code: make_user(code, username=f"co-san-{code}") for code in ROLES}
        cls.newcomer = make_user(username="nguoi-moi")
        cls.chief = make_user(username="quan-tri", is_superuser=True)
        cls.special = make_user("writer", username="quyen-rieng")
        cls.special.user_permissions.add(Permission.objects.get(codename="approve_article"))
        cls.outsider = make_user("writer", username="nhom-rieng")
        cls.outsider.groups.add(Group.objects.create(name="Ban Tuyên giáo"))
        cls.manager = make_user("user_manager", username="quan-ly")

    def setUp(self):
        self.client.force_login(self.manager)

    def account_url(self, user):
        return reverse("admin:accounts_user_change", args=[user.pk])

    def link_url(self, user):
        return reverse("admin:accounts_user_link", args=[user.pk])

    def form_of(self, user, **changes):
        form = {
            "username": user.username,
            "display_name": user.display_name,
            "email": user.email,
            "is_active": "on",
            "groups": [group.pk for group in user.groups.all()],
        }
        return form | changes

    def change(self, user, **changes):
        return self.client.post(self.account_url(user), self.form_of(user, **changes))

    def add(self, **changes):
        form = {"username": "vua-tao", "display_name": "Cầm Thị Ươm"}
        return self.client.post(reverse("admin:accounts_user_add"), form | changes)

    def facts(self, user):
        user = User.objects.get(pk=user.pk)
        rights = set(user.groups.values_list("name", flat=True)), set(user.user_permissions.values_list("codename"))
        return user.username, user.password, user.email, user.is_active, user.is_staff, user.is_superuser, rights

    def assert_untouched(self, user, attack):
        before = self.facts(user)
        response = attack(user)
        self.assertEqual(self.facts(user), before)
        return response


class AttackTest(AccountsPage):
    def above(self):
        return [self.chief, self.special, self.outsider, self.manager]

    def test_nobody_above_or_oneself_can_be_changed(self):
        for person in self.above():
            with self.subTest(person=person.username):
                response = self.assert_untouched(person, lambda person: self.change(person, email="bay@vi-du.vn"))
                self.assertEqual(response.status_code, 403)

    def test_nobody_above_or_oneself_gets_a_link_from_the_manager(self):
        for person in self.above():
            with self.subTest(person=person.username):
                self.assertEqual(self.client.get(self.link_url(person)).status_code, 403)
                self.assertEqual(self.client.post(self.link_url(person)).status_code, 403)
        self.assertFalse(PasswordLink.objects.exists())

    def test_nobody_types_the_password_of_another(self):
        for actor in (self.manager, self.chief):
            self.client.force_login(actor)
            for person in (self.newcomer.pk, "x"):
                address = f"/quan-tri/accounts/user/{person}/password/"
                with self.subTest(actor=actor.username, address=address):
                    form = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
                    self.assertEqual(self.client.get(address).status_code, 404)
                    self.assertEqual(self.client.post(address, form).status_code, 404)
            self.add(username=f"moi-{actor.pk}", display_name="", password1=NEW_PASSWORD, password2=NEW_PASSWORD)
            self.assertFalse(User.objects.get(username=f"moi-{actor.pk}").has_usable_password())

    def test_no_request_makes_a_superuser_or_gives_rights_beside_the_roles(self):
        permission = Permission.objects.get(codename="approve_article")
        forged = {
            "is_superuser": "on",
            "user_permissions": [permission.pk],
            "is_staff": "on",
            "password": "pbkdf2_sha256$1$a$b",
            "last_login": "25/09/2020",
            "id": str(self.chief.pk),
        }
        for field, value in forged.items():
            with self.subTest(field=field, form="change"):
                response = self.assert_untouched(
                    self.newcomer, lambda person, forged={field: value}: self.change(person, **forged)
                )
                self.assertEqual(response.status_code, 403)
            with self.subTest(field=field, form="add"):
                self.assertEqual(self.add(**{field: value}).status_code, 403)
                self.assertFalse(User.objects.filter(username="vua-tao").exists())

    def test_a_group_outside_the_table_cannot_be_given(self):
        strange = Group.objects.get(name="Ban Tuyên giáo")
        for name, attack in {
            "change": lambda: self.change(self.newcomer, groups=[strange.pk]),
            "add": lambda: self.add(groups=[strange.pk]),
        }.items():
            with self.subTest(form=name):
                response = attack()
                self.assertEqual(response.status_code, 200)
                self.assertIn("groups", response.context["adminform"].form.errors)
                self.assertFalse(self.newcomer.groups.exists())
                self.assertFalse(User.objects.filter(username="vua-tao").exists())

    def test_a_role_above_ones_own_cannot_be_given_even_with_the_right_to_change_users(self):
        """Someone was given the permission by hand; their rank is still what their roles say."""
        self.people["writer"].user_permissions.set(Permission.objects.filter(codename__in=["change_user", "view_user"]))
        self.client.force_login(self.people["writer"])
        for code, role in ROLES.items():
            with self.subTest(role=code):
                self.newcomer.groups.clear()
                self.change(self.newcomer, groups=[group_id(code)])
                self.assertEqual(self.newcomer.groups.exists(), role.rank <= ROLES["writer"].rank)

    def test_the_request_is_asked_again_when_the_form_was_fooled(self):
        """The role rose between drawing the form and saving: save_related and save_model ask for themselves."""
        self.assertFalse(authority.may_give(self.people["writer"], ["approver"]))
        self.assertFalse(authority.may_give(self.manager, ["Ban Tuyên giáo"]))
        self.assertTrue(authority.may_give(self.manager, ROLES))
        self.assertTrue(authority.may_give(self.chief, ["Ban Tuyên giáo"]))

    def test_nobody_can_be_deleted_by_any_road(self):
        for actor in (self.manager, self.chief):
            self.client.force_login(actor)
            for person in (self.chief, self.people["writer"], self.newcomer):
                with self.subTest(actor=actor.username, person=person.username):
                    url = reverse("admin:accounts_user_delete", args=[person.pk])
                    self.assertEqual(self.client.post(url, {"post": "yes"}).status_code, 403)
                    self.client.post(
                        reverse("admin:accounts_user_changelist"),
                        {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"},
                    )
                    self.assertTrue(User.objects.filter(pk=person.pk).exists())

    def test_the_list_changes_nothing_in_bulk(self):
        total = User.objects.count()
        form = {
            "form-TOTAL_FORMS": total,
            "form-INITIAL_FORMS": total,
            "form-0-id": self.chief.pk,
            "form-0-is_active": "",
        }
        self.client.post(reverse("admin:accounts_user_changelist"), form | {"_save": "Lưu"})
        self.assertTrue(User.objects.get(pk=self.chief.pk).is_active)

    def test_saving_as_new_copies_nobody(self):
        before = User.objects.count()
        self.change(self.people["writer"], _saveasnew="1", username="ban-sao")
        self.assertEqual(User.objects.count(), before)

    def test_roles_themselves_cannot_be_added_changed_or_deleted(self):
        writer = StaffRole.objects.get(name="writer")
        for actor in (self.manager, self.chief):
            self.client.force_login(actor)
            roads = {
                reverse("admin:accounts_staffrole_add"): {"name": "moi"},
                reverse("admin:accounts_staffrole_change", args=[writer.pk]): {"name": "moi", "permissions": [1, 2]},
                reverse("admin:accounts_staffrole_delete", args=[writer.pk]): {"post": "yes"},
            }
            for url, form in roads.items():
                with self.subTest(actor=actor.username, url=url):
                    self.assertEqual(self.client.post(url, form).status_code, 403)
        self.assertEqual(StaffRole.objects.count(), len(ROLES) + 1)

    def test_the_stock_group_page_is_gone(self):
        self.client.force_login(self.chief)
        self.assertEqual(self.client.get("/quan-tri/auth/group/").status_code, 404)

    def test_without_the_role_the_pages_are_closed(self):
        pages = [
            reverse("admin:accounts_user_changelist"),
            reverse("admin:accounts_user_add"),
            self.account_url(self.newcomer),
            self.link_url(self.newcomer),
            reverse("admin:accounts_staffrole_changelist"),
            reverse("admin:accounts_staffrole_rules"),
            reverse("admin:accounts_accountrequest_changelist"),
        ]
        for code in ROLES.keys() - {"user_manager"}:
            self.client.force_login(self.people[code])
            for url in pages:
                with self.subTest(role=code, url=url):
                    self.assertEqual(self.client.get(url).status_code, 403)

    def test_a_password_cannot_be_guessed_through_the_filters_of_the_list(self):
        for lookup in ("password__startswith", "user_permissions__codename", "groups__permissions__codename"):
            with self.subTest(lookup=lookup):
                response = self.client.get(reverse("admin:accounts_user_changelist"), {lookup: "p"})
                self.assertEqual(response.status_code, 400)

    def test_a_name_with_markup_is_shown_as_text(self):
        self.newcomer.display_name = "<script>alert(1)</script>"
        self.newcomer.save()
        self.newcomer.groups.add(group_id("writer"))
        pages = [
            reverse("admin:accounts_user_changelist"),
            self.account_url(self.newcomer),
            self.link_url(self.newcomer),
            reverse("admin:accounts_staffrole_changelist"),
            reverse("admin:accounts_staffrole_rules"),
        ]
        for url in pages:
            with self.subTest(url=url):
                response = self.client.get(url)
                self.assertNotContains(response, "<script>alert")
                self.assertContains(response, "&lt;script&gt;alert")


class WorkTest(AccountsPage):
    def test_an_account_is_made_with_roles_and_without_a_password(self):
        response = self.add(groups=[group_id("writer"), group_id("tracker")])
        made = User.objects.get(username="vua-tao")
        self.assertRedirects(response, self.link_url(made))
        self.assertTrue(made.is_staff)
        self.assertFalse(made.is_superuser)
        self.assertFalse(made.has_usable_password())
        self.assertEqual(set(made.groups.values_list("name", flat=True)), {"writer", "tracker"})

    def test_roles_that_need_no_second_person_are_given_and_taken(self):
        for code in ("writer", "tracker"):
            with self.subTest(role=code):
                self.assertEqual(self.change(self.newcomer, groups=[group_id(code)]).status_code, 302)
                self.assertEqual([group.name for group in self.newcomer.groups.all()], [code])
                self.change(self.newcomer, groups=[])
                self.assertFalse(self.newcomer.groups.exists())

    def test_an_account_is_closed(self):
        self.change(self.newcomer, is_active="")
        self.newcomer.refresh_from_db()
        self.assertFalse(self.newcomer.is_active)

    def test_a_name_is_kept_composed(self):
        self.change(self.newcomer, display_name="Tha\u0300o Thi\u0323 U\u031bng ")
        self.newcomer.refresh_from_db()
        self.assertEqual(self.newcomer.display_name, "Thào Thị Ưng")

    def test_a_username_that_differs_only_in_capitals_is_refused(self):
        for attempt in (self.add(username="NGUOI-MOI"), self.change(self.people["writer"], username="Nguoi-Moi")):
            self.assertContains(attempt, "Tên đăng nhập này đã có người dùng.")

    def test_a_superuser_keeps_groups_outside_the_table_when_saving(self):
        self.client.force_login(self.chief)
        self.assertEqual(self.change(self.outsider, email="moi@vi-du.vn").status_code, 302)
        self.assertEqual(self.outsider.groups.count(), 2)

    def test_a_name_that_another_person_is_shown_under_is_refused(self):
        taken = self.people["writer"].display_name
        for name in (taken, taken.upper(), f"  {taken} ", "co-san-approver"):
            with self.subTest(name=name):
                User.objects.filter(username="co-san-approver").update(display_name="", shown_key="co-san-approver")
                self.assertContains(self.change(self.newcomer, display_name=name), "Đã có người mang tên này")
        for name in (f"\u202e{taken}", f"{taken[:3]}\u200b{taken[3:]}", f"\u2066{taken}\u2069"):
            with self.subTest(name=ascii(name)):
                self.assertContains(self.change(self.newcomer, display_name=name), "Đã có người mang tên này")

    def test_whoever_signs_in_while_they_are_renamed_keeps_the_new_name_taken(self):
        """What was read before the renaming writes its own columns and nothing of the name."""
        person = make_user(display_name="Lò Thị Hoa (cũ)")
        read_before = User.objects.get(pk=person.pk)
        person.display_name = "Lò Thị Hoa"
        person.save()
        read_before.save(update_fields=["last_login"])
        with self.assertRaises(ValidationError):
            User(username="khac", display_name="Lò Thị Hoa").clean()

    def test_the_manager_may_look_at_those_above_but_is_offered_no_password_link(self):
        for person in (self.chief, self.manager):
            with self.subTest(person=person.username):
                response = self.client.get(self.account_url(person))
                self.assertEqual(response.status_code, 200)
                self.assertNotContains(response, "Tạo liên kết")
        self.assertContains(self.client.get(self.account_url(self.newcomer)), "Tạo liên kết")

    def test_the_list_asks_as_much_for_three_people_as_for_thirty(self):
        url = reverse("admin:accounts_user_changelist")
        self.client.get(url)
        with CaptureQueriesContext(connection) as few:
            self.client.get(url)
        for _ in range(30):
            make_user("writer")
        with self.assertNumQueries(len(few)):
            self.client.get(url)

    def test_a_role_with_a_number_beyond_every_database_is_no_choice(self):
        facts = {"username": "nguoi-moi", "display_name": "", "email": "", "is_active": "on", "groups": ["9" * 40]}
        response = self.client.post(self.account_url(self.newcomer), facts)
        self.assertIn("groups", response.context["adminform"].form.errors)

    def test_the_front_page_names_how_many_have_no_role_yet(self):
        page = self.client.get(reverse("admin:index"))
        self.assertContains(page, "tài khoản chưa có vai trò")
        found = self.client.get(reverse("admin:accounts_user_changelist"), {"vai-tro": "chua-co"})
        self.assertEqual(list(found.context["cl"].queryset), [self.newcomer])

    def test_the_list_is_narrowed_by_role(self):
        response = self.client.get(reverse("admin:accounts_user_changelist"), {"vai-tro": "approver"})
        self.assertEqual([user.username for user in response.context["cl"].queryset], ["co-san-approver"])


class RankTest(AccountsPage):
    def test_who_may_manage_whom(self):
        actors = self.people | {"superuser": self.chief}
        subjects = self.people | {"none": self.newcomer, "superuser": self.chief, "special": self.special}
        for actor_name, actor in actors.items():
            for name, subject in subjects.items():
                with self.subTest(actor=actor_name, subject=name):
                    rank = {"none": 0, "superuser": 9, "special": 9}.get(name) or getattr(ROLES.get(name), "rank", 0)
                    power = 9 if actor_name == "superuser" else ROLES[actor_name].rank
                    expected = power == 9 or (rank <= power and actor != subject)
                    self.assertEqual(authority.may_manage(actor, subject), expected)

    def test_the_newest_sign_in_is_shown_in_vietnamese_order(self):
        self.newcomer.last_login = dt.datetime(2026, 4, 3, 1, 30, tzinfo=dt.UTC)
        self.newcomer.save()
        self.assertContains(self.client.get(reverse("admin:accounts_user_changelist")), "03/04/2026 08:30")
