"""One id for one request: in the answer, in the log, on the page that says sorry, in the record."""

import re

from django.test import Client, TestCase, override_settings

from audit.models import Event
from tests.monitoring import failing, written

FORM = re.compile(r"[0-9a-f]{32}")
GIVEN = "0123456789abcdef0123456789abcdef"
FORGED = (
    "", "1", GIVEN[:-1], f"{GIVEN}0", GIVEN.upper(), f"{GIVEN}\n", f"\n{GIVEN}", "a" * 10_000, '"}, {"level": "x',
    f"{GIVEN[:-2]}\r\n", "０" * 32, "đ" * 32, f"{GIVEN}, {GIVEN}", "../../etc/passwd" * 2,
)  # fmt: skip


def ask(path="/healthz", given=None, **facts):
    """By a client that reads the settings anew."""
    sent = {} if given is None else {"HTTP_X_REQUEST_ID": given}
    return Client(raise_request_exception=False).get(path, **sent, **facts)


class RequestIdTests(TestCase):
    def test_every_answer_has_an_id_of_its_own(self):
        found = {ask()["X-Request-ID"] for _ in range(5)} | {ask("/khong-co/")["X-Request-ID"]}
        self.assertEqual(len(found), 6)
        self.assertTrue(all(map(FORM.fullmatch, found)))

    def test_the_proxys_id_is_taken_and_a_visitors_is_not(self):
        self.assertNotEqual(ask(given=GIVEN)["X-Request-ID"], GIVEN)
        with override_settings(TRUSTED_PROXIES=1):
            self.assertEqual(ask(given=GIVEN)["X-Request-ID"], GIVEN)

    @override_settings(TRUSTED_PROXIES=1)
    def test_what_has_not_the_form_of_an_id_goes_nowhere(self):
        for forged in FORGED:
            with self.subTest(forged=forged[:40]), written.log() as log:
                taken = ask("/khong-co/", given=forged)["X-Request-ID"]
                self.assertTrue(FORM.fullmatch(taken))
                self.assertEqual([line["request"] for line in log.lines], [taken])
                self.assertFalse(len(forged) > 1 and forged in log.text)

    @override_settings(ROOT_URLCONF=failing)
    def test_the_page_that_says_sorry_names_what_stands_in_the_log(self):
        for path, status in (("/value/", 500), ("/away/", 503)):
            with self.subTest(path=path), written.log() as log:
                response = ask(path)
                self.assertEqual(response.status_code, status)
                self.assertIn(f"mã yêu cầu: <code>{response['X-Request-ID']}</code>", response.content.decode())
                self.assertEqual({line["request"] for line in log.lines}, {response["X-Request-ID"]})

    def test_the_record_has_the_same_id(self):
        response = Client().post("/quan-tri/login/", {"username": "khong-co", "password": "sai"})
        self.assertEqual(Event.objects.get().request, response["X-Request-ID"])

    def test_outside_of_a_request_there_is_none(self):
        with written.log() as log:
            ask("/khong-co/")
            written.logging.getLogger("library").warning("Sau cùng.")
        self.assertNotIn("request", log.lines[-1])
