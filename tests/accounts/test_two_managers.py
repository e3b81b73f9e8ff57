"""Nobody becomes somebody who approves or manages by one person's will, and somebody is always left who can manage."""

import datetime as dt
import threading
from functools import partial
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts import authority, links, requests, standing
from accounts.models import AccountRequest, Passkey, PasswordLink, User
from accounts.roles import ROLES
from accounts.second_factor import services
from audit import services as audit
from audit.models import Event
from desk.steps import StepRefused
from notices.models import Letter, Notice
from tests import own_database
from tests.accounts.holding import make_app
from tests.accounts.together import Together
from tests.factories import make_user

NOW = dt.datetime(2026, 11, 2, 2, 0, tzinfo=dt.UTC)
TRUSTED = ("approver", "tracker_approver", "user_manager")
NEW_PASSWORD = "nui-rung-tay-bac-2026"


class Managers(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.chief = make_user(username="quan-tri", is_superuser=True)
        cls.one = make_user("user_manager", username="quan-ly-1", display_name="Hà Thị Quản")
        cls.two = make_user("user_manager", username="quan-ly-2", display_name="Lường Văn Lý")
        cls.hoa = make_user("writer", username="hoa", display_name="Lò Thị Hoa")

    def setUp(self):
        self.client.force_login(self.one)

    def save(self, user, *codes, **changes):
        groups = Group.objects.filter(name__in=codes).values_list("pk", flat=True)
        form = {"username": user.username, "display_name": user.display_name, "email": user.email, "is_active": "on"}
        address = reverse("admin:accounts_user_change", args=[user.pk])
        return self.client.post(address, form | {"groups": list(groups)} | changes, follow=True)

    def decide(self, request, step="dong-y", note="", seen=None):
        address = f"{reverse('admin:accounts_accountrequest_change', args=[request.pk])[:-7]}{step}/"
        if seen is None:
            context = self.client.get(address).context or {}
            seen = context["form"]["seen"].value() if context.get("form") else "-"
        return self.client.post(address, {"seen": seen, "note": note}, follow=True)

    def held(self, user):
        return set(user.groups.values_list("name", flat=True))


class GivingTests(Managers):
    def test_a_role_that_approves_or_manages_waits_for_a_second_manager(self):
        for code in TRUSTED:
            with self.subTest(code):
                self.client.force_login(self.one)
                page = self.save(self.hoa, "writer", code)
                self.assertContains(page, "chờ một người quản trị thứ hai đồng ý")
                self.assertEqual(self.held(self.hoa), {"writer"})
                request = AccountRequest.objects.waiting().get()
                self.decide(request)
                self.assertEqual(self.held(self.hoa), {"writer"})
                self.client.force_login(self.two)
                self.assertContains(self.client.get(reverse("admin:index")), "đề nghị về tài khoản chờ đồng ý")
                self.decide(request)
                self.assertEqual(self.held(self.hoa), {"writer", code})
                requests.take_away(self.hoa, [code], by=self.two, at=NOW)

    def test_a_superuser_gives_every_role_alone(self):
        self.client.force_login(self.chief)
        self.save(self.hoa, *ROLES)
        self.assertEqual(self.held(self.hoa), set(ROLES))

    def test_asking_twice_makes_one_request_and_saving_again_takes_nothing(self):
        for _ in range(2):
            self.save(self.hoa, "writer", "approver")
        self.assertEqual(AccountRequest.objects.waiting().count(), 1)
        self.assertEqual(self.held(self.hoa), {"writer"})

    def test_whoever_approves_makes_no_writer_alone(self):
        """With a second account to write with, they would approve their own words."""
        requests.give(self.one, ["approver"], by=self.chief, at=NOW)
        nobody = make_user(username="moi")
        self.save(nobody, "writer")
        self.assertEqual(self.held(nobody), set())
        self.assertFalse(authority.may_link(self.one, self.hoa))
        self.assertTrue(authority.may_link(self.two, self.hoa))

    def test_the_second_one_is_told_by_whose_link_the_password_was_chosen(self):
        """Whoever asks may have chosen it themselves."""
        new = make_user("writer", username="moi", display_name="Cầm Thị Ươm")
        new.set_unusable_password()
        new.save()
        request = requests.ask(AccountRequest.Kind.ROLE, new, role="approver", by=self.one, at=NOW)
        self.client.force_login(self.two)
        address = reverse("admin:accounts_accountrequest_approve", args=[request.pk])
        page = self.client.get(address)
        self.assertContains(page, "chưa có mật khẩu")
        links.use(links.make(new, by=self.one, at=NOW), NEW_PASSWORD, NOW)
        answer = self.decide(request, seen=page.context["form"]["seen"].value())
        self.assertContains(answer, "mật khẩu của tài khoản vừa được đặt", status_code=409)
        self.assertEqual(self.held(new), {"writer"})
        self.assertContains(self.client.get(address), "bằng liên kết do Hà Thị Quản tạo")
        self.decide(request)
        self.assertEqual(self.held(new), {"writer", "approver"})

    def test_the_person_concerned_does_not_agree_for_themselves(self):
        request = requests.ask(AccountRequest.Kind.ROLE, self.two, role="approver", by=self.one, at=NOW)
        self.client.force_login(self.two)
        self.assertContains(self.decide(request), "về chính tài khoản của anh/chị", status_code=403)
        self.assertEqual(self.held(self.two), {"user_manager"})

    def test_those_who_manage_nobody_neither_see_nor_decide(self):
        request = requests.ask(AccountRequest.Kind.ROLE, self.hoa, role="approver", by=self.one, at=NOW)
        for person in (self.hoa, make_user("approver"), make_user("tracker_approver")):
            self.client.force_login(person)
            self.assertEqual(self.decide(request).status_code, 403)
            with self.assertRaises(StepRefused):
                requests.take("approve", request, by=person, at=NOW)
        self.assertTrue(AccountRequest.objects.waiting().exists())

    def test_a_refusal_needs_a_reason_and_decides_once(self):
        request = requests.ask(AccountRequest.Kind.ROLE, self.hoa, role="approver", by=self.one, at=NOW)
        self.client.force_login(self.two)
        self.assertContains(self.decide(request, "tu-choi"), "Hãy ghi vì sao")
        self.decide(request, "tu-choi", "Không quen người này")
        request.refresh_from_db()
        self.assertEqual((request.state, request.decision_note), ("refused", "Không quen người này"))
        self.assertContains(self.decide(request), "đã được quyết định", status_code=409)

    def test_who_agreed_and_who_asked_stand_in_the_record(self):
        self.save(self.hoa, "writer", "approver")
        self.client.force_login(self.two)
        self.decide(AccountRequest.objects.get())
        told = Event.objects.order_by("number").values_list("kind", "user_name")
        expected = [("account.ask", "quan-ly-1"), ("role.give", "quan-ly-2"), ("account.approve", "quan-ly-2")]
        self.assertEqual([one for one in told if one[0] in dict(expected)], expected)


class OpeningTests(Managers):
    def test_a_closed_account_that_approved_is_opened_by_two(self):
        approver = make_user("approver", username="duc", is_active=False)
        self.save(approver, "approver")
        approver.refresh_from_db()
        self.assertFalse(approver.is_active)
        self.client.force_login(self.two)
        self.decide(AccountRequest.objects.waiting().get())
        approver.refresh_from_db()
        self.assertTrue(approver.is_active)

    def test_a_closed_writer_is_opened_by_one(self):
        writer = make_user("writer", username="duc", is_active=False)
        self.save(writer, "writer")
        writer.refresh_from_db()
        self.assertTrue(writer.is_active)


class LinkTests(Managers):
    def link(self, user, **form):
        return self.client.post(reverse("admin:accounts_user_link", args=[user.pk]), form)

    def choose(self, address, password=NEW_PASSWORD):
        self.client.logout()
        return self.client.post(address, {"new_password1": password, "new_password2": password})

    def test_somebody_new_chooses_a_password_by_a_link_that_works_once(self):
        address = self.link(self.hoa).context["address"]
        self.assertContains(self.client.get(address), "Lò Thị Hoa")
        self.assertContains(self.choose(address, "matkhau"), "Mật khẩu chưa được đặt")
        self.assertRedirects(self.choose(address), reverse("admin:login"))
        self.assertTrue(self.client.login(username="hoa", password=NEW_PASSWORD))
        self.client.logout()
        for answer in (self.client.get(address), self.choose(address, "mot-mat-khau-khac-han-2026")):
            self.assertContains(answer, "không dùng được", status_code=404)
        self.assertTrue(User.objects.get(username="hoa").check_password(NEW_PASSWORD))

    def test_old_replaced_foreign_and_invented_links_answer_alike(self):
        replaced = self.link(self.hoa).context["address"]
        self.link(self.hoa)
        old = links.make(make_user("writer"), by=self.one, at=timezone.now() - links.KEPT)
        closed = make_user("writer")
        of_closed = links.make(closed, by=self.one, at=timezone.now())
        User.objects.filter(pk=closed.pk).update(is_active=False)
        others = [reverse("admin:set_password", args=[one]) for one in (old, of_closed, "x", "%F0%9F%98%80" * 40)]
        pages = [self.client.get(address) for address in (replaced, *others)]
        self.assertEqual({page.status_code for page in pages}, {404})
        self.assertEqual(len({page.content for page in pages}), 1)

    def test_the_secret_is_kept_nowhere_and_no_cache_keeps_the_page(self):
        response = self.link(self.hoa)
        secret = response.context["address"].rstrip("/").rsplit("/", 1)[1]
        self.assertNotIn(secret, str(list(PasswordLink.objects.values())))
        self.assertIn("no-store", response.headers["Cache-Control"])

    def test_guesses_of_links_are_counted(self):
        answers = [self.client.get(reverse("admin:set_password", args=[f"doan-{n}"])).status_code for n in range(31)]
        self.assertEqual((answers[0], answers[-1]), (404, 429))

    def test_whoever_has_a_role_of_trust_gets_the_link_from_a_second_manager(self):
        approver = make_user("approver", username="duc", display_name="Lò Văn Đức")
        self.assertContains(self.client.get(reverse("admin:accounts_user_link", args=[approver.pk])), "thứ hai đồng ý")
        self.link(approver, reason="Quên mật khẩu, đã gặp trực tiếp")
        self.assertFalse(PasswordLink.objects.exists())
        request = AccountRequest.objects.get()
        self.client.force_login(self.two)
        self.assertContains(self.decide(request), "Hiện liên kết")
        address = self.link(approver).context["address"]
        self.assertNotIn("address", self.link(approver, reason="Lần nữa").context or {})
        self.client.force_login(self.one)
        self.assertNotIn("address", self.link(approver, reason="Cũng muốn").context or {})
        self.choose(address)
        self.assertTrue(User.objects.get(username="duc").check_password(NEW_PASSWORD))
        self.assertIn("liên kết để đặt mật khẩu", Notice.objects.get(user=approver).text)

    def test_a_link_made_for_a_writer_does_not_open_an_approver(self):
        address = self.link(self.hoa).context["address"]
        self.save(self.hoa, "writer", "approver")
        self.client.force_login(self.two)
        self.decide(AccountRequest.objects.get())
        self.assertContains(self.choose(address), "không dùng được", status_code=404)

    def test_nor_where_a_superuser_or_a_command_gave_the_role(self):
        """Whoever made the link would else be an approver alone."""

        def by_chief(user):
            self.client.force_login(self.chief)
            self.save(user, "writer", "approver")

        ways = {"chief": by_chief, "command": lambda user: call_command("assign_role", user.username, "approver")}
        for name, give in ways.items():
            with self.subTest(name):
                self.client.force_login(self.one)
                user = make_user("writer", username=f"moi-{name}")
                address = self.link(user).context["address"]
                give(user)
                self.assertEqual(self.held(user), {"writer", "approver"})
                self.assertContains(self.choose(address), "không dùng được", status_code=404)

    def test_a_role_that_one_person_gives_leaves_the_link_as_it_is(self):
        address = self.link(self.hoa).context["address"]
        self.save(self.hoa, "writer", "tracker")
        self.assertRedirects(self.choose(address), reverse("admin:login"))

    def test_somebody_new_in_a_role_of_trust_gets_the_link_from_who_agreed(self):
        new = make_user(username="moi", display_name="Cầm Thị Ươm")
        new.set_unusable_password()
        new.save()
        self.save(new, "approver")
        self.client.force_login(self.two)
        self.assertContains(self.decide(AccountRequest.objects.get()), "Hiện liên kết")
        self.assertIn("address", self.link(new).context)

    @override_settings(MAIL_READY=True)
    def test_a_link_goes_by_mail_where_there_is_a_server(self):
        self.hoa.email = "hoa@vi-du.vn"
        self.hoa.save()
        page = self.link(self.hoa, mail="1")
        self.assertContains(page, "đã vào hàng gửi")
        self.assertNotContains(page, "/mat-khau/")
        self.assertNotIn("mat-khau", " ".join(Letter.objects.values_list("hidden", flat=True)))
        call_command("send_outbox", stdout=StringIO())
        # The other tells that a link was made.
        _told, letter = mail.outbox
        address = next(line for line in letter.body.splitlines() if "/mat-khau/" in line)
        self.assertRedirects(self.choose(address), reverse("admin:login"))

    @override_settings(MAIL_READY=True, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
    def test_a_server_that_is_away_keeps_nobody_waiting(self):
        User.objects.filter(pk=self.hoa.pk).update(email="hoa@vi-du.vn")
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend"):
            page = self.link(self.hoa, mail="1")
            self.assertContains(page, "Nếu thư không tới, hãy quay lại và hiện một liên kết mới")
            with self.assertRaisesMessage(CommandError, "Không nối được với máy chủ thư"):
                call_command("send_outbox", stdout=StringIO())
        self.assertEqual(set(Letter.objects.values_list("state", flat=True)), {"waiting"})


class NoticeTests(Managers):
    def told(self, user):
        return " ".join(Notice.objects.filter(user=user).values_list("text", flat=True))

    def test_roles_names_and_closing_are_told_to_the_person(self):
        self.save(self.hoa, "tracker", display_name="Lò Thị Hòa", email="khac@vi-du.vn")
        for words in ("đã thu của anh/chị vai trò «Người viết»", "vai trò «Theo dõi nghị quyết»", "nay là «Lò Thị Hòa»",
                      "nay là «khac@vi-du.vn»"):  # fmt: skip
            self.assertIn(words, self.told(self.hoa))
        self.save(self.hoa, "tracker", display_name="Lò Thị Hòa", email="khac@vi-du.vn", is_active="")
        self.assertIn("đã khóa tài khoản", self.told(self.hoa))

    def test_roles_given_and_taken_by_command_are_told_too(self):
        call_command("assign_role", "hoa", "approver", stdout=StringIO())
        call_command("assign_role", "hoa", "writer", "--remove", stdout=StringIO())
        self.assertIn("đã giao cho anh/chị vai trò «Biên tập, duyệt bài»", self.told(self.hoa))
        self.assertIn("đã thu của anh/chị vai trò «Người viết»", self.told(self.hoa))

    @override_settings(MAIL_READY=True)
    def test_a_changed_address_is_told_at_the_former_one(self):
        """Told at the new one alone, only whoever gave it would hear of it."""
        User.objects.filter(pk=self.hoa.pk).update(email="hoa@vi-du.vn")
        self.save(self.hoa, "writer", email="khac@vi-du.vn")
        call_command("send_outbox", stdout=StringIO())
        told = {letter.to[0]: letter.body for letter in mail.outbox}
        self.assertEqual(set(told), {"hoa@vi-du.vn", "khac@vi-du.vn"})
        self.assertIn("nay là «khac@vi-du.vn»", told["hoa@vi-du.vn"])

    def test_notices_stand_on_the_desk_until_they_are_read(self):
        self.save(self.hoa, "tracker")
        self.client.force_login(self.hoa)
        page = self.client.get(reverse("admin:index"))
        self.assertContains(page, "đã thu của anh/chị vai trò")
        last = page.context["notices"][0].pk
        requests.give(self.hoa, ["writer"], by=self.one, at=NOW)
        self.client.post(reverse("admin:notices_read"), {"last": last})
        page = self.client.get(reverse("admin:index"))
        self.assertNotContains(page, "đã thu của anh/chị vai trò")
        self.assertContains(page, "đã giao cho anh/chị vai trò «Người viết»")
        for last in ("x", "", "9" * 40):
            self.assertEqual(self.client.post(reverse("admin:notices_read"), {"last": last}).status_code, 302)

    def test_a_new_second_factor_is_told_to_its_owner(self):
        """Whoever knows the password may have added it."""
        make_app(self.hoa, NOW)
        services.reset(self.hoa, by=None, at=NOW)
        self.assertIn("đã được đặt lại", self.told(self.hoa))
        key = Passkey(host="localhost", credential_id="mot", credential=b"2")
        self.client.force_login(self.hoa)
        session = self.hoa.staff_sessions.get()
        services.add_passkey(self.hoa, key, "Điện thoại", session=session, at=NOW)
        self.assertIn("có thêm cách xác thực hai bước", self.told(self.hoa))

    @override_settings(MAIL_READY=True)
    def test_a_mail_goes_too(self):
        User.objects.filter(pk=self.hoa.pk).update(email="hoa@vi-du.vn")
        self.hoa.refresh_from_db()
        requests.give(self.hoa, ["tracker"], by=self.one, at=NOW)
        call_command("send_outbox", stdout=StringIO())
        self.assertIn("Theo dõi nghị quyết", mail.outbox[0].body)


class TwoPagesTests(Managers):
    """Two managers who have the page of one account open at the same time."""

    def page(self, user):
        return self.client.get(reverse("admin:accounts_user_change", args=[user.pk])).context["adminform"].form["seen"]

    def test_the_second_does_not_undo_what_the_first_has_saved(self):
        """An account that was closed a minute ago would else be open again, by a page that somebody had left open."""
        seen = self.page(self.hoa).value()
        self.client.force_login(self.two)
        self.save(self.hoa, "writer", email="hoa@vi-du.vn", is_active="")
        self.client.force_login(self.one)
        page = self.save(self.hoa, "writer", display_name="Lò Thị Hòa", seen=seen)
        self.assertContains(page, "đã được lưu từ một trang khác")
        self.hoa.refresh_from_db()
        told = (self.hoa.is_active, self.hoa.email, self.hoa.display_name)
        self.assertEqual(told, (False, "hoa@vi-du.vn", "Lò Thị Hoa"))

    def test_nor_gives_back_a_role_that_the_first_has_taken(self):
        seen = self.page(self.hoa).value()
        requests.take_away(self.hoa, ["writer"], by=self.two, at=NOW)
        self.save(self.hoa, "writer", display_name="Lò Thị Hòa", seen=seen)
        self.assertEqual(self.held(self.hoa), set())

    def test_somebody_who_signs_in_or_chooses_a_password_meanwhile_is_in_nobodys_way(self):
        seen = self.page(self.hoa).value()
        self.hoa.set_password(NEW_PASSWORD)
        self.hoa.last_login = NOW
        self.hoa.save()
        self.save(self.hoa, "writer", email="hoa@vi-du.vn", seen=seen)
        self.hoa.refresh_from_db()
        self.assertEqual((self.hoa.email, self.hoa.last_login), ("hoa@vi-du.vn", NOW))
        self.assertTrue(self.hoa.check_password(NEW_PASSWORD))


class LastOneTests(Managers):
    def test_the_last_superuser_and_the_last_manager_stay(self):
        self.client.force_login(self.chief)
        page = self.save(self.chief, is_active="")
        self.assertContains(page, "quản trị hệ thống cuối cùng", status_code=409)
        self.assertNotContains(page, "đã được thay đổi", status_code=409)
        self.save(self.one, "writer")
        self.assertEqual(self.held(self.one), {"writer"})
        for changes in ({"is_active": ""}, {}):
            page = self.save(self.two, *(["user_manager"] if changes else []), **changes)
            self.assertContains(page, "người quản trị người dùng cuối cùng", status_code=409)
        self.two.refresh_from_db()
        self.assertTrue(self.two.is_active)
        self.assertEqual(self.held(self.two), {"user_manager"})
        refused = Event.objects.filter(outcome="refused").count()
        self.assertEqual(refused, 3)

    def test_accounts_that_nobody_uses_are_named(self):
        before = timezone.now() - dt.timedelta(days=91)
        User.objects.filter(pk=self.hoa.pk).update(last_login=before)
        User.objects.filter(pk=self.two.pk).update(date_joined=before)
        User.objects.filter(pk=self.one.pk).update(date_joined=before, last_login=timezone.now())
        self.assertContains(self.client.get(reverse("admin:index")), "tài khoản không dùng từ 90 ngày")
        found = self.client.get(reverse("admin:accounts_user_changelist"), {"lau-khong-dung": "co"})
        self.assertEqual(set(found.context["cl"].queryset), {self.hoa, self.two})

    def test_who_may_do_what_is_read_from_the_rules(self):
        page = self.client.get(reverse("admin:accounts_staffrole_rules"))
        for words in ("Duyệt đề nghị", "Gửi duyệt", "không phải người làm ra", "Lò Thị Hoa", "Quản trị người dùng"):
            self.assertContains(page, words)

    def test_a_dash_is_said_to_those_who_listen(self):
        page = self.client.get(reverse("admin:accounts_staffrole_rules")).content.decode()
        self.assertIn('<span class="visually-hidden">không được</span>', page)
        self.assertNotRegex(page, r"<td>\s*–|<span aria-label")

    def test_every_step_says_truly_which_roles_may_take_it(self):
        """Who may agree to a proposal hangs on what it is about, not on the step."""
        page = self.client.get(reverse("admin:accounts_staffrole_rules"))
        codes = [role.name for role in page.context["roles"]]
        may = {}
        for thing, step, _left_out, asked in page.context["steps"]:
            may[thing, step] = {code for code, is_asked in zip(codes, asked, strict=True) if is_asked}
        self.assertEqual([told for told, found in may.items() if not found], [])
        [pictures] = [found for (thing, step), found in may.items() if "ảnh" in thing and step == "Duyệt đề nghị"]
        [targets] = [found for (thing, step), found in may.items() if "chỉ tiêu" in thing and step == "Duyệt đề nghị"]
        self.assertEqual((pictures, targets), ({"approver"}, {"tracker_approver"}))


class AtOnceTests(Together):
    def setUp(self):
        self.pair = [make_user("user_manager"), make_user("user_manager")]
        self.hoa = make_user("writer", username="hoa")
        self.secret = links.make(self.hoa, by=None, at=NOW)
        self.client.force_login(self.pair[0])
        self.client.get(reverse("admin:index"))
        super().setUp()

    def test_two_managers_who_demote_each_other_leave_one(self):
        def demote(position):
            by, other = self.pair[position], self.pair[1 - position]
            try:
                with standing.kept():
                    requests.take_away(other, ["user_manager"], by=by, at=NOW)
            except StepRefused as refusal:
                return str(refusal)
            return "done"

        outcomes = self.try_together(demote, 2)
        self.assertEqual(sorted(outcomes), [standing.LAST_MANAGER, "done"])
        left = self.try_together(lambda _: User.objects.filter(groups__name="user_manager").count(), 1)
        self.assertEqual(left, [1])

    def test_no_link_is_made_while_a_role_of_trust_is_being_agreed_to(self):
        """One who makes links without end until the second manager agrees would hold one for an approver."""
        kind = AccountRequest.Kind.ROLE
        ask = partial(requests.ask, kind, self.hoa, role="approver", by=self.pair[0], at=NOW)
        [request] = self.try_together(lambda _: ask(), 1)
        is_agreed = threading.Event()

        def agree():
            with transaction.atomic():
                requests.take("approve", request, by=self.pair[1], at=NOW)
                is_agreed.set()
                own_database.until_somebody_waits()

        def make_link():
            is_agreed.wait(20)
            self.client.post(reverse("admin:accounts_user_link", args=[self.hoa.pk]), {"show": "1"})

        self.try_together(lambda position: (agree, make_link)[position](), 2)
        found = self.try_together(lambda _: (self.hoa.groups.count(), PasswordLink.objects.count()), 1)
        self.assertEqual(found, [(2, 0)])

    @pytest.mark.postgresql_only  # SQLite lets one at a time write
    def test_whoever_changes_accounts_and_whose_work_is_recorded_do_not_wait_for_each_other(self):
        """A row of the record names its person: its commit looks at the account, with the head of the record held."""
        [chief] = self.try_together(lambda _: make_user(is_superuser=True), 1)
        is_locked, is_recorded = threading.Event(), threading.Event()

        def demote():
            with standing.kept():
                is_locked.set()
                is_recorded.wait(20)
                requests.take_away(self.hoa, ["writer"], by=self.pair[0], at=NOW)

        def work():
            is_locked.wait(20)
            with transaction.atomic():
                audit.record("facts.load", by=chief, at=NOW)
                is_recorded.set()
                own_database.until_somebody_waits()  # the other, for the head

        self.assertEqual(self.try_together(lambda position: (demote, work)[position](), 2), [None, None])

    def test_of_two_who_ask_for_the_same_at_once_one_is_told_so(self):
        def ask(_position):
            try:
                requests.ask(AccountRequest.Kind.LINK, self.hoa, by=self.pair[0], at=NOW)
            except StepRefused as refusal:
                return str(refusal)
            return "asked"

        outcomes = self.try_together(ask, 8)
        self.assertEqual(sorted(outcomes), ["asked", *[requests.ALREADY] * 7])

    def test_a_link_that_is_used_by_eight_at_once_works_once(self):
        def use(position):
            try:
                links.use(self.secret, f"nui-rung-tay-bac-{position}", NOW)
            except links.DeadLink:
                return None
            return f"nui-rung-tay-bac-{position}"

        [password] = [one for one in self.try_together(use, 8) if one]
        [user] = self.try_together(lambda _: User.objects.get(username="hoa"), 1)
        self.assertTrue(user.check_password(password))
