"""Turns the addresses of what may stand beside the site into Django's settings: a replica, a cache, a store of files.

None is needed. The sentences below never repeat an address: it may hold a password.
"""

from urllib.parse import parse_qsl, unquote, urlsplit

from config import databases
from config.env import MissingSettingError

SECONDS_TO_CONNECT = "2"
"""Longer than any machine of the same house needs; a reader waits for it once."""


def replica(url: str) -> dict:
    """`REPLICA_URL`, written like DATABASE_URL: a streaming replica of the same PostgreSQL."""
    try:
        found = databases.from_url(url)
    except MissingSettingError as error:
        raise MissingSettingError(str(error).replace("DATABASE_URL", "REPLICA_URL")) from None
    if "postgresql" not in found["ENGINE"]:
        raise MissingSettingError("REPLICA_URL phải bắt đầu bằng postgres://: chỉ PostgreSQL có bản sao đọc.")
    # Whether the line still lives shows by the first question of a request, which is asked again on a new line.
    return {**found, "CONN_HEALTH_CHECKS": False, "TEST": {"MIRROR": "default"}}


def patient_no_longer(database: dict) -> dict:
    """A machine that is gone without a word is given up soon, unless the address says otherwise."""
    return {**database, "OPTIONS": {"connect_timeout": SECONDS_TO_CONNECT, **database["OPTIONS"]}}


def cache(url: str) -> dict:
    """`CACHE_URL`: `redis://:SECRET@machine:6379/0`, `rediss://` over TLS or `unix:///run/redis/redis.sock`."""
    if urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        raise MissingSettingError("CACHE_URL phải bắt đầu bằng redis://, rediss:// hoặc unix://.")
    return {"BACKEND": "config.shared_cache.NearAndShared", "LOCATION": url}


def media_store(url: str) -> dict:
    """`MEDIA_STORE`: `s3://KEY:SECRET@machine/bucket`, `s3+http://` inside the house; `?region=` if it has any."""
    parts = urlsplit(url)
    schemes = {"s3": "https", "s3+http": "http"}
    if parts.scheme not in schemes:
        raise MissingSettingError("MEDIA_STORE phải bắt đầu bằng s3:// hoặc s3+http://.")
    bucket, options = parts.path.strip("/"), dict(parse_qsl(parts.query))
    if not (parts.username and parts.password and parts.hostname and bucket) or "/" in bucket:
        raise MissingSettingError("MEDIA_STORE phải có dạng s3://KHÓA:BÍ-MẬT@máy/thùng; hãy xem docs/scaling.md.")
    if strange := set(options) - {"region"}:
        raise MissingSettingError(f"MEDIA_STORE không nhận «{min(strange)}»; chỉ nhận region.")
    return {
        "BACKEND": "config.media_store.MediaStore",
        "OPTIONS": {
            "endpoint_url": f"{schemes[parts.scheme]}://{parts.netloc.rpartition('@')[2]}",
            "access_key": unquote(parts.username),
            "secret_key": unquote(parts.password),
            "bucket_name": bucket,
            "region_name": options.get("region", "us-east-1"),
        },
    }
