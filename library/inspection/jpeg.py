"""How much work is this JPEG? Its markers are walked as its decoder walks them, and no pixel is drawn."""

import re
from dataclasses import dataclass

# Pillow's decoder reads these three forms; of the rest (arithmetic, lossless) browsers show none.
_FRAMES = {0xC0: "baseline", 0xC1: "extended", 0xC2: "progressive"}
_OTHER_FRAMES = {0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)}
_START_OF_SCAN, _END = 0xDA, 0xD9
# The next marker, whatever stands before it: 00 and FF belong to the data, D0 to D7 only restart it.
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_WITHOUT_LENGTH = {0x01, 0xD8}


class UnknownFormError(ValueError):
    """The decoder would not know this JPEG either."""


@dataclass(frozen=True)
class Work:
    """`coefficient_bytes`: what the decoder holds besides the picture when it must wait for several scans."""

    scans: int
    is_progressive: bool
    samples: int

    @property
    def coefficient_bytes(self) -> int:
        return 2 * self.samples if self.is_progressive or self.scans > 1 else 0


def work(content: bytes) -> Work:
    """Raises UnknownFormError when there is no frame that our decoder knows."""
    scans, form, samples = 0, "", 0
    for marker, body in _segments(content):
        if marker in _FRAMES:
            form, samples = _FRAMES[marker], max(samples, _samples(content, body))
        elif marker in _OTHER_FRAMES:
            raise UnknownFormError
        elif marker == _START_OF_SCAN:
            scans += 1
    if not form:
        raise UnknownFormError
    return Work(scans, form == "progressive", samples)


def _segments(content: bytes):
    """(marker, where its body begins) up to the end of the first picture; a second one may follow, unread."""
    at = 2
    while found := _MARKER.search(content, at):
        marker, at = found[1][0], found.end()
        if marker == _END:
            return
        if marker not in _WITHOUT_LENGTH:
            yield marker, at + 2
            at += max(2, int.from_bytes(content[at : at + 2], "big"))


def _samples(content: bytes, body: int) -> int:
    """How many numbers all the components have together; chroma is mostly stored at half the size."""
    height, width = (int.from_bytes(content[at : at + 2], "big") for at in (body + 1, body + 3))
    count = content[body + 5] if body + 5 < len(content) else 0
    factors = [content[at] for at in range(body + 7, min(body + 6 + 3 * count, len(content)), 3)]
    areas = [(factor >> 4) * (factor & 15) for factor in factors]
    largest = max((factor >> 4 for factor in factors), default=1) * max((factor & 15 for factor in factors), default=1)
    return width * height * sum(areas) // max(1, largest)
