"""The verdict of a target once more, written from the model's text alone, in fractions. Shares nothing with progress/.

Slow and obvious on purpose: what resolutions/progress says must be what this says. Verdicts are plain text here.
"""

import datetime as dt
from fractions import Fraction as F  # noqa: N817 - it stands in every line

RANKS = {"estimate": 0, "unknown": 1, "preliminary": 2, "official": 3}
GOOD, MIDDLE = F(95, 100), F(60, 100)


def verdict(goal, figures, as_of: dt.date, term_over: bool) -> str:
    """`goal` and `figures` as resolutions.progress takes them; headings are not for this."""
    over = as_of.year > goal.target_year or (term_over and as_of.year >= goal.target_year)
    if goal.not_assessed_reason or goal.kind == "qualitative":
        return "not_assessed"
    if goal.kind == "milestone":
        return milestone(goal, as_of, over)
    if goal.comparator == "between" and None in (goal.low, goal.high):
        return "not_assessed"
    if goal.comparator != "between" and goal.value is None:
        return "not_assessed"
    answer = measured(goal, figures, goal.target_year if over else as_of.year, over)
    return "not_assessed" if goal.direction == "neutral" and answer != "no_data" else answer


def milestone(goal, as_of, over):
    done = goal.done_on if goal.done_on and goal.done_on <= as_of else None
    if done is None:
        return "overdue" if goal.due_on and goal.due_on < as_of else "no_data"
    if goal.due_on and done > goal.due_on:
        return "not_met"
    return "met" if over or (goal.due_on and goal.due_on < as_of) else "early"


def measured(goal, figures, last, over):
    years, stretches, base, part, narrow = sorted_out(goal, figures, last)
    averaged = goal.kind == "maintain" and goal.maintain_rule == "average"
    if goal.kind == "average_rate":
        return average(goal, years, stretches, over, Rate(goal))
    if averaged:
        return average(goal, years, stretches, over, Level(goal))
    if goal.kind == "average_change":
        return change(goal, years, stretches, base, over)
    if goal.kind == "total":
        return total(goal, years, stretches, over)
    if goal.kind == "maintain" and goal.maintain_rule == "end_year":
        return kept_in_the_end(goal, years, over)
    if goal.kind == "maintain":
        return kept_every_year(goal, years, over)
    return level(goal, years, stretches if goal.kind == "count" else {}, part, over, narrow)


# ------------------------------------------------------------------ which figures


def sorted_out(goal, figures, last):
    """{year: value}, {(first, last): (value, scope)}, the figure of the start year, the newest of a part of a year, and
    the years whose figure covers less than the target."""
    best = {}
    for figure in figures:
        span = figure.span.value
        first = figure.since if figure.since is not None else figure.year
        is_base = span == "year" and goal.kind == "average_change" and figure.year == goal.start_year
        inside = goal.start_year < first <= figure.year <= goal.target_year or is_base
        if span == "year" and goal.measures_changes:
            continue
        if span == "part_year":
            inside = goal.start_year < figure.year
        if not inside or figure.year > last:
            continue
        place = (span, first if span == "term" else None, figure.year)
        own, vintage, entered = figure.scope == "", RANKS[figure.vintage.value], (figure.order, figure.ref or 0)
        # Of parts of a year the one entered last is the newest, whatever it is called.
        rank = (own, entered, vintage) if span == "part_year" else (own, vintage, entered)
        rank = (*rank, figure.value)
        if place not in best or rank > best[place][0]:
            best[place] = (rank, figure)
    chosen = [found for _, found in best.values()]
    years = {f.year: F(f.value) for f in chosen if f.span.value == "year" and f.year != goal.start_year}
    base = next((F(f.value) for f in chosen if f.span.value == "year" and f.year == goal.start_year), None)
    takes = goal.kind in ("average_rate", "average_change", "total", "count") or goal.maintain_rule == "average"
    stretches = longest(best, [f for f in chosen if f.span.value == "term"]) if takes else {}
    newest = max([*years, *(end for _, end in stretches)], default=goal.start_year)
    parts = [(f.year, rank, f) for rank, f in best.values() if f.span.value == "part_year" and f.year > newest]
    narrow = {f.year for f in chosen if f.span.value == "year" and f.scope}
    return years, stretches, base, max(parts)[2] if parts else None, narrow


def longest(best, terms):
    """Longest first, then the later; of those that overlap only the first stays."""
    taken = {}
    ranks = {id(figure): rank for rank, figure in best.values()}
    order = sorted(terms, key=lambda f: (f.year - (f.since or f.year), f.year, ranks[id(f)]), reverse=True)
    for figure in order:
        first, end = figure.since or figure.year, figure.year
        if all(end < a or b < first for a, b in taken):
            taken[first, end] = (F(figure.value), figure.scope)
    return taken


def spells(years, stretches):
    """[(first, last, value)] in order, the years inside a stretch left out."""
    found = [(a, b, value) for (a, b), (value, _) in stretches.items()]
    found += [(y, y, value) for y, value in years.items() if not any(a <= y <= b for a, b in stretches)]
    return sorted(found, key=lambda spell: spell[1])


# ------------------------------------------------------------------ what is held against it


def up(goal):
    if goal.kind == "average_change" and goal.comparator == "between":
        return True
    if goal.comparator == "between":
        return goal.direction != "down"
    return goal.comparator in ("at_least", "above")


def two_sided(goal):
    return goal.comparator == "between" and goal.direction in ("range", "neutral") and goal.kind != "average_change"


def aim(goal):
    if goal.comparator != "between":
        return F(goal.value)
    return F(goal.low if up(goal) else goal.high)


def better(goal, a, b):
    """Whether a is better than b."""
    return a > b if up(goal) else a < b


def meets(goal, a):
    if two_sided(goal):
        return F(goal.low) <= a <= F(goal.high)
    if goal.comparator in ("above", "below"):
        return better(goal, a, aim(goal))
    return not better(goal, aim(goal), a)


def final(goal, a):
    if not meets(goal, a):
        return "not_met"
    if two_sided(goal) or goal.comparator in ("above", "below"):
        return "met"
    far = aim(goal)
    if goal.comparator == "between":
        far = F(goal.high if up(goal) else goal.low)
    return "exceeded" if better(goal, a, far) else "met"


def by_pace(k):
    if k >= GOOD:
        return "on_track"
    if k >= MIDDLE:
        return "slow"
    return "unlikely" if k >= 0 else "adverse"


# ------------------------------------------------------------------ kinds


def level(goal, years, stretches, part, over, narrow):
    order = spells(years, stretches)
    is_stretch = bool(order) and order[-1][0:2] in stretches
    year, a = (order[-1][1], order[-1][2]) if is_stretch else (max(years), years[max(years)]) if years else (None, None)
    whole = year is not None and not (stretches[order[-1][0:2]][1] if is_stretch else year in narrow)
    if part is not None and goal.is_stock and not over and not (part.scope and whole):
        now = F(part.value)
        if meets(goal, now):
            return "early"
        if year is None:
            return "not_assessed"
        if meets(goal, a):
            return "on_track" if on_the_way(goal, part.year, now) == "on_track" else "not_assessed"
    if year is None:
        return "no_data"
    if over:
        return final(goal, a) if year == goal.target_year else "insufficient"
    return "early" if meets(goal, a) else on_the_way(goal, year, a)


def on_the_way(goal, year, a):
    start = goal.start_year if goal.baseline_year is None else goal.baseline_year
    plan = next((F(plan.value) for plan in goal.plans if plan.year == year), None)
    b = None if goal.baseline_value is None else F(goal.baseline_value)
    if any(start < cut <= year for cut in goal.break_years):
        b = None
    rising, t = up(goal), aim(goal)
    if two_sided(goal) and b is not None:
        low, high = F(goal.low), F(goal.high)
        if low <= b <= high or (b < low and a > high) or (b > high and a < low):
            return "adverse"
        rising, t = (True, low) if b < low else (False, high)
    sign = 1 if rising else -1
    if b is None:
        if plan is None or two_sided(goal):
            return "not_assessed"
        if up(goal) and plan > 0:
            return by_pace(a / plan)
        return "on_track" if sign * (a - plan) >= 0 else "not_assessed"
    expected = plan
    if expected is None and year > start and goal.target_year > start:
        expected = road(goal, b, t, F(year - start, goal.target_year - start))
    if expected is None:
        return "not_assessed"
    if sign * (expected - b) > 0:
        return by_pace((a - b) / (expected - b))
    return "on_track" if sign * (a - expected) >= 0 else "adverse"


def road(goal, b, t, part):
    if goal.road == "linear":
        return b + (t - b) * part
    # No fraction can hold a root: fifty digits are more than any figure has.
    return F(round(float(b) * (float(t) / float(b)) ** float(part), 9)) if b > 0 and t > 0 else None


class Rate:
    """Means of rates are compared by their products, so that no root need be drawn."""

    least = F(-100)

    def __init__(self, goal):
        self.goal = goal

    def compare(self, order, number):
        """-1, 0, 1: the mean of the spells beside a number; None where there is no mean."""
        if any(value <= -100 for _, _, value in order):
            return None
        product, n = F(1), 0
        for a, b, value in order:
            product *= (1 + value / 100) ** (b - a + 1)
            n += b - a + 1
        if number <= -100:
            return 1
        other = (1 + number / 100) ** n
        return (product > other) - (product < other)

    def is_reachable(self, order, years):
        return self.goal is not None and years > sum(b - a + 1 for a, b, _ in order) and aim(self.goal) > -100


class Level:
    least = F(0)

    def __init__(self, goal):
        self.goal = goal

    def mean(self, order):
        return sum(value * (b - a + 1) for a, b, value in order) / sum(b - a + 1 for a, b, _ in order)

    def compare(self, order, number):
        mean = self.mean(order)
        return (mean > number) - (mean < number)

    def is_reachable(self, order, years):
        known = sum(b - a + 1 for a, b, _ in order)
        if years <= known:
            return False
        needed = (aim(self.goal) * years - self.mean(order) * known) / (years - known)
        return up(self.goal) or needed > 0


def average(goal, years, stretches, over, kind):
    order = spells(years, stretches)
    if not order:
        return "no_data"
    work = set(range(goal.start_year + 1, goal.target_year + 1))
    whole = whole_term(goal, order, stretches)
    if whole is not None:
        value, missing, used = whole, set(), [(0, 0, whole)]
    elif len(order) == 1 and order[0][0:2] in stretches:
        value, used = order[0][2], [(0, 0, order[0][2])]
        missing = work - set(range(order[0][0], order[0][1] + 1))
    else:
        value, used = None, order
        missing = work - {y for a, b, _ in order for y in range(a, b + 1)}
    if value is None and kind.compare(used, F(0)) is None:
        return "not_assessed"

    def beside(number):
        """The mean minus the number, by its sign."""
        return (value > number) - (value < number) if value is not None else kind.compare(used, number)

    if over:
        return "insufficient" if missing else settled(goal, beside)
    if reached(goal, beside):
        return "on_track"
    t = aim(goal)
    rising = up(goal)
    capped = two_sided(goal) and beside(F(goal.high)) > 0
    if isinstance(kind, Rate) and not capped and (t > 0 if rising else t < 0):
        # K = m / T, so the cut-offs are numbers that m is compared with.
        sign = 1 if rising else -1
        return next((name for cut, name in ((GOOD, "on_track"), (MIDDLE, "slow"), (F(0), "unlikely"))
                     if sign * beside(cut * t) >= 0), "adverse")  # fmt: skip
    known = [years[year] for year in sorted(years)]
    if two_sided(goal):
        # As under a line, below nothing on the wanted side: towards an edge is away, inside the range too.
        off = [max(F(goal.low) - a, a - F(goal.high)) for a in known]
    else:
        off = [t - a if rising else a - t for a in known]
    steps = [b - a for a, b in zip(off, off[1:])]  # noqa: B905, RUF007
    if steps and min(steps) > 0:
        return "adverse"
    return "slow" if kind.is_reachable(order, len(work)) else "unlikely"


def whole_term(goal, order, stretches):
    """The figure that stands for the whole term; None if there is none."""
    first, last, value = order[-1]
    if (first, last) not in stretches or last != goal.target_year:
        return None
    return value if first == goal.start_year + 1 or stretches[first, last][1] else None


def reached(goal, beside):
    if two_sided(goal):
        return beside(F(goal.low)) >= 0 >= beside(F(goal.high))
    sign = 1 if up(goal) else -1
    return sign * beside(aim(goal)) > 0 if goal.comparator in ("above", "below") else sign * beside(aim(goal)) >= 0


def settled(goal, beside):
    if not reached(goal, beside):
        return "not_met"
    if two_sided(goal) or goal.comparator in ("above", "below"):
        return "met"
    sign = 1 if up(goal) else -1
    far = aim(goal) if goal.comparator != "between" else F(goal.high if up(goal) else goal.low)
    return "exceeded" if sign * beside(far) > 0 else "met"


def change(goal, years, stretches, base, over):
    order = spells(years, stretches)
    if order and order[-1][0:2] in stretches:
        value = order[-1][2]
        stands = whole_term(goal, order, stretches) is not None
        covered = {y for a, b, _ in order for y in range(a, b + 1)}
        missing = set() if stands else set(range(goal.start_year + 1, goal.target_year + 1)) - covered
        return changed(goal, value, over, bool(missing), steps(goal, years, base))
    if not years:
        return "no_data"
    last = max(years)
    start, b = goal.start_year, base
    if goal.baseline_value is not None:
        start, b = goal.baseline_year or goal.start_year, F(goal.baseline_value)
    if b is None or last <= start or any(start < cut <= last for cut in goal.break_years):
        return "not_assessed"
    sign = -1 if goal.direction == "down" else 1
    return changed(goal, sign * (years[last] - b) / (last - start), over, last < goal.target_year,
                   steps(goal, years, base), left=goal.target_year - last)  # fmt: skip


def steps(goal, years, base):
    """The change a year from each known level to the next one, in the wanted direction."""
    levels, last = dict(years), max(years, default=0)
    start, b = goal.start_year, base
    if goal.baseline_value is not None:
        start, b = goal.baseline_year or goal.start_year, F(goal.baseline_value)
    if b is not None and start < last and not any(start < cut <= last for cut in goal.break_years):
        levels.setdefault(start, b)
    sign, order, found = -1 if goal.direction == "down" else 1, sorted(levels), []
    for one, other in zip(order, order[1:]):  # noqa: B905, RUF007
        if not any(one < cut <= other for cut in goal.break_years):
            found.append(sign * (levels[other] - levels[one]) / (other - one))
    return found


def changed(goal, value, over, is_open, steps_, left=0):
    if over:
        return "insufficient" if is_open else final(goal, value)
    if meets(goal, value):
        return "on_track"
    t, rising = aim(goal), up(goal)
    if t > 0 if rising else t < 0:
        return by_pace(value / t)
    if len(steps_) > 1 and all(b < a for a, b in zip(steps_, steps_[1:])):  # noqa: B905, RUF007
        return "adverse"
    return "slow" if left > 0 else "unlikely"


def total(goal, years, stretches, over):
    order = spells(years, stretches)
    if not order:
        return "no_data"
    last = order[-1][1]
    covered = {y for a, b, _ in order for y in range(a, b + 1)}
    missing = set(range(goal.start_year + 1, (goal.target_year if over else last) + 1)) - covered
    sum_ = sum(value for _, _, value in order)
    is_lower_bound = bool(missing) and all(value >= 0 for _, _, value in order) and not two_sided(goal)
    if over:
        answer = final(goal, sum_)
        is_sure = is_lower_bound and (answer != "not_met") == up(goal)
        return answer if not missing or is_sure else "insufficient"
    if not over and two_sided(goal):
        return in_a_range(goal, sum_, F(last - goal.start_year, goal.target_year - goal.start_year), missing)
    pace = None
    if not missing:
        plans = {plan.year: F(plan.value) for plan in goal.plans}
        needed = range(goal.start_year + 1, last + 1)
        expected = aim(goal) * F(last - goal.start_year, goal.target_year - goal.start_year) if aim(goal) > 0 else None
        if needed and all(year in plans for year in needed):
            expected = sum(plans[year] for year in needed)
        pace = sum_ / expected if expected is not None and expected > 0 else None
    if up(goal):
        if meets(goal, sum_) and (not missing or is_lower_bound):
            return "early"
        return by_pace(pace) if pace is not None else "not_assessed"
    if sum_ > aim(goal):
        return "unlikely"
    return "not_assessed" if pace is None else "on_track" if pace <= 1 else "slow"


def in_a_range(goal, sum_, part, missing):
    """Of a sum that may be too small and too large: held against both edges, as far as they have come."""
    low, high = F(goal.low), F(goal.high)
    if sum_ > high:
        return "unlikely"
    if missing or low <= 0:
        return "not_assessed"
    return "slow" if sum_ > high * part else by_pace(sum_ / (low * part))


def kept_in_the_end(goal, years, over):
    if not years:
        return "no_data"
    last = max(years)
    if over:
        return final(goal, years[last]) if last == goal.target_year else "insufficient"
    return "on_track" if meets(goal, years[last]) else "slow"


def kept_every_year(goal, years, over):
    if not years:
        return "no_data"
    if not all(meets(goal, value) for value in years.values()):
        return "not_met" if over else "unlikely"
    if not over:
        return "on_track"
    if len(years) < goal.target_year - goal.start_year:
        return "insufficient"
    return final(goal, min(years.values()) if up(goal) else max(years.values()))
