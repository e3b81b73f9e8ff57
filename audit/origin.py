"""From where the work in hand comes: set once for each request, asked when something is recorded.

Outside a request, the work comes from a command on the machine.
"""

import contextlib
import getpass
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field

from monitoring import passing

WEB = "trang quản trị"


@dataclass(frozen=True)
class Origin:
    place: str
    address: str = ""
    request: str = ""


@dataclass
class _Asking:
    """One request; its id is made only when something of it is recorded."""

    address: str
    place: str
    id: str = field(default="")


_asking: ContextVar[_Asking | None] = ContextVar("audit_asking", default=None)


@contextlib.contextmanager
def of_request(address: str, place: str = WEB) -> Iterator[None]:
    """Whatever is recorded inside came from that address."""
    token = _asking.set(_Asking(address, place))
    try:
        yield
    finally:
        _asking.reset(token)


def current() -> Origin:
    asking = _asking.get()
    if asking is None:
        return Origin(f"lệnh trên máy chủ, tài khoản {system_user()}"[:100])
    # The id that stands in the log and on the reader's error page, where there is one.
    asking.id = asking.id or passing.current_id() or uuid.uuid4().hex
    return Origin(asking.place, asking.address, asking.id)


def system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        return "không tên"
