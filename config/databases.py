"""Turns DATABASE_URL into Django's setting: SQLite for one small machine, PostgreSQL for the rest."""

from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from config.env import MissingSettingError

ROOT = Path(__file__).resolve().parent.parent


def from_url(url: str) -> dict:
    """`sqlite:///var/db.sqlite3` (three slashes: beside manage.py, four: absolute) or `postgres://user:pass@host:5432/name`.

    The sentences below never repeat the URL: it may hold a password.
    """
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError:
        raise MissingSettingError("DATABASE_URL không đọc được: hãy xem lại địa chỉ máy và cổng.") from None
    if parts.scheme == "sqlite":
        return _sqlite(unquote(url.removeprefix("sqlite:///")))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(parts, port)
    raise MissingSettingError(
        f"DATABASE_URL phải bắt đầu bằng sqlite:/// hoặc postgres://, đang bắt đầu bằng «{parts.scheme}»."
    )


def _postgresql(parts: SplitResult, port: str) -> dict:
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise MissingSettingError("DATABASE_URL thiếu tên cơ sở dữ liệu sau địa chỉ máy chủ PostgreSQL.")
    options = dict(parse_qsl(parts.query))
    return {
        **_pooling(options.pop("pooling", "")),
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A folder with the server's socket cannot stand where a host does, so it comes as ?host=/run/postgresql.
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": port,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _pooling(word: str) -> dict:
    """Behind PgBouncer in transaction mode nothing may outlive its transaction: no cursor left open on the server."""
    if word not in {"", "transaction"}:
        raise MissingSettingError("DATABASE_URL: pooling chỉ nhận một giá trị, pooling=transaction.")
    return {"DISABLE_SERVER_SIDE_CURSORS": True} if word else {}


def _sqlite(path: str) -> dict:
    """WAL lets readers read while someone writes; IMMEDIATE makes two writers queue instead of failing."""
    if not path or path.startswith("sqlite:"):
        raise MissingSettingError("DATABASE_URL thiếu đường dẫn tệp: ví dụ sqlite:///var/db.sqlite3.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(ROOT / path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=2000000000;"
                " PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }
