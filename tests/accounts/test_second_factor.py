"""The second step: who must take it, which codes are good and how often, and what the record says of it."""

import datetime as dt
import io

from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client, SimpleTestCase, TestCase, override_settings
from django.urls import reverse

from accounts import roles
from accounts.models import CodeApp, RecoveryCode, SecondFactorDuty, TryCount
from accounts.second_factor import codes, duties, rules, sealing, services
from audit.models import Event
from tests.accounts.holding import STEP, code, enter, make_app, sign_in
from tests.accounts.test_login import Together
from tests.clock import clock
from tests.factories import PASSWORD, local, make_user

NOON = local(2026, 12, 1, 12)
SECOND, MINUTE, DAY = dt.timedelta(seconds=1), dt.timedelta(minutes=1), dt.timedelta(days=1)
DUTY = override_settings(SECOND_FACTOR_DUTY=True)
PAGE = "accounts:factors"


def kinds():
    return [f"{event.kind} {event.outcome}" for event in Event.objects.order_by("number")]


def is_in(client):
    return client.get(reverse("admin:index")).status_code == 200


class RulesTest(SimpleTestCase):
    def test_who_approves_or_manages_people_must_have_one(self):
        must = {code for code, role in roles.ROLES.items() if rules.must_have(role.permissions, is_superuser=False)}
        self.assertEqual(must, {"approver", "tracker_approver", "user_manager"})
        self.assertTrue(rules.must_have([], is_superuser=True))
        self.assertFalse(rules.must_have([], is_superuser=False))
        self.assertTrue(rules.must_have(["bat_ky.publish_gi_do"], is_superuser=False))

    def test_a_week_is_counted_down_by_days_that_have_begun(self):
        passed = {0 * DAY: 7, SECOND: 7, DAY: 6, 6 * DAY: 1, 7 * DAY - SECOND: 1, 7 * DAY: 0, 90 * DAY: 0}
        for time, left in passed.items():
            with self.subTest(time=time):
                self.assertEqual(rules.days_left(NOON, NOON + time), left)

    def test_a_code_is_good_for_its_step_and_one_beside_it(self):
        secret = codes.new_secret()
        for seconds, is_good in {-60: False, -30: True, 0: True, 30: True, 60: False, 90: False}.items():
            with self.subTest(seconds=seconds):
                try:
                    codes.step_of(secret, code(secret, NOON + seconds * SECOND), NOON)
                except codes.CodeRefused as refusal:
                    self.assertFalse(is_good)
                    self.assertIn(f"khoảng {abs(seconds)} giây", str(refusal))
                    self.assertIn("chậm" if seconds < 0 else "nhanh", str(refusal))
                else:
                    self.assertTrue(is_good)

    def test_secrets_are_hidden_and_open_under_a_former_key(self):
        with override_settings(SECRET_KEY="trước"):
            hidden, seal = sealing.hide("JBSWY3DPEHPK3PXP"), sealing.seals("7:abc")[0]
        self.assertNotIn("JBSW", hidden)
        with override_settings(SECRET_KEY="sau", SECRET_KEY_FALLBACKS=["trước"]):
            self.assertEqual(sealing.show(hidden), "JBSWY3DPEHPK3PXP")
            self.assertIn(seal, sealing.seals("7:abc"))
        with override_settings(SECRET_KEY="sau"), self.assertRaises(sealing.LostKeyError):
            sealing.show(hidden)


class SecondStepTest(TestCase):
    def setUp(self):
        self.user = make_user("approver", username="duc")
        self.secret = make_app(self.user, NOON)

    def answer(self, typed, at=NOON):
        with clock(at):
            return self.client.post(STEP, {"code": typed})

    def first(self, at=NOON):
        with clock(at):
            return sign_in(self.client, self.user)

    def test_the_password_alone_opens_no_page(self):
        self.assertRedirects(self.first(), STEP, fetch_redirect_response=False)
        with clock(NOON):
            for page in ("admin:index", "admin:articles_article_changelist", PAGE, "accounts:sessions"):
                with self.subTest(page=page):
                    self.assertEqual(self.client.get(reverse(page)).status_code, 302)
            self.assertNotIn("_auth_user_id", self.client.session)
            self.assertEqual(self.client.get(reverse("library:picker")).status_code, 302)
        self.assertEqual(kinds(), [])

    def test_a_code_of_now_opens_the_desk_under_a_new_key(self):
        self.first()
        before = self.client.session.session_key
        self.assertRedirects(
            self.answer(code(self.secret, NOON)), reverse("admin:index"), fetch_redirect_response=False
        )
        with clock(NOON):
            self.assertTrue(is_in(self.client))
        self.assertNotEqual(self.client.session.session_key, before)
        self.assertFalse(self.client.session.exists(before))
        self.assertEqual(kinds(), ["session.sign_in done"])
        self.assertEqual(Event.objects.get().note, "Bằng mật khẩu và ứng dụng tạo mã.")

    def test_the_record_says_that_the_password_alone_was_used_and_whether_more_is_owed(self):
        said = {
            "writer": "Chỉ bằng mật khẩu.",
            "approver": "Chỉ bằng mật khẩu; tài khoản này phải bật xác thực hai bước.",
        }
        for role, sentence in said.items():
            user = make_user(role)
            with self.subTest(role), clock(NOON), DUTY:
                sign_in(Client(), user)
                self.assertEqual(Event.objects.latest("number").note, sentence)

    def test_the_way_that_was_asked_for_is_kept_and_only_on_this_site(self):
        for asked, led in {"/quan-tri/accounts/": "/quan-tri/accounts/", "//gia-mao.example/": "/quan-tri/"}.items():
            with self.subTest(asked=asked), clock(NOON):
                form = {"username": "duc", "password": PASSWORD, "next": asked}
                self.client.post(reverse("admin:login"), form)
                CodeApp.objects.update(last_step=0)
                response = self.client.post(STEP, {"code": code(self.secret, NOON)})
                self.assertEqual(response.headers["Location"], led)

    def test_a_code_is_taken_once(self):
        enter(self.client, self.user, self.secret, NOON)
        other = Client()
        response = enter(other, self.user, self.secret, NOON + SECOND)
        self.assertContains(response, "Mã này đã dùng rồi")
        with clock(NOON):
            self.assertFalse(is_in(other))
        self.assertEqual(enter(other, self.user, self.secret, NOON + 30 * SECOND).status_code, 302)

    def test_a_clock_that_is_90_seconds_off_is_named(self):
        self.first()
        response = self.answer(code(self.secret, NOON - 90 * SECOND))
        self.assertContains(response, "đồng hồ của điện thoại chậm khoảng 90 giây")
        self.assertEqual(kinds(), ["session.second_factor failed"])

    def test_a_guess_that_will_be_good_soon_is_used_up_by_saying_so(self):
        self.first()
        soon = NOON + 90 * SECOND
        self.assertContains(self.answer(code(self.secret, soon)), "nhanh khoảng 90 giây")
        self.assertContains(self.answer(code(self.secret, soon), soon), "Mã này đã dùng rồi")

    def test_a_wrong_code_is_a_sentence_and_an_event_that_names_whose_account_it_is(self):
        self.first()
        for typed in ("000000", "abc", "một hai ba", "१२३४५६", "🙂" * 20, "x" * 41, ""):
            with self.subTest(typed=typed):
                response = self.answer(typed)
                self.assertEqual(response.status_code, 200)
                self.assertTrue(response.context["form"].errors)
                with clock(NOON):
                    self.assertFalse(is_in(self.client))
        event = Event.objects.first()
        self.assertEqual((event.kind, event.outcome, event.title), ("session.second_factor", "failed", str(self.user)))

    def test_after_five_wrong_codes_the_right_one_has_to_wait_and_the_lock_is_recorded(self):
        self.first()
        for _ in range(5):
            self.assertContains(self.answer("000000"), "Mã không đúng")
        response = self.answer(code(self.secret, NOON))
        self.assertContains(response, "Thử sai nhiều lần", status_code=429)
        self.assertEqual(kinds()[-1], "session.second_factor refused")
        self.assertEqual(enter(self.client, self.user, self.secret, NOON + 2 * MINUTE).status_code, 302)

    def test_the_right_password_in_between_gives_no_new_tries(self):
        for _ in range(5):
            self.first()
            self.answer("000000")
        self.first()
        self.assertContains(self.answer(code(self.secret, NOON)), "Thử sai nhiều lần", status_code=429)

    def test_the_right_password_ends_whatever_was_open_in_that_browser(self):
        hoa = make_user("writer", username="hoa")
        with clock(NOON):
            sign_in(self.client, hoa)
            old = self.client.session.session_key
        self.first()
        with clock(NOON):
            self.assertFalse(is_in(self.client))
        self.assertFalse(self.client.session.exists(old))

    def test_a_session_without_the_factor_that_its_owner_has_by_now_is_none(self):
        hoa, client = make_user("writer", username="hoa"), Client()
        with clock(NOON):
            sign_in(client, hoa)
            self.assertTrue(is_in(client))
            make_app(hoa, NOON)
            self.assertFalse(is_in(client))

    def test_the_second_step_waits_ten_minutes_and_dies_with_the_password(self):
        self.first()
        late = NOON + 10 * MINUTE
        response = self.answer(code(self.secret, late), late)
        self.assertRedirects(response, reverse("admin:login"), fetch_redirect_response=False)
        self.first()
        self.user.set_password("mot-mat-khau-khac-han-di")
        self.user.save()
        response = self.answer(code(self.secret, NOON))
        self.assertRedirects(response, reverse("admin:login"), fetch_redirect_response=False)

    def test_an_account_that_is_closed_in_between_does_not_get_in(self):
        self.first()
        self.user.is_active = False
        self.user.save()
        response = self.answer(code(self.secret, NOON))
        self.assertRedirects(response, reverse("admin:login"), fetch_redirect_response=False)

    def test_without_the_first_step_there_is_no_second(self):
        for response in (self.client.get(STEP), self.answer(code(self.secret, NOON))):
            self.assertRedirects(response, reverse("admin:login"), fetch_redirect_response=False)

    def test_a_wrong_password_tells_nothing_of_second_factors(self):
        make_user("writer", username="hoa")
        with clock(NOON):
            answers = [
                self.client.post(reverse("admin:login"), {"username": name, "password": "sai"}).context["form"].errors
                for name in ("duc", "hoa", "khong-co")
            ]
        self.assertEqual(len(set(map(str, answers))), 1)

    def test_a_site_whose_key_was_changed_says_so(self):
        self.first()
        CodeApp.objects.update(secret="khong-doc-duoc")
        self.assertContains(self.answer("123456"), "Khóa bí mật của trang đã đổi")


class PaperTest(TestCase):
    def setUp(self):
        self.user = make_user("approver", username="duc")
        make_app(self.user, NOON)
        self.codes = codes.make_paper(self.user)

    def enter(self, client, typed):
        with clock(NOON):
            sign_in(client, self.user)
            return client.post(STEP, {"code": typed})

    def test_a_code_on_paper_opens_once_however_it_is_typed(self):
        self.assertEqual(self.enter(self.client, self.codes[0].upper().replace("-", " ")).status_code, 302)
        self.assertContains(self.enter(Client(), self.codes[0]), "Mã không đúng")
        self.assertEqual(self.enter(Client(), self.codes[1]).status_code, 302)
        self.assertEqual(kinds()[:2], ["factor.recovery done", "session.sign_in done"])
        self.assertEqual(Event.objects.get(number=2).note, "Bằng mật khẩu và mã dự phòng.")

    def test_codes_are_kept_only_as_seals_and_belong_to_one_person(self):
        kept = str(list(RecoveryCode.objects.values()))
        for made in self.codes:
            self.assertNotIn(made, kept)
            self.assertNotIn(made.replace("-", ""), kept)
        other = make_user("approver", username="ung")
        make_app(other, NOON)
        with clock(NOON):
            sign_in(self.client, other)
            self.assertContains(self.client.post(STEP, {"code": self.codes[0]}), "Mã không đúng")

    def test_new_codes_take_the_place_of_the_old_ones(self):
        new = codes.make_paper(self.user)
        self.assertContains(self.enter(self.client, self.codes[0]), "Mã không đúng")
        self.assertEqual(self.enter(self.client, new[0]).status_code, 302)

    def test_no_two_codes_are_alike(self):
        self.assertEqual(len(set(self.codes)), codes.HOW_MANY)


class ManyAtOnceTest(Together):
    """Of many who type the same code at once, one gets in."""

    def setUp(self):
        self.user = make_user("approver")
        self.secret = make_app(self.user, NOON)
        self.paper = codes.make_paper(self.user)
        super().setUp()

    def together(self, typed):
        def one(_):
            try:
                codes.use(self.user, typed, NOON)
            except codes.CodeRefused:
                return False
            return True

        return self.try_together(one, 8).count(True)

    def test_a_code_on_paper_counts_once(self):
        self.assertEqual(self.together(self.paper[0]), 1)
        self.assertEqual(self.try_together(lambda _: kinds(), 1), [["factor.recovery done"]])

    def test_a_code_of_an_app_counts_once(self):
        self.assertEqual(self.together(code(self.secret, NOON)), 1)


@DUTY
class DutyTest(TestCase):
    def setUp(self):
        self.user = make_user("approver", username="duc")

    def page(self, at, name="admin:index"):
        with clock(at):
            return self.client.get(reverse(name))

    def enter(self, at, user=None):
        with clock(at):
            return sign_in(self.client, user or self.user)

    def test_every_page_of_the_desk_counts_the_days_down(self):
        self.enter(NOON)
        for name in ("admin:index", "admin:articles_article_changelist", "accounts:sessions", PAGE):
            self.assertContains(self.page(NOON, name), "Còn 7 ngày để bật xác thực hai bước")
        self.enter(NOON + 6 * DAY)
        self.assertContains(self.page(NOON + 6 * DAY), "Còn 1 ngày để bật xác thực hai bước")

    def test_after_a_week_only_the_page_that_sets_it_up_is_open(self):
        self.enter(NOON)
        self.page(NOON)
        late = NOON + 7 * DAY
        self.enter(late)
        for name in ("admin:index", "admin:articles_article_changelist", "admin:password_change", "accounts:sessions"):
            with self.subTest(name=name):
                self.assertRedirects(self.page(late, name), reverse(PAGE), fetch_redirect_response=False)
        self.assertEqual(self.page(late, "library:picker").status_code, 302)
        self.assertContains(self.page(late, PAGE), "Đã hết hạn bảy ngày")
        add = reverse("accounts:add_app")
        with clock(late):
            secret = self.client.get(add).context["secret"].replace(" ", "")
            response = self.client.post(add, {"code": code(secret, late)})
            self.assertContains(response, "Các mã này chỉ hiện một lần")
            self.assertTrue(is_in(self.client))

    def test_a_post_after_the_week_changes_nothing(self):
        self.enter(NOON)
        SecondFactorDuty.objects.create(user=self.user, began_at=NOON - 8 * DAY)
        with clock(NOON):
            form = {"name": "Mục mới", "slug": "muc-moi", "order": 1}
            response = self.client.post(reverse("admin:articles_section_add"), form)
        self.assertRedirects(response, reverse(PAGE), fetch_redirect_response=False)
        self.assertNotIn("row.add done", kinds())

    def test_losing_and_getting_the_role_again_starts_no_new_week(self):
        self.enter(NOON)
        self.page(NOON)
        groups = list(self.user.groups.all())
        self.user.groups.clear()
        self.enter(NOON + DAY)
        self.assertNotContains(self.page(NOON + DAY), "để bật xác thực hai bước")
        self.user.groups.set(groups)
        self.enter(NOON + 8 * DAY)
        self.assertEqual(self.page(NOON + 8 * DAY).status_code, 302)

    def test_others_are_offered_it_and_not_asked(self):
        self.enter(NOON, make_user("writer", username="hoa"))
        self.assertNotContains(self.page(NOON), "để bật xác thực hai bước")
        self.assertContains(self.page(NOON, PAGE), "Thêm ứng dụng tạo mã")
        self.assertFalse(SecondFactorDuty.objects.exists())

    def test_only_where_the_demo_is_allowed_can_the_duty_be_switched_off(self):
        for demo, switch, expected in (
            (True, False, False),
            (True, True, True),
            (False, False, True),
            (False, True, True),
        ):
            settings = self.settings(DEMO_ALLOWED=demo, SECOND_FACTOR_DUTY=switch)
            with self.subTest(demo=demo, switch=switch), settings:
                self.assertIs(duties.must_have(self.user), expected)


class OwnPagesTest(TestCase):
    def setUp(self):
        self.user = make_user("approver", username="duc")
        with clock(NOON):
            sign_in(self.client, self.user)

    def add_app(self, at=NOON):
        add = reverse("accounts:add_app")
        with clock(at):
            page = self.client.get(add)
            secret = page.context["secret"].replace(" ", "")
            return secret, self.client.post(add, {"code": code(secret, at)})

    def get(self, name, at=NOON, **facts):
        with clock(at):
            return self.client.get(reverse(f"accounts:{name}"), **facts)

    def post(self, name, form=None, at=NOON):
        with clock(at):
            return self.client.post(reverse(f"accounts:{name}"), form or {})

    def test_an_app_is_added_with_its_first_code_and_ten_codes_are_shown_once(self):
        other = Client()
        with clock(NOON):
            sign_in(other, self.user)
        page = self.get("add_app")
        self.assertContains(page, "<svg")
        self.assertNotContains(page, " style=")
        secret, response = self.add_app()
        self.assertEqual(len(response.context["codes"]), 10)
        self.assertNotContains(self.get("factors"), response.context["codes"][0])
        self.assertNotIn(secret, str(list(CodeApp.objects.values())) + str(list(Event.objects.values())))
        self.assertNotIn(secret, str(dict(self.client.session)))
        with clock(NOON):
            self.assertTrue(is_in(self.client))
            self.assertFalse(is_in(other))
        self.assertEqual(kinds()[-2:], ["factor.add done", "factor.codes done"])
        self.assertEqual(Event.objects.get(kind="factor.add").after["closed_sessions"], 1)

    def test_a_wrong_first_code_adds_nothing_and_keeps_the_picture(self):
        first = self.get("add_app").context["secret"]
        response = self.post("add_app", {"code": "000000"})
        self.assertContains(response, "Mã không đúng")
        self.assertEqual(response.context["secret"], first)
        self.assertFalse(CodeApp.objects.exists())

    def test_the_first_code_cannot_sign_in_as_well(self):
        secret, _ = self.add_app()
        self.assertContains(enter(Client(), self.user, secret, NOON), "Mã này đã dùng rồi")

    def test_a_second_app_is_refused_with_what_to_do(self):
        self.add_app()
        with clock(NOON):
            page = self.client.get(reverse("accounts:add_app"), follow=True)
        self.assertContains(page, "Hãy bỏ ứng dụng đó trước")

    def test_each_change_asks_again_after_a_quarter_of_an_hour(self):
        secret, _ = self.add_app()
        late = NOON + 15 * MINUTE
        prove = reverse("accounts:prove")
        for name in ("add_app", "remove_app", "make_paper", "add_passkey"):
            for send in (self.get, self.post):
                with self.subTest(name=name):
                    response = send(name, at=late)
                    self.assertTrue(response.headers["Location"].startswith(prove))
        self.assertTrue(CodeApp.objects.exists())
        for proof in ({"password": PASSWORD}, {"code": code(secret, late)}):
            with self.subTest(proof=list(proof)), clock(late):
                self.client.session.save()
                way = f"{prove}?next={reverse('accounts:make_paper')}"
                self.assertContains(self.client.post(way, {"password": "sai"}), "Mật khẩu không đúng")
                self.assertRedirects(
                    self.client.post(way, proof), reverse("accounts:make_paper"), fetch_redirect_response=False
                )
            self.user.staff_sessions.update(proved_at=NOON - DAY)

    def test_the_way_after_the_proof_leads_to_ones_own_pages_only(self):
        for wanted in ("https://gia-mao.example/", "//gia-mao.example", "/quan-tri/logout/"):
            with clock(NOON):
                response = self.client.post(f"{reverse('accounts:prove')}?next={wanted}", {"password": PASSWORD})
            self.assertEqual(response.headers["Location"], reverse(PAGE))

    def test_guesses_of_the_password_count_there_as_at_the_door(self):
        for _ in range(5):
            self.post("prove", {"password": "sai"})
        self.assertContains(self.post("prove", {"password": PASSWORD}), "Thử sai nhiều lần", status_code=429)
        with clock(NOON):
            # Without the session; the device is still one where this person is known.
            del self.client.cookies[settings.SESSION_COOKIE_NAME]
            self.assertContains(sign_in(self.client, self.user), "Thử sai nhiều lần", status_code=429)
        TryCount.objects.all().delete()
        self.assertEqual(self.post("prove", {"password": PASSWORD}).status_code, 302)

    def test_removing_the_app_that_opened_the_session_leaves_it_open_where_nothing_else_is_left(self):
        self.add_app()
        self.assertContains(self.get("remove_app"), "không dùng để đăng nhập được nữa")
        self.assertEqual(self.post("remove_app").status_code, 302)
        with clock(NOON):
            self.assertTrue(is_in(self.client))
        self.assertFalse(CodeApp.objects.exists() or RecoveryCode.objects.exists())
        self.assertEqual(kinds()[-1], "factor.remove done")

    def test_a_factor_that_goes_in_the_middle_of_a_session_ends_it(self):
        secret, _ = self.add_app()
        other = Client()
        later = NOON + MINUTE
        enter(other, self.user, secret, later)
        CodeApp.objects.all().delete()
        with clock(later):
            self.assertFalse(is_in(other))
            self.assertFalse(is_in(self.client))

    def test_somebody_elses_keys_are_not_there(self):
        for name in ("rename_passkey", "remove_passkey"):
            with clock(NOON):
                self.assertEqual(self.client.post(reverse(f"accounts:{name}", args=[1])).status_code, 404)

    def test_new_codes_need_a_factor(self):
        self.assertEqual(self.post("make_paper").status_code, 302)
        self.assertFalse(RecoveryCode.objects.exists())


class ResetTest(TestCase):
    def reset(self, *arguments):
        said = io.StringIO()
        call_command("reset_second_factor", *arguments, stdout=said)
        return said.getvalue()

    def test_it_says_first_and_does_it_when_told(self):
        user = make_user("approver", username="duc")
        secret = make_app(user, NOON)
        codes.make_paper(user)
        enter(self.client, user, secret, NOON)
        self.assertIn("Chưa bỏ gì", self.reset("duc"))
        self.assertTrue(services.has_any(user))
        self.assertIn("Ứng dụng tạo mã, 10 mã dự phòng", self.reset("duc", "--yes"))
        self.assertFalse(services.has_any(user) or codes.unused(user))
        with clock(NOON):
            self.assertFalse(is_in(self.client))
            self.assertRedirects(sign_in(self.client, user), reverse("admin:index"))
        event = Event.objects.get(kind="factor.reset")
        self.assertEqual((event.actor, event.title, event.after), (None, str(user), {"closed_sessions": 1}))
        self.assertIn("tài khoản", event.place)

    def test_nothing_and_nobody_are_said(self):
        make_user(username="hoa")
        self.assertIn("không có gì để bỏ", self.reset("hoa", "--yes"))
        with self.assertRaisesMessage(CommandError, "Không có tài khoản nào tên “khong-co”."):
            self.reset("khong-co")
        self.assertFalse(Event.objects.exists())
