"""Every screen of the accounts, and what surrounds it, speaks Vietnamese and carries nothing inline."""

import json
import re

from django.test import SimpleTestCase, TestCase
from django.urls import reverse
from django.utils import timezone

from accounts import links, requests
from accounts.models import StaffRole, User
from accounts.roles import ROLES
from accounts.second_factor import codes as second_factor
from tests.accounts.holding import make_app, sign_in
from tests.english import visible_english
from tests.factories import PASSWORD, make_user

INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(\ssrc=|application/json))", re.IGNORECASE)


APPS = ("google authenticator", "microsoft authenticator", "aegis", "javascript", "https", "usb", "qr")
"""What people look for in a shop of apps, and abbreviations that they know."""


class EnglishFinderTest(SimpleTestCase):
    def test_vietnamese_with_and_without_marks_passes(self):
        for text in (
            "Nghị quyết, khuỷu sông, giường, quyển",
            "Nghi quyet khuyu xuyen nghieng giuong ruou ngoeo",
            "GRDP, UBND",
        ):
            with self.subTest(text=text):
                self.assertEqual(visible_english(f"<p>{text}</p>"), [])

    def test_english_is_found_where_it_is_seen_or_heard(self):
        pages = {
            "<p>Lưu and continue</p>": ["and", "continue"],
            '<a title="View site">Xem</a>': ["View", "site"],
            '<input type="submit" value="Save">': ["Save"],
            "<p>Save</p><p>Save</p>": ["Save"],
            '<script>var hello</script><p lang="en">Hello</p><code>created_at</code>': [],
            "<p>x@vi-du.vn https://example.org/search?q=word /static/theme.js</p>": [],
        }
        for page, expected in pages.items():
            with self.subTest(page=page):
                self.assertEqual(visible_english(page), expected)

    def test_a_page_may_show_names_that_it_says(self):
        self.assertEqual(visible_english("<p>Theo Reuters</p>", allow=("Reuters",)), [])


class ScreenTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.chief = make_user(username="quan-tri", is_superuser=True)
        cls.manager = make_user("user_manager", username="quan-ly")
        cls.writer = make_user("writer", username="lo-van-duc")
        cls.approver = make_user("approver", username="bien-tap")
        now = timezone.now()
        cls.request = requests.ask("role", cls.writer, role="approver", by=cls.manager, at=now, reason="Thay người cũ")
        cls.link = links.make(cls.writer, by=cls.manager, at=now)

    def screens(self):
        for page in ("index", "password_change", "accounts_user_changelist", "accounts_user_add"):
            yield reverse(f"admin:{page}")
        for page in ("factors", "prove", "add_app", "add_passkey", "sessions"):
            yield reverse(f"accounts:{page}")
        yield reverse("admin:app_list", args=["accounts"])
        yield reverse("admin:accounts_staffrole_changelist")
        for user in (self.writer, self.chief, self.manager):
            yield reverse("admin:accounts_user_change", args=[user.pk])
            yield reverse("admin:accounts_user_history", args=[user.pk])
        for user in (self.writer, self.approver):
            yield reverse("admin:accounts_user_link", args=[user.pk])
        yield reverse("admin:accounts_accountrequest_change", args=[self.request.pk])
        yield reverse("admin:accounts_accountrequest_approve", args=[self.request.pk])
        yield reverse("admin:set_password", args=[self.link])
        yield reverse("admin:accounts_accountrequest_changelist")
        yield reverse("admin:accounts_staffrole_rules")
        for role in StaffRole.objects.all():
            yield reverse("admin:accounts_staffrole_change", args=[role.pk])
        yield reverse("admin:accounts_user_changelist") + "?q=khong-co-ai"
        yield reverse("admin:accounts_user_changelist") + "?is_active__exact=1&vai-tro=writer"

    def assert_vietnamese(self, response, allow=()):
        # What a browser is asked, and a secret to be typed, are no words.
        html = re.sub(r'data-question="[^"]*"|<p class="account__secret".*?</p>', "", response.content.decode())
        self.assertEqual(visible_english(html, allow=("lo van duc", *APPS, *allow)), [])
        self.assertIsNone(INLINE.search(html))

    def test_every_screen_is_vietnamese_and_carries_nothing_inline(self):
        for person in (self.manager, self.chief):
            self.client.force_login(person)
            for url in self.screens():
                with self.subTest(person=person.username, url=url):
                    response = self.client.get(url)
                    self.assertEqual(response.status_code, 200)
                    self.assert_vietnamese(response)

    def test_refusals_and_errors_are_vietnamese(self):
        self.client.force_login(self.manager)
        add, password = reverse("admin:accounts_user_add"), reverse("admin:set_password", args=[self.link])
        mistakes = [
            (add, {}),
            (add, {"username": "có khoảng trắng", "email": "khong-phai"}),
            (add, {"username": "moi", "groups": ["999", "không"]}),
            (add, {"username": "lo-van-duc", "display_name": "x" * 200}),
            (password, {"new_password1": "", "new_password2": ""}),
            (password, {"new_password1": "password", "new_password2": "password"}),
            (password, {"new_password1": "12345678901234", "new_password2": "12345678901234"}),
            (password, {"new_password1": "a\0b", "new_password2": "lo-van-duc"}),
            (password, {"new_password1": "lo-van-duc-1", "new_password2": "lo-van-duc-1"}),
            (reverse("admin:accounts_user_link", args=[self.approver.pk]), {"reason": ""}),
            (reverse("admin:password_change"), {"old_password": "sai", "new_password1": "a", "new_password2": "b"}),
        ]
        for url, form in mistakes:
            with self.subTest(url=url, form=form):
                response = self.client.post(url, form)
                self.assertEqual(response.status_code, 200)
                self.assert_vietnamese(response)

    def test_messages_after_saving_are_vietnamese(self):
        self.client.force_login(self.manager)
        new = "mot-mat-khau-hoan-toan-khac"
        steps = [
            (reverse("admin:accounts_user_add"), {"username": "moi"}),
            (
                reverse("admin:accounts_user_change", args=[self.writer.pk]),
                {"username": "lo-van-duc", "is_active": "on"},
            ),
            (reverse("admin:accounts_user_link", args=[self.writer.pk]), {}),
            (reverse("admin:password_change"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new}),
        ]
        for url, form in steps:
            with self.subTest(url=url):
                self.assert_vietnamese(self.client.post(url, form, follow=True))
        self.assert_vietnamese(self.client.get(reverse("admin:index")))
        made = User.objects.get(username="moi")
        self.assert_vietnamese(self.client.get(reverse("admin:accounts_user_history", args=[made.pk])))

    def test_signing_in_and_out_is_vietnamese(self):
        self.assert_vietnamese(self.client.get(reverse("admin:login")))
        for form in ({}, {"username": "ai-do", "password": "sai"}):
            self.assert_vietnamese(self.client.post(reverse("admin:login"), form))
        self.client.force_login(self.writer)
        self.assert_vietnamese(self.client.post(reverse("admin:logout")))
        reader = make_user(username="khong-phai-can-bo", is_staff=False)
        self.client.force_login(reader)
        self.assert_vietnamese(self.client.get(reverse("admin:login")), allow=["khong phai can bo"])

    def test_no_permission_and_nothing_there_are_vietnamese(self):
        self.client.force_login(self.writer)
        for url, status in ((reverse("admin:accounts_user_changelist"), 403), ("/quan-tri/khong-co/", 404)):
            with self.subTest(url=url):
                response = self.client.get(url)
                self.assertEqual(response.status_code, status)
                self.assert_vietnamese(response)

    def test_the_second_step_and_what_follows_it_are_vietnamese(self):
        make_app(self.chief, timezone.now())
        codes = second_factor.make_paper(self.chief)
        sign_in(self.client, self.chief)
        step = reverse("accounts:second_step")
        self.assert_vietnamese(self.client.get(step))
        for typed in ("", "000000", "x" * 41):
            self.assert_vietnamese(self.client.post(step, {"code": typed}))
        self.client.post(step, {"code": codes[0]})
        for page in ("factors", "make_paper", "remove_app", "sessions", "prove"):
            with self.subTest(page=page):
                response = self.client.get(reverse(f"accounts:{page}"))
                self.assertEqual(response.status_code, 200)
                self.assert_vietnamese(response)
        self.chief.staff_sessions.all().delete()
        self.assert_vietnamese(self.client.post(reverse("admin:accounts_user_add"), {"username": "moi"}))

    def test_someone_without_a_role_is_told_so(self):
        self.client.force_login(make_user())
        response = self.client.get(reverse("admin:index"))
        self.assertContains(response, "Tài khoản của anh/chị chưa có vai trò nào")
        self.assert_vietnamese(response)

    def test_the_words_of_the_scripts_are_vietnamese(self):
        self.client.force_login(self.writer)
        catalogue = self.client.get(reverse("admin:jsi18n"))
        for words in ("Thứ Hai", "Chọn tất cả %s"):
            self.assertContains(catalogue, json.dumps(words))

    def test_every_role_is_named_and_explained_on_its_page(self):
        self.client.force_login(self.manager)
        for code, role in ROLES.items():
            with self.subTest(role=code):
                page = self.client.get(
                    reverse("admin:accounts_staffrole_change", args=[StaffRole.objects.get(name=code).pk])
                )
                self.assertContains(page, role.name)
                self.assertContains(page, role.description)
