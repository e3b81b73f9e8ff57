"""Targets made of parts: a structure of shares, or one share inside another. All parts must hold.

Only parts that nobody can ever judge are left out. One that cannot be judged yet is unknown, and so is the whole.
"""

from collections.abc import Callable
from decimal import Decimal

from .answers import Line, PartProgress, Progress
from .facts import Goal, Part
from .words import UNDECIDED, WHOLE, WHOLE_TOLERANCE, Direction, Verdict

REACHED = frozenset({Verdict.MET, Verdict.EXCEEDED, Verdict.EARLY})
# Worst first: the verdict of the whole is that of its worst known part.
BADNESS = (Verdict.NOT_MET, Verdict.ADVERSE, Verdict.OVERDUE, Verdict.UNLIKELY, Verdict.SLOW)


def assess_parts(goal: Goal, is_over: bool, assess_part: Callable[[Part], Progress]) -> Progress:
    parts = tuple(PartProgress(name=part.name, progress=assess_part(part)) for part in goal.parts)
    left_out = [_left_out(part) for part in goal.parts]
    counted = [part.progress for part, why in zip(parts, left_out, strict=True) if not why]
    judged = [progress.verdict for progress in counted]
    verdict = _of_all(judged) if judged else _of_none(parts)
    met = sum(one in REACHED for one in judged)
    return Progress(
        verdict=verdict,
        is_final=is_over,
        is_provisional=any(progress.is_provisional for progress in counted),
        reason=_reason(judged),
        scope=tuple(dict.fromkeys(words for progress in counted for words in progress.scope)),
        parts=parts,
        parts_met=met,
        parts_judged=len(judged),
        used=tuple(figure for part in parts for figure in part.progress.used),
        ignored=tuple(ignored for part in parts for ignored in part.progress.ignored),
        warnings=tuple(_sum_warnings(goal, parts)) if goal.parts_are_shares else (),
        lines=(Line(_counted(met, len(judged), left_out)),),
    )


def _left_out(part: Part) -> str:
    """Why nobody can ever judge that part; "" where it counts."""
    if part.goal.not_assessed_reason:
        return "không còn đối tượng"
    return "không xếp hướng tốt xấu" if part.goal.direction == Direction.NEUTRAL else ""


def _counted(met: int, judged: int, left_out: list[str]) -> str:
    told = f"{met}/{judged} phần đạt; chỉ tiêu đạt khi mọi phần đều đạt"
    without = [f"{left_out.count(why)} phần {why}" for why in sorted(set(left_out) - {""})]
    return f"{told}; không tính {', '.join(without)}" if without else told


def _of_none(parts: tuple[PartProgress, ...]) -> Verdict:
    """No part counts."""
    is_dark = all(part.progress.verdict == Verdict.NO_DATA for part in parts)
    return Verdict.NO_DATA if is_dark else Verdict.NOT_ASSESSED


def _of_all(judged: list[Verdict]) -> Verdict:
    for bad in BADNESS:
        if bad in judged:
            return bad
    unknown = {verdict for verdict in judged if verdict in UNDECIDED}
    if unknown:
        return unknown.pop() if unknown == set(judged) and len(unknown) == 1 else Verdict.INSUFFICIENT
    if not set(judged) <= REACHED:
        return Verdict.ON_TRACK
    if Verdict.EARLY in judged:
        return Verdict.EARLY
    # Some parts do better than asked and some just as asked: the whole does as asked.
    return Verdict.MET if Verdict.MET in judged else Verdict.EXCEEDED


def _reason(judged: list[Verdict]) -> str:
    if not judged:
        return "Không phần nào của chỉ tiêu được đánh giá."
    dark = sum(one in {Verdict.NO_DATA, Verdict.INSUFFICIENT} for one in judged)
    open_ = judged.count(Verdict.NOT_ASSESSED)
    told = {"chưa đủ số liệu": dark, "chưa xếp được kết quả": open_}
    words = "; ".join(f"{number}/{len(judged)} phần {what}" for what, number in told.items() if number)
    return f"{words}." if words else ""


def _sum_warnings(goal: Goal, parts: tuple[PartProgress, ...]) -> list[str]:
    years = {part.progress.found_year for part in parts}
    found = [part.progress.found for part in parts]
    resolved = [part.goal.value for part in goal.parts]
    warnings = []
    if _misses_whole(resolved):
        warnings.append(f"Mức chỉ tiêu của các phần cộng lại không bằng {WHOLE} (cho phép lệch 0,1).")
    if len(years) == 1 and _misses_whole(found):
        warnings.append(f"Số liệu của các phần cộng lại không bằng {WHOLE} (cho phép lệch 0,1).")
    return warnings


def _misses_whole(values: list[Decimal | None]) -> bool:
    return bool(values) and None not in values and abs(sum(values) - WHOLE) > WHOLE_TOLERANCE
