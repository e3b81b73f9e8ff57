"""Can this target exist? Each kind asks for its own facts; every refusal is a sentence beside its field."""

from django.core.exceptions import ValidationError

from resolutions.progress import HEADINGS, WITHOUT_NUMBER, Comparator, Kind, agree

DISAGREE = (
    "Phép so sánh không hợp với hướng tốt của chỉ số: càng cao càng tốt đi với «từ … trở lên», «trên»; càng thấp càng "
    "tốt đi với «không quá», «dưới»; trong khoảng đi với «trong khoảng»."
)


RATE_IN_PERCENT = (
    "Tốc độ tăng bình quân được tính từ tốc độ tăng từng năm, nên chỉ số phải tính bằng %; chỉ số này tính bằng "
    "«{measured}». Hãy chọn hoặc tạo chỉ số tốc độ tăng, ví dụ «Tốc độ tăng thu ngân sách», %."
)
SAME_UNIT = (
    "Số liệu được so thẳng với mức chỉ tiêu, nên mức chỉ tiêu phải cùng đơn vị với chỉ số («{measured}»): hãy đổi con "
    "số sang đơn vị đó. Chỉ mức thay đổi bình quân năm có đơn vị riêng."
)
UNIT_OF_A_CHANGE = (
    "Đơn vị này không hợp: chỉ số tính bằng «{measured}», nên mức thay đổi bình quân tính bằng «{change}»; hãy ghi như "
    "vậy hoặc để trống."
)
POINTS = ("điểm phần trăm", "điểm %")


def misfit(kind, own: str, measured: str) -> dict[str, str]:
    """What makes numbers of that kind, in their `own` unit ("": that of the indicator), and figures in the unit
    `measured` no pair. Nothing here converts, so a verdict on such a pair would be about nothing."""
    if kind == Kind.AVERAGE_RATE and not measured.startswith("%"):
        return {"indicator": RATE_IN_PERCENT.format(measured=measured)}
    if kind == Kind.AVERAGE_CHANGE:
        return _unit_of_change(own, measured)
    return {"unit": SAME_UNIT.format(measured=measured)} if own not in {"", measured} else {}


def _unit_of_change(own: str, measured: str) -> dict[str, str]:
    """Points of a share, or as much of the indicator's own unit a year; "%/năm" of a share is often meant as points."""
    change = f"{measured.removesuffix('/năm')}/năm"
    fits = own.removesuffix("/năm") == measured.removesuffix("/năm")
    if measured.startswith("%"):
        change, fits = "điểm phần trăm/năm", own.startswith((*POINTS, "%"))
    return {} if fits or not own else {"unit": UNIT_OF_A_CHANGE.format(measured=measured, change=change)}


def measures_changes(kind, measured: str) -> bool:
    """The indicator of a mean change is itself in points, so a year's figure of it is no level."""
    return kind == Kind.AVERAGE_CHANGE and measured.startswith(POINTS)


def check(target):
    """Raises ValidationError with every field that is wrong, not only the first."""
    errors = {**_number(target), **_kind(target), **_years(target), **_parent(target), **_links(target)}
    if errors:
        raise ValidationError(errors)


def _number(target):
    has_range = target.low is not None or target.high is not None
    if target.kind in WITHOUT_NUMBER:
        if target.value is not None or has_range:
            return {"value": "Loại chỉ tiêu này không có con số riêng; con số thuộc về từng phần."}
        return {}
    if target.comparator == Comparator.BETWEEN:
        if target.low is None or target.high is None:
            return {"low": "Phép so sánh «trong khoảng» cần cả cận dưới và cận trên."}
    elif target.value is None:
        return {"value": "Hãy nhập mức chỉ tiêu."}
    elif has_range:
        return {"low": "Cận dưới và cận trên chỉ dùng với phép so sánh «trong khoảng»."}
    return {}


def _kind(target):
    errors = {}
    if target.indicator_id is None and target.kind not in WITHOUT_NUMBER:
        errors["indicator"] = "Hãy chọn chỉ số được đo."
    if target.kind in HEADINGS and target.indicator_id is not None:
        errors["indicator"] = "Chỉ tiêu nhiều phần không có chỉ số riêng; mỗi phần có chỉ số của mình."
    if target.indicator_id:
        errors |= misfit(target.kind, target.unit, target.indicator.unit)
    if target.indicator_id and not agree(target.indicator.direction, target.comparator, target.kind):
        errors["comparator"] = DISAGREE
    if target.kind == Kind.MAINTAIN and not target.maintain_rule:
        errors["maintain_rule"] = "Hãy chọn cách tính duy trì."
    if target.kind == Kind.MILESTONE and target.due_on is None:
        errors["due_on"] = "Chỉ tiêu loại mốc cần hạn hoàn thành."
    return errors


def _years(target):
    errors = {}
    congress = target.congress if target.congress_id else None
    if congress and target.target_year is not None and target.target_year <= congress.start_year:
        errors["target_year"] = f"Năm đích phải sau năm bắt đầu nhiệm kỳ ({congress.start_year})."
    if target.baseline_value is not None and target.baseline_year is None:
        errors["baseline_year"] = "Mức xuất phát cần năm."
    if target.baseline_value is not None and not target.baseline_source:
        errors["baseline_source"] = "Mức xuất phát cần nguồn."
    if target.baseline_year and target.target_year and target.baseline_year >= target.target_year:
        errors["baseline_year"] = "Năm xuất phát phải trước năm đích."
    return errors


def _parent(target):
    if target.parent_id is None:
        return {}
    if target.parent_id == target.pk:
        return {"parent": "Một chỉ tiêu không thể là phần của chính nó."}
    if target.parent.kind not in HEADINGS:
        return {"parent": "Chỉ chỉ tiêu «cơ cấu nhiều phần» hoặc «lồng nhau» mới có các phần."}
    if target.kind in HEADINGS:
        return {"parent": "Một phần không thể lại có nhiều phần."}
    if target.parent.congress_id != target.congress_id:
        return {"parent": "Các phần phải thuộc cùng một đại hội."}
    return {}


def _links(target):
    if target.task_group_id and target.task_group.congress_id != target.congress_id:
        return {"task_group": "Nhóm nhiệm vụ phải thuộc cùng đại hội với chỉ tiêu."}
    return {}
