"""The certificate as visitors get it: whether it is the site's, and for how many days it holds."""

import datetime as dt

from cryptography import x509

from doctor import front_door
from doctor.symptom import Symptom, error, warning

SOON = dt.timedelta(days=21)
VERY_SOON = dt.timedelta(days=7)
RENEW = "certbot renew, hoặc chép chứng chỉ mới vào chỗ mà /etc/nginx/conf.d/cms.conf ghi; rồi systemctl reload nginx"


def days_left(at: dt.datetime) -> list[Symptom]:
    """Nothing where nginx does not answer: front_door.py says that."""
    if not (name := front_door.host()):
        return []
    try:
        with front_door.connected(name) as line:
            shown = line.getpeercert(binary_form=True)
    except OSError:
        return []
    return judged(shown, name, at)


def judged(shown: bytes, host: str, at: dt.datetime) -> list[Symptom]:
    found = x509.load_der_x509_certificate(shown)
    left, where = found.not_valid_after_utc - at, f"chứng chỉ của {host}"
    if not any(_fits(host, name) for name in names(found)):
        return [error(f"là của {', '.join(names(found)) or 'không tên nào'}, không phải của {host}.", where, RENEW)]
    if left <= dt.timedelta():
        return [error("đã hết hạn; trình duyệt chặn trang.", where, RENEW)]
    if left < SOON:
        say = error if left < VERY_SOON else warning
        return [say(f"còn {left.days} ngày.", where, RENEW)]
    if found.issuer == found.subject:
        return [
            warning(
                "tự ký, chỉ để thử; trình duyệt của bạn đọc sẽ cảnh báo.",
                where,
                "chạy lại script/install với --certificate, --key",
            )
        ]
    return []


def names(found: x509.Certificate) -> list[str]:
    try:
        return found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(
            x509.DNSName
        )
    except x509.ExtensionNotFound:
        return []


def _fits(host: str, name: str) -> bool:
    return host == name or (name.startswith("*.") and host.partition(".")[2] == name[2:])
