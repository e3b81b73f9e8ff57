"""From the words of a facts file to ours."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from resolutions.models import Congress, Indicator
from resolutions.models.sourced import Confidence
from resolutions.progress import HEADINGS, Comparator, Kind, Road, Vintage

DIRECTIONS = {
    "higher_better": Indicator.Direction.UP,
    "lower_better": Indicator.Direction.DOWN,
    "range": Indicator.Direction.RANGE,
    "neutral": Indicator.Direction.NEUTRAL,
}
CONFIDENCES = {choice.value: choice.value for choice in Confidence}
STATES = {choice.value: choice.value for choice in Congress.State}

# "=" and "≈" take their side from the direction; the rest say it themselves.
OPERATORS = {
    "=": None,
    "≈": None,
    ">=": Comparator.AT_LEAST,
    ">": Comparator.ABOVE,
    "<=": Comparator.AT_MOST,
    "<": Comparator.BELOW,
    "range": Comparator.BETWEEN,
}
BARE = frozenset(operator for operator, side in OPERATORS.items() if side is None)
"""The source has the number alone."""
OPERATOR_WORDS = {operator: operator for operator in OPERATORS}

GENERAL_KINDS = ("annual_average", "end_of_term", "term_total")
KINDS = {word: word for word in (*GENERAL_KINDS, *(kind for kind in Kind if kind not in HEADINGS))}

# What is counted one by one; a target in such a unit is a COUNT, not a level.
COUNTED_UNITS = frozenset({"xã", "huyện", "phường", "bản", "thôn", "đơn vị", "tổ chức", "công trình", "đề án"})

ISSUERS = {
    "BCH": "Ban Chấp hành Đảng bộ tỉnh",
    "BTV": "Ban Thường vụ Tỉnh ủy",
    "HĐND tỉnh": "Hội đồng nhân dân tỉnh",
    "UBND tỉnh": "Ủy ban nhân dân tỉnh",
}
KINDS_OF_DOCUMENT = {
    "NQ": "nghị quyết",
    "QĐ": "quyết định",
    "KH": "kế hoạch",
    "KL": "kết luận",
    "CT": "chỉ thị",
    "CTr": "chương trình hành động",
    "BC": "báo cáo",
    "HD": "hướng dẫn",
}
ROADS = {road.value: road.value for road in Road}
STATUSES = {word: word for word in ("actual", "estimate", "preliminary", "official", "partial")}

OFFICIAL_HOSTS = ("gov.vn", "dcs.vn")


@dataclass(frozen=True)
class Heading:
    """A target whose number lies in its parts. The other `parent` words of a file only say that numbers stand in one
    sentence of the resolution; each of those is a target of its own."""

    kind: Kind
    code: str
    wording: str


HEADINGS_BY_WORD = {
    "structure": Heading(Kind.COMPOSITE, "co-cau-kinh-te", "Cơ cấu kinh tế (tỷ trọng trong GRDP)"),
    "labour-training": Heading(
        Kind.NESTED, "lao-dong-qua-dao-tao", "Lao động qua đào tạo, trong đó được cấp bằng, chứng chỉ"
    ),
}


def comparator(operator: str, direction: str) -> Comparator:
    """A neutral direction is never judged, so its side does not matter."""
    return OPERATORS[operator] or (Comparator.AT_MOST if direction == Indicator.Direction.DOWN else Comparator.AT_LEAST)


def kind(word: str, unit: str) -> Kind | None:
    """None for an average in a unit that is neither percent nor points: no formula is known for it."""
    if word == "annual_average":
        if unit.startswith("điểm"):
            return Kind.AVERAGE_CHANGE
        return Kind.AVERAGE_RATE if unit.startswith("%") else None
    if word == "end_of_term":
        return Kind.COUNT if unit in COUNTED_UNITS else Kind.LEVEL
    return Kind.TOTAL if word == "term_total" else Kind(word)


def is_press(source: str) -> bool:
    """Everything is "theo báo chí, cần đối chiếu" but what an official body publishes at its own address."""
    host = (urlsplit(source).hostname or "").lower()
    return not any(host == official or host.endswith(f".{official}") for official in OFFICIAL_HOSTS)


def vintage(status: str) -> Vintage:
    """Only what the source itself says; what it calls neither estimated nor official is of unknown standing."""
    return {"estimate": Vintage.ESTIMATE, "preliminary": Vintage.PRELIMINARY, "official": Vintage.OFFICIAL}.get(
        status, Vintage.UNKNOWN
    )
