"""Targets made of parts: a structure of shares, or one share inside another. All parts must hold."""

from collections.abc import Callable
from decimal import Decimal

from .answers import Line, PartProgress, Progress
from .facts import Goal, Part
from .words import UNDECIDED, WHOLE, WHOLE_TOLERANCE, Verdict

# Worst first: the verdict of the whole is that of its worst known part.
BADNESS = (Verdict.NOT_MET, Verdict.ADVERSE, Verdict.OVERDUE, Verdict.UNLIKELY, Verdict.SLOW)


def assess_parts(goal: Goal, is_over: bool, assess_part: Callable[[Part], Progress]) -> Progress:
    parts = tuple(PartProgress(name=part.name, progress=assess_part(part)) for part in goal.parts)
    verdicts = [part.progress.verdict for part in parts]
    met = sum(verdict in {Verdict.MET, Verdict.EXCEEDED, Verdict.EARLY} for verdict in verdicts)
    verdict = _of_all(verdicts)
    return Progress(
        verdict=verdict,
        is_final=is_over,
        is_provisional=any(part.progress.is_provisional for part in parts),
        reason=_reason(verdict, verdicts),
        scope=tuple(dict.fromkeys(words for part in parts for words in part.progress.scope)),
        parts=parts,
        parts_met=met,
        used=tuple(figure for part in parts for figure in part.progress.used),
        ignored=tuple(ignored for part in parts for ignored in part.progress.ignored),
        warnings=tuple(_sum_warnings(goal, parts)) if goal.parts_are_shares else (),
        lines=(Line(f"{met}/{len(parts)} phần đạt; chỉ tiêu đạt khi mọi phần đều đạt"),),
    )


def _of_all(verdicts: list[Verdict]) -> Verdict:
    judged = [verdict for verdict in verdicts if verdict != Verdict.NOT_ASSESSED]
    if not judged:
        return Verdict.NOT_ASSESSED if verdicts else Verdict.NO_DATA
    for bad in BADNESS:
        if bad in judged:
            return bad
    unknown = [verdict for verdict in judged if verdict in UNDECIDED]
    if unknown:
        is_dark = set(judged) == {Verdict.NO_DATA}
        return Verdict.NO_DATA if is_dark else Verdict.INSUFFICIENT
    if len(set(judged)) == 1:
        return judged[0]
    # Some parts do better than asked and some just as asked: the whole does as asked.
    return Verdict.MET if Verdict.MET in judged else Verdict.ON_TRACK


def _reason(verdict: Verdict, verdicts: list[Verdict]) -> str:
    if verdict == Verdict.NOT_ASSESSED:
        return "Không phần nào của chỉ tiêu được đánh giá."
    unknown = sum(verdict in {Verdict.NO_DATA, Verdict.INSUFFICIENT} for verdict in verdicts)
    return f"{unknown}/{len(verdicts)} phần chưa đủ số liệu." if unknown else ""


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
