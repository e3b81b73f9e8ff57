"""May a typed address be followed by readers? Pure."""

import re

_REST = r"[^\s\x00-\x1f\x7f\\<>\"'`{}|^]*"
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::[0-9]{1,5})?"
_SITE = re.compile(rf"/(?![/\\]){_REST}")
_WEB = re.compile(rf"https?://{_HOST}(?:[/?#]{_REST})?", re.IGNORECASE)
LONGEST = 500

NOT_A_LINK = (
    "Địa chỉ «{}» không dùng được. Hãy ghi địa chỉ trong trang bắt đầu bằng dấu gạch chéo, ví dụ /van-ban/, hoặc địa "
    "chỉ đầy đủ bắt đầu bằng https://"
)
NOT_ON_THE_WEB = "Địa chỉ «{}» không dùng được. Hãy ghi địa chỉ đầy đủ, bắt đầu bằng https:// hoặc http://"


def is_of_the_site(address: str) -> bool:
    return len(address) <= LONGEST and bool(_SITE.fullmatch(address))


def is_on_the_web(address: str) -> bool:
    """No name and password in front of the host, no number instead of a name: both are ways to deceive."""
    return len(address) <= LONGEST and bool(_WEB.fullmatch(address))


def complaint(address: str) -> str | None:
    if is_of_the_site(address) or is_on_the_web(address):
        return None
    return NOT_A_LINK.format(address[:80])
