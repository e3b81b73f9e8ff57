"""What was written when the session had ended is not lost: sign in again, and it is saved, by whoever wrote it."""

import datetime as dt
import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse

from accounts.sign_in import carried
from articles.models import Article
from proposals.models import Proposal
from tests.accounts.holding import STEP, code, make_app
from tests.clock import clock
from tests.factories import PASSWORD, local, make_section, make_user

NOON = local(2026, 12, 1, 12)
LATE = NOON + dt.timedelta(hours=2)
LOGIN = reverse("admin:login")
ADD = reverse("admin:articles_article_add")
BODY = "<p>Mỗi đảng viên đăng ký một việc cụ thể: “đường, nước sạch &amp; chữ viết”.</p>\r\n<p>Dòng hai.</p>"


def hidden(page):
    """The hidden fields of a page, as a browser sends them back."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return [(unescape(name), unescape(value)) for name, value in found]


class LostSessionCase(TestCase):
    def setUp(self):
        self.user = make_user("writer", username="hoa")
        self.section = make_section()
        # As a browser: without the token of a form of ours nothing is taken.
        self.client = Client(enforce_csrf_checks=True)
        self.sign_in("hoa", NOON)

    def sign_in(self, name, at, password=PASSWORD, client=None, **more):
        client = client or self.client
        client.cookies.pop("sessionid", None)
        with clock(at):
            token = dict(hidden(client.get(LOGIN)))["csrfmiddlewaretoken"]
            form = {"username": name, "password": password, "csrfmiddlewaretoken": token, "next": "/quan-tri/"}
            return client.post(LOGIN, form | more)

    def token(self):
        return self.client.cookies["csrftoken"].value

    def write(self, at=LATE, **changes):
        form = {
            "title": "Đưa nghị quyết vào bản Xím Vàng",
            "lead": "Ba việc làm trước.",
            "body": BODY,
            "section": self.section.pk,
            "_save": "Lưu",
            "csrfmiddlewaretoken": self.token(),
        }
        with clock(at):
            return self.client.post(ADD, form | changes)

    def again(self, page, name="hoa", at=LATE, **more):
        facts = dict(hidden(page))
        form = {"username": name, "password": PASSWORD, **facts, **more}
        with clock(at):
            return self.client.post(LOGIN, form)

    def send_again(self, page, at=LATE):
        action = re.search(r'<form method="post" action="([^"]+)" id="send-again"', page.content.decode())[1]
        with clock(at):
            return self.client.post(unescape(action), dict(hidden(page)))


class LostSessionTest(LostSessionCase):
    def test_a_live_session_saves_at_once(self):
        self.assertEqual(self.write(NOON).status_code, 302)
        self.assertEqual(Article.objects.count(), 1)

    def test_the_text_is_saved_after_signing_in_again_letter_by_letter(self):
        page = self.write()
        self.assertContains(page, "Anh/chị đăng nhập lại là lưu tiếp được")
        self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertFalse(Article.objects.exists())
        page = self.again(page)
        self.assertContains(page, "Lưu nội dung vừa viết")
        self.assertFalse(Article.objects.exists())
        self.assertEqual(self.send_again(page).status_code, 302)
        saved = Article.objects.get()
        self.assertEqual((saved.title, saved.author), ("Đưa nghị quyết vào bản Xím Vàng", self.user))
        self.assertIn("“đường, nước sạch &amp; chữ viết”", saved.body)

    def test_a_wrong_password_in_between_loses_nothing(self):
        page = self.again(self.write(), password="sai")
        self.assertContains(page, "lưu tiếp")
        page = self.again(page)
        self.send_again(page)
        self.assertEqual(Article.objects.count(), 1)

    def test_the_second_step_carries_it_on_too(self):
        secret = make_app(self.user, NOON)
        page = self.again(self.write())
        self.assertContains(page, "Xác thực hai bước")
        with clock(LATE):
            page = self.client.post(STEP, {**dict(hidden(page)), "code": "000000"})
            self.assertContains(page, "Mã không đúng")
            page = self.client.post(STEP, {**dict(hidden(page)), "code": code(secret, LATE)})
        self.assertEqual(self.send_again(page).status_code, 302)
        self.assertEqual(Article.objects.count(), 1)

    def test_somebody_else_does_not_save_it_under_their_name_or_see_it(self):
        make_user("writer", username="ung")
        page = self.again(self.write(), name="ung")
        self.assertContains(page, "là của một tài khoản khác")
        self.assertNotContains(page, "Xím Vàng")
        self.assertFalse(Article.objects.exists())

    def test_what_was_not_sealed_here_is_not_sent_again(self):
        sealed = dict(hidden(self.write()))[carried.FIELD]
        foreign = carried.Carried(str(self.user.pk), "/quan-tri/", [["a", "b"]], [])
        for forged in ("", "x", sealed[:-1], sealed.replace("Xím Vàng", "Xím Đỏ"), "é" * 50, f"{foreign}:1:2"):
            with self.subTest(forged=forged[:20]):
                response = self.sign_in("hoa", LATE, **{carried.FIELD: forged})
                self.assertNotIn(b'id="send-again"', response.content)

    def test_a_form_without_our_token_is_refused_before_it_is_carried(self):
        with clock(LATE):
            response = self.client.post(ADD, {"title": "Từ trang khác", "csrfmiddlewaretoken": "x" * 32})
        self.assertEqual(response.status_code, 403)
        self.assertNotContains(response, "Từ trang khác", status_code=403)

    def test_files_are_not_carried_and_that_is_said(self):
        file = SimpleUploadedFile("duong-moi.jpg", b"\xff\xd8\xff", "image/jpeg")
        page = self.write(anh=file)
        self.assertContains(page, "Tệp không chuyển theo được, xin chọn lại sau khi lưu: duong-moi.jpg")
        page = self.again(page)
        self.assertContains(page, "duong-moi.jpg")
        self.assertNotContains(page, "account-send-again.js")

    def test_what_is_too_long_to_come_back_is_said_and_not_cut(self):
        page = self.write(body='"' * 600_000)
        self.assertContains(page, "không chuyển tiếp được")
        self.assertNotIn(carried.FIELD, dict(hidden(page)))

    def test_the_longest_that_is_carried_comes_back_whole(self):
        page = self.write(body='"' * 518_000)
        self.assertIn(carried.FIELD, dict(hidden(page)))
        page = self.again(page)
        self.assertEqual(dict(hidden(page))["body"], '"' * 518_000)

    def test_passwords_are_never_put_into_a_page(self):
        with clock(LATE):
            form = {"old_password": PASSWORD, "new_password1": "bi-mat-dai-lam", "csrfmiddlewaretoken": self.token()}
            page = self.client.post(reverse("admin:password_change"), form)
        self.assertNotContains(page, "bi-mat-dai-lam")
        self.assertNotContains(page, PASSWORD)

    def test_hostile_text_comes_back_as_text(self):
        page = self.write(title='"><script>alert(1)</script>')
        self.assertNotContains(page, "<script>alert")
        page = self.again(page)
        self.assertNotContains(page, "<script>alert")
        self.send_again(page)
        self.assertEqual(Article.objects.get().title, '"><script>alert(1)</script>')

    def test_who_was_never_here_is_only_asked_to_sign_in(self):
        stranger = Client()
        response = stranger.post(ADD, {"title": "Lạ"})
        self.assertRedirects(response, f"{LOGIN}?next={ADD}", fetch_redirect_response=False)

    def test_a_session_closed_from_elsewhere_or_by_a_new_password_carries_on_as_well(self):
        self.user.staff_sessions.all().delete()
        self.assertContains(self.write(NOON), "lưu tiếp")
        self.sign_in("hoa", NOON)
        self.user.set_password("mot-mat-khau-khac-han-di")
        self.user.save()
        self.assertContains(self.write(NOON), "lưu tiếp")

    def test_what_one_may_no_longer_do_is_refused_as_always(self):
        page = self.write()
        self.user.groups.clear()
        page = self.again(page)
        self.assertEqual(self.send_again(page).status_code, 403)
        self.assertFalse(Article.objects.exists())

    def test_other_screens_carry_on_too(self):
        make_user("approver", username="duc")
        self.sign_in("duc", NOON)
        with clock(LATE):
            form = {"name": "Đời sống", "slug": "doi-song", "order": 3, "csrfmiddlewaretoken": self.token()}
            page = self.client.post(reverse("admin:articles_section_add"), form)
        self.send_again(self.again(page, name="duc"))
        self.assertIn("Đời sống", Proposal.objects.waiting().get().title)


class OtherTabTest(LostSessionCase):
    """Signed in again in another tab: the first one's form has an old token."""

    def late(self, **headers):
        old = self.token()
        self.sign_in("hoa", LATE)
        with clock(LATE):
            form = {"title": "Xím Vàng", "lead": "Ba việc.", "body": BODY, "section": self.section.pk, "_save": "Lưu"}
            return self.client.post(ADD, form | {"csrfmiddlewaretoken": old}, headers=headers)

    def test_it_is_saved_once_the_person_says_that_it_is_theirs(self):
        page = self.late(origin="http://testserver")
        self.assertContains(page, "chỉ bấm lưu nếu chính anh/chị đã viết")
        self.assertNotContains(page, "account-send-again.js")
        self.assertFalse(Article.objects.exists())
        self.send_again(page)
        self.assertEqual(Article.objects.count(), 1)

    def test_a_form_of_another_site_is_refused_and_not_shown(self):
        for origin in ("https://gia-mao.example", "null", "http://testserver.gia-mao.example", ""):
            with self.subTest(origin=origin):
                page = self.late(origin=origin) if origin else self.late()
                self.assertEqual(page.status_code, 403)
                self.assertNotContains(page, "Xím Vàng", status_code=403)
