"""Reads one setting from the environment, or stops with one plain sentence that names it."""

import os


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
