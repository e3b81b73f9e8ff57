"""What a log may say of an error: its kind, where it happened and the way there. Pure.

Its own words are left out, since they often repeat what somebody typed ("invalid literal: 'Nguyễn Văn A'"), an address
or a row of the database. Told are those of errors that speak of the machine or of our code alone.
"""

import sysconfig
import traceback
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = tuple(f"{place}/" for place in (sysconfig.get_path("purelib"), sysconfig.get_path("stdlib"), ROOT))
HARMLESS = frozenset(
    {
        "OperationalError", "InterfaceError", "OSError", "FileNotFoundError", "PermissionError", "TimeoutError",
        "ConnectionRefusedError", "ConnectionResetError", "AttributeError", "NameError", "ImportError",
        "ModuleNotFoundError", "TemplateDoesNotExist", "UndefinedError", "MemoryError", "RecursionError",
    }
)  # fmt: skip
"""By name, so that this knows no library. Of each the first line: the next ones may quote a row."""
LETTERS, FRAMES, ERRORS = 300, 25, 4


def words(error: BaseException) -> str:
    """ "" where they could be about somebody."""
    if type(error).__name__ not in HARMLESS:
        return ""
    # The path that it was about has a name which somebody may have given.
    said = error.strerror or "" if isinstance(error, OSError) else str(error)
    return next(iter(said.splitlines()), "")[:LETTERS]


def kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def place(error: BaseException) -> str:
    """The line where it was raised; "" before it was."""
    return next(reversed(_frames(error)), "")


def trace(error: BaseException) -> list[str]:
    """The way there, and of the errors behind it; one line each, the oldest first."""
    lines = []
    for one in reversed(list(_chain(error))):
        lines += [*_frames(one)[-FRAMES:], f"{kind(one)}: {words(one)}".removesuffix(": ")]
    return lines


def shortened(path: str) -> str:
    """Without the folders that are this machine's own."""
    for folder in PLACES:
        if path.startswith(folder):
            return path.removeprefix(folder)
    return Path(path).name


def _frames(error: BaseException) -> list[str]:
    steps = traceback.walk_tb(error.__traceback__)
    return [f"{shortened(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}" for frame, line in steps]


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen = []
    while error is not None and error not in seen and len(seen) < ERRORS:
        seen.append(error)
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
