"""The line to the mail server: opened once for many letters, and what goes wrong on it said in sentences.

A server's own words hold addresses, so of them only the number is told.
"""

import contextlib
import smtplib
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

AWAY = "Không nối được với máy chủ thư (EMAIL_HOST, EMAIL_PORT), hoặc máy chủ ngắt giữa chừng."
SIGN_IN = "Máy chủ thư không nhận EMAIL_USER và EMAIL_PASSWORD (mã {})."
NO_TLS = "Máy chủ thư không có điều mà EMAIL_TLS hoặc EMAIL_USER đòi hỏi."
SENDER = "Máy chủ thư không nhận địa chỉ gửi EMAIL_FROM (mã {})."
RECIPIENT = "Máy chủ thư không nhận địa chỉ của người này (mã {})."
CONTENT = "Máy chủ thư không nhận thư (mã {})."
UNREADABLE = "Không lập được thư: địa chỉ của người nhận có ký tự mà thư không mang được."
LASTING = 500
"""From here on a reply means: do not come again with this."""


class NotSentError(Exception):
    """The text is a sentence for an administrator. `is_final`: to try again would be no use."""

    def __init__(self, sentence: str, *, is_final: bool = False):
        super().__init__(sentence)
        self.is_final = is_final


class Line:
    """Opened with the first letter; a server that is away is not asked again for the others of the run."""

    def __init__(self):
        self.connection = get_connection()
        self.away: NotSentError | None = None

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self._close()

    def send(self, key: UUID, address: str, subject: str, text: str) -> None:
        """Raises NotSentError."""
        self._open()
        message = EmailMessage(subject, text, None, [address], connection=self.connection, headers=_headers(key))
        try:
            message.send()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._close()
            raise _told(error) from error

    def _open(self):
        if self.away is None:
            try:
                self.connection.open()
            except (smtplib.SMTPException, OSError) as error:
                self.away = _told(error, is_letters_own=False)
        if self.away:
            raise self.away

    def _close(self):
        # A line that is broken already cannot be closed in order.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self.connection.close()


def _headers(key) -> dict:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return {"Message-ID": f"<{key}@{host}>", "Auto-Submitted": "auto-generated"}


def _told(error: Exception, *, is_letters_own: bool = True) -> NotSentError:
    """`is_letters_own`: a refusal that lasts is about this letter, not about how the site is set up."""
    code = _code(error)
    lasts = is_letters_own and code >= LASTING
    match error:
        case smtplib.SMTPAuthenticationError():
            return NotSentError(SIGN_IN.format(code))
        case smtplib.SMTPNotSupportedError():
            return NotSentError(NO_TLS)
        case smtplib.SMTPSenderRefused():
            return NotSentError(SENDER.format(code))
        case smtplib.SMTPRecipientsRefused():
            return NotSentError(RECIPIENT.format(code), is_final=lasts)
        case smtplib.SMTPDataError():
            return NotSentError(CONTENT.format(code), is_final=lasts)
        case ValueError():
            return NotSentError(UNREADABLE, is_final=True)
    return NotSentError(AWAY)


def _code(error) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()), (0, b""))[0]
    return getattr(error, "smtp_code", 0)
