"""How BACKUP_STORE names a store: s3://BUCKET/FOLDER?endpoint=https://HOST&region=NAME. Pure."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
HERE = {"127.0.0.1", "localhost", "::1"}
EXAMPLE = "s3://sao-luu/cms?endpoint=https://kho.example"
# Never repeats the address: whoever writes it as MEDIA_STORE is written has put a secret there.
NO_ADDRESS = (
    "BACKUP_STORE phải có dạng {}; khóa của kho không ghi ở đó mà ở BACKUP_STORE_KEY_ID và BACKUP_STORE_SECRET."
)
OPEN_LINE = (
    "BACKUP_STORE dùng endpoint «{}» không mã hóa đường truyền; hãy dùng https:// (http:// chỉ cho chính máy này)."
)
UNKNOWN = "BACKUP_STORE có tham số «{}» không rõ nghĩa; chỉ có endpoint và region."


@dataclass(frozen=True)
class Address:
    """`endpoint`, `region`: "" where the store's own rules decide, as at Amazon."""

    bucket: str
    prefix: str
    endpoint: str
    region: str


def read(text: str) -> Address:
    """Raises ValueError with a sentence."""
    parts = urlsplit(text)
    options = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not BUCKET.fullmatch(parts.netloc) or parts.fragment:
        raise ValueError(NO_ADDRESS.format(EXAMPLE))
    if strange := set(options) - {"endpoint", "region"}:
        raise ValueError(UNKNOWN.format(min(strange)))
    endpoint = options.get("endpoint", "").rstrip("/")
    host = urlsplit(endpoint)
    if endpoint and (host.scheme not in {"https", "http"} or not host.hostname or host.username):
        raise ValueError(NO_ADDRESS.format(EXAMPLE))
    if host.scheme == "http" and host.hostname not in HERE:
        raise ValueError(OPEN_LINE.format(endpoint))
    folder = parts.path.strip("/")
    return Address(parts.netloc, f"{folder}/" if folder else "", endpoint, options.get("region", ""))
