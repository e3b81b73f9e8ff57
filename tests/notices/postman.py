"""A real mail server on the loopback, in a thread of its own, that keeps what it takes and answers as it is told."""

import contextlib
import email
import email.policy

from aiosmtpd.controller import Controller
from django.test import override_settings

from tests.ports import free_port


class Postman:
    """`answers`: what it says to letters for an address, "250 OK" unless said; `at_data`: to any letter at its end."""

    def __init__(self):
        self.taken, self.answers, self.at_data, self.before = [], {}, "250 OK", None

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.before:
            self.before()
        if self.at_data.startswith("250"):
            letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.taken.append((envelope.rcpt_tos[0], letter))
        return self.at_data

    def texts(self, address):
        return [letter.get_content() for to, letter in self.taken if to == address]


@contextlib.contextmanager
def serving():
    """The settings name it while it serves."""
    postman = Postman()
    server = Controller(postman, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        with mail_at(server.port):
            yield postman
    finally:
        server.stop()


def mail_at(port):
    return override_settings(
        MAIL_READY=True,
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_TIMEOUT=5,
        DEFAULT_FROM_EMAIL="trang@trang.example",
    )
