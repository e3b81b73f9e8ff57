"""Passkeys: what a real key answers is taken once, at this site and for its owner; everything else is a sentence."""

import json

from django.test import Client, TestCase
from django.urls import reverse

from accounts.models import Passkey
from audit.models import Event
from tests.accounts.holding import HERE, STEP, Key, sign_in
from tests.accounts.test_second_factor import NOON, kinds
from tests.clock import clock
from tests.factories import make_user

ADD = reverse("accounts:add_passkey")
WRONG = "Không xác nhận được khóa truy cập"


class PasskeyCase(TestCase):
    def setUp(self):
        self.user = make_user("approver", username="duc")
        self.key = Key()
        with clock(NOON):
            sign_in(self.client, self.user, **HERE)

    def add(self, key=None, client=None, **changes):
        client = client or self.client
        with clock(NOON):
            question = client.get(ADD, **HERE).context["question"]
            answer = (key or self.key).create(question, **changes)
            return client.post(ADD, {"name": "Điện thoại cơ quan", "credential": answer}, follow=True, **HERE)

    def first(self, client=None):
        """The first step; what the browser is asked then."""
        client = client or self.client
        with clock(NOON):
            sign_in(client, self.user, **HERE)
            return client.get(STEP, **HERE).context["question"]

    def second(self, answer, client=None):
        with clock(NOON):
            return (client or self.client).post(STEP, {"credential": answer}, **HERE)

    def is_in(self, client=None):
        with clock(NOON):
            return (client or self.client).get(reverse("admin:index"), **HERE).status_code == 200


class AddingTest(PasskeyCase):
    def test_a_new_key_is_named_and_followed_by_codes_on_paper(self):
        self.assertContains(self.add(), "Các mã này chỉ hiện một lần")
        key = Passkey.objects.get()
        self.assertEqual((key.user, key.name, key.host), (self.user, "Điện thoại cơ quan", "localhost"))
        self.assertTrue(self.is_in())
        self.assertEqual(kinds()[-2:], ["factor.add done", "factor.codes done"])

    def test_the_same_key_twice_and_an_answer_sent_twice_are_refused(self):
        with clock(NOON):
            question = self.client.get(ADD, **HERE).context["question"]
            form = {"name": "Khóa", "credential": self.key.create(question)}
            self.client.post(ADD, form, **HERE)
            self.assertContains(self.client.post(ADD, form, follow=True, **HERE), WRONG)
        self.assertContains(self.add(), "Khóa này đã có trong tài khoản rồi")
        self.assertEqual(Passkey.objects.count(), 1)

    def test_an_answer_for_another_site_or_another_purpose_is_refused(self):
        wrong = {
            "tên miền khác": (Key(host="gia-mao.example"), {}),
            "địa chỉ khác": (Key(origin="https://gia-mao.example"), {}),
            "cổng khác": (Key(origin="http://localhost:8001"), {}),
            "việc khác": (Key(), {"type": "webauthn.get"}),
            "câu hỏi khác": (Key(), {"challenge": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}),
        }
        for kind, (key, changes) in wrong.items():
            with self.subTest(kind=kind):
                self.assertContains(self.add(key, **changes), WRONG)
        self.assertFalse(Passkey.objects.exists())

    def test_whatever_is_sent_instead_of_an_answer_is_a_sentence(self):
        parts = json.loads(self.key.create('{"publicKey": {"challenge": "x"}}'))
        broken = ["", "{", "[]", "null", "1", "{}", '{"response": null}', "x" * 30_000, '{"a":' * 5_000]
        for name in ("clientDataJSON", "attestationObject"):
            for value in (None, "", "AAAA", "____", 7, [], "/" * 99, "g" * 5_000):
                broken.append(json.dumps({**parts, "response": {**parts["response"], name: value}}))
        broken += [json.dumps({**parts, "rawId": value}) for value in (None, 1, "", "é", {})]
        broken.append(json.dumps({**parts, "type": "mat-khau"}))
        for answer in broken:
            with self.subTest(answer=answer[:60]), clock(NOON):
                self.client.get(ADD, **HERE)
                response = self.client.post(ADD, {"name": "Khóa", "credential": answer}, follow=True, **HERE)
                self.assertEqual(response.status_code, 200)
        self.assertFalse(Passkey.objects.exists())

    def test_a_key_whose_name_is_longer_than_any_is_a_sentence(self):
        """PostgreSQL has no room for it and would answer with an error page."""
        self.key.id = b"k" * 1100
        self.assertContains(self.add(), WRONG)
        self.assertFalse(Passkey.objects.exists())

    def test_at_an_address_of_numbers_it_is_said_why_there_are_none(self):
        with clock(NOON):
            for host in ("127.0.0.1", "[::1]", "trang.example"):
                with self.subTest(host=host):
                    page = self.client.get(ADD, headers={"host": host})
                    self.assertContains(page, "trang phải mở bằng tên miền, qua HTTPS")
            page = self.client.get(ADD, headers={"host": "trang.example"}, secure=True)
            self.assertEqual(json.loads(page.context["question"])["publicKey"]["rp"]["id"], "trang.example")

    def test_there_are_at_most_ten(self):
        for _ in range(10):
            self.add(Key())
        self.assertContains(self.add(Key()), "nhiều nhất 10 khóa")
        self.assertEqual(Passkey.objects.count(), 10)

    def test_it_is_renamed_and_removed(self):
        self.add()
        key = Passkey.objects.get()
        with clock(NOON):
            page = reverse("accounts:rename_passkey", args=[key.pk])
            self.assertContains(self.client.post(page, {"name": " "}, **HERE), "errorlist")
            self.client.post(page, {"name": "Khóa USB"}, **HERE)
            event = Event.objects.get(kind="factor.rename")
            self.assertEqual((event.before, event.after), ({"name": "Điện thoại cơ quan"}, {"name": "Khóa USB"}))
            self.client.post(reverse("accounts:remove_passkey", args=[key.pk]), **HERE)
        self.assertFalse(Passkey.objects.exists())
        self.assertEqual(Event.objects.get(kind="factor.remove").title, "Khóa USB")

    def test_a_session_opened_with_the_removed_key_is_asked_for_another(self):
        self.add()
        self.add(Key())
        first, second = Passkey.objects.order_by("pk")
        question = self.first()
        self.second(self.key.get(question))
        with clock(NOON):
            response = self.client.post(reverse("accounts:remove_passkey", args=[first.pk]), **HERE)
        self.assertRedirects(response, STEP, fetch_redirect_response=False)
        self.assertFalse(self.is_in())
        self.assertEqual(list(Passkey.objects.all()), [second])


class EnteringTest(PasskeyCase):
    def setUp(self):
        super().setUp()
        self.add()

    def test_the_key_opens_the_desk(self):
        self.assertEqual(self.second(self.key.get(self.first())).status_code, 302)
        event = Event.objects.filter(kind="session.sign_in").latest("number")
        self.assertEqual(event.note, "Bằng mật khẩu và khóa truy cập «Điện thoại cơ quan».")
        self.assertTrue(self.is_in())
        self.assertEqual(Passkey.objects.get().used_at, NOON)

    def test_an_answer_opens_once_and_only_to_its_own_question(self):
        answer = self.key.get(self.first())
        self.second(answer)
        other = Client()
        self.first(other)
        self.assertContains(self.second(answer, other), WRONG)
        self.assertFalse(self.is_in(other))
        self.assertIn("session.second_factor failed", kinds())

    def test_wrong_answers_open_nothing(self):
        foreign = Key()
        foreign.id = self.key.id
        for kind, make in {
            "khóa lạ": lambda question: Key().get(question),
            "chữ ký lạ": foreign.get,
            "trang giả": lambda question: self.key.get(question, origin="https://gia-mao.example"),
            "việc khác": lambda question: self.key.get(question, type="webauthn.create"),
            "không phải JSON": lambda question: "{",
        }.items():
            client = Client()
            with self.subTest(kind=kind):
                self.assertContains(self.second(make(self.first(client)), client), WRONG)
                self.assertFalse(self.is_in(client))

    def test_the_key_of_another_person_opens_nothing(self):
        other, client = make_user("approver", username="ung"), Client()
        with clock(NOON):
            sign_in(client, other, **HERE)
        theirs = Key()
        self.add(theirs, client)
        question = self.first()
        self.assertContains(self.second(theirs.get(question)), WRONG)

    def test_tries_with_keys_are_counted_like_those_with_codes(self):
        for _ in range(5):
            self.first()
            self.second("{}")
        self.assertContains(self.second(self.key.get(self.first())), "Thử sai nhiều lần", status_code=429)

    def test_a_key_that_counts_and_counts_back_was_copied(self):
        counting = Key(counter=7)
        self.add(counting)
        client = Client()
        self.assertEqual(self.second(counting.get(self.first(client)), client).status_code, 302)
        counting.counter = 3
        client = Client()
        self.assertContains(self.second(counting.get(self.first(client)), client), "có thể đã bị sao chép")
        self.assertFalse(self.is_in(client))
