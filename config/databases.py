"""Turns DATABASE_URL into Django's setting: SQLite for one small machine, PostgreSQL for the rest."""

from urllib.parse import parse_qsl, unquote, urlsplit

from config.env import MissingSettingError


def from_url(url: str) -> dict:
    """`sqlite:///var/db.sqlite3` (three slashes: relative, four: absolute) or `postgres://user:pass@host:5432/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(unquote(url.removeprefix("sqlite:///")))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or dict(parse_qsl(parts.query)).get("host", "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise MissingSettingError(
        f"DATABASE_URL phải bắt đầu bằng sqlite:/// hoặc postgres://, đang bắt đầu bằng «{parts.scheme}»."
    )


def sqlite(path: str) -> dict:
    """WAL lets readers read while someone writes; IMMEDIATE makes two writers queue instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
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
