"""Reads one setting from the environment, or stops with one plain sentence that names it."""

import os
import re
from urllib.parse import urlsplit

HOST = re.compile(r"[a-z0-9.-]+(?<!\.)(:[0-9]{1,5})?|\[[0-9a-f:]+\](:[0-9]{1,5})?")


class MissingSettingError(SystemExit):
    """Raised when the process cannot start; its text is all the administrator sees."""


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise MissingSettingError(
            f"Thiếu biến môi trường {name}: hãy đặt giá trị rồi khởi động lại (xem docs/operations.md)."
        )
    return value


def secret(name: str) -> str:
    """Long and mixed enough that nobody guesses it: 50 characters or more, 10 different ones or more."""
    value = text(name)
    if len(value) < 50 or len(set(value)) < 10:
        raise MissingSettingError(
            f"Biến môi trường {name} quá ngắn hoặc quá dễ đoán: cần ít nhất 50 ký tự ngẫu nhiên"
            " (xem docs/operations.md)."
        )
    return value


def token(name: str) -> str:
    """What a program shows to be let in: 32 characters or more, or "" for nobody."""
    value = text(name, "")
    if value and not re.fullmatch(r"[A-Za-z0-9_.~+/=-]{32,200}", value):
        raise MissingSettingError(
            f"Biến môi trường {name} phải có từ 32 đến 200 ký tự ngẫu nhiên: chữ cái không dấu, chữ số, _ hoặc -"
            " (xem docs/operations.md)."
        )
    return value


def one_of(name: str, allowed: tuple[str, ...]) -> str:
    """The first of them unless said."""
    value = text(name, allowed[0])
    if value not in allowed:
        raise MissingSettingError(f"Biến môi trường {name} phải là {' hoặc '.join(allowed)}, đang là «{value}».")
    return value


def words(name: str, default: str | None = None) -> list[str]:
    """A list written with commas: "a.vn, b.vn"."""
    found = [word for word in (part.strip() for part in text(name, default).split(",")) if word]
    if not found and default is None:
        raise MissingSettingError(f"Biến môi trường {name} không có giá trị nào giữa các dấu phẩy.")
    return found


def origins(name: str) -> list[str]:
    """Addresses with their scheme, as a browser sends them in Origin: "https://trang.example"."""
    found = words(name, "")
    if wrong := [origin for origin in found if not origin.startswith(("https://", "http://"))]:
        raise MissingSettingError(
            f"Biến môi trường {name} phải gồm các địa chỉ bắt đầu bằng https://, đang có «{wrong[0]}»."
        )
    return found


def site_address(name: str, default: str | None = None) -> str:
    """Where a site lives, scheme and host and no more: "https://trang.example"."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if (
        parts.scheme not in {"https", "http"}
        or value != f"{parts.scheme}://{parts.netloc}"
        or not HOST.fullmatch(parts.netloc)
    ):
        raise MissingSettingError(
            f"Biến môi trường {name} phải là địa chỉ của trang, không có đường dẫn, ví dụ https://trang.example;"
            f" đang là «{value}»."
        )
    return value


def contact(name: str) -> str:
    """How to reach somebody, as security.txt wants it: mailto:, https:// or tel:. "" where nobody is named."""
    value = text(name, "")
    if value and not re.fullmatch(r"(mailto:[^\s@]+@[^\s@]+|https://[^\s]+|tel:\+?[0-9-]+)", value):
        raise MissingSettingError(
            f"Biến môi trường {name} phải bắt đầu bằng mailto:, https:// hoặc tel:, ví dụ mailto:an-ninh@trang.example;"
            f" đang là «{value}»."
        )
    return value


def whole_number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or len(value) > 10:
        raise MissingSettingError(f"Biến môi trường {name} phải là một số nguyên không âm, đang là «{value}».")
    return int(value)


def yes_or_no(name: str, default: bool) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value not in {"yes", "no"}:
        raise MissingSettingError(f"Biến môi trường {name} phải là yes hoặc no, đang là «{value}».")
    return value == "yes"


def page_caches(name: str) -> list[str]:
    """The nodes that keep pages: sockets of this machine or http:// addresses without a path; none: nobody is told."""
    found = words(name, "")
    if wrong := [node for node in found if not re.fullmatch(r"/\S+|http://[a-z0-9.\[\]:-]+", node)]:
        raise MissingSettingError(
            f"Biến môi trường {name} phải gồm đường dẫn của socket hoặc địa chỉ http:// không có đường dẫn, ví dụ"
            f" /run/cms-pages/removals.sock; đang có «{wrong[0]}»."
        )
    return found


def local_socket(name: str) -> str:
    """ "/run/clamav/clamd.ctl" or "127.0.0.1:3310": a service of this machine, or "" for none."""
    value = text(name, "")
    if value and not re.fullmatch(r"/.+|(127\.0\.0\.1|localhost):[0-9]{1,5}", value):
        raise MissingSettingError(
            f"Biến môi trường {name} phải là đường dẫn của socket hoặc 127.0.0.1:cổng, đang là «{value}»."
        )
    return value
