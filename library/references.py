"""Which pictures of the library a piece of HTML shows."""

import re

from library.models import KEY_PATTERN

_ADDRESS = re.compile(rf"/thu-vien/anh/({KEY_PATTERN})-[0-9]{{1,5}}\.webp")


def picture_keys(html: str) -> list[str]:
    """The keys of the library's pictures in the order they appear, each once."""
    return list(dict.fromkeys(_ADDRESS.findall(html)))
