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


def words(name: str, default: str | None = None) -> list[str]:
    """A list written with commas: "a.vn, b.vn"."""
    return [word for word in (part.strip() for part in text(name, default).split(",")) if word]


def whole_number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise MissingSettingError(f"Biến môi trường {name} phải là một số nguyên không âm, đang là «{value}».")
    return int(value)


def yes_or_no(name: str, default: bool) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value not in {"yes", "no"}:
        raise MissingSettingError(f"Biến môi trường {name} phải là yes hoặc no, đang là «{value}».")
    return value == "yes"
