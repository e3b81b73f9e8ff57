"""The algebra of the method page: a figure, b baseline of year y0, t target of year yt, all Decimal.

Every function answers None where its formula is undefined. Work is done to 50 digits and given back to 28, so that
five rates of 7,5 have a mean of 7,5 and not of 7,4999...
"""

from collections.abc import Callable, Sequence
from decimal import Context, Decimal, localcontext
from functools import wraps
from math import prod

Answer = Decimal | None
NOTHING = Decimal(0)
HUNDRED = Decimal(100)


def _precise(formula: Callable[..., Answer]) -> Callable[..., Answer]:
    @wraps(formula)
    def run(*numbers):
        with localcontext(Context(prec=50)):
            answer = formula(*numbers)
        return None if answer is None else +answer

    return run


@_precise
def ratio(a: Decimal, t: Decimal) -> Answer:
    """Percent of the target. Undefined for t <= 0 or a < 0."""
    return None if t <= 0 or a < 0 else HUNDRED * a / t


@_precise
def covered(a: Decimal, b: Answer, t: Decimal) -> Answer:
    """Percent of the way from b to t, up or down. Undefined without b and for t = b."""
    return None if b is None or t == b else HUNDRED * (a - b) / (t - b)


@_precise
def expected(b: Answer, t: Decimal, y0: int, yt: int, year: int) -> Answer:
    """Where a straight way from b to t would be in `year`. Undefined without b and for year <= y0."""
    return None if b is None or year <= y0 or yt <= y0 else b + (t - b) * (year - y0) / Decimal(yt - y0)


@_precise
def pace(a: Decimal, b: Answer, expected_now: Answer, sign: int) -> Answer:
    """K: the way gone over the way that should be gone; sign +1 where more is better, -1 where less is.

    Undefined without b or expected_now, and where expected_now asks for no improvement on b: a ratio of two
    steps back would read as progress.
    """
    if b is None or expected_now is None or sign * (expected_now - b) <= 0:
        return None
    return (a - b) / (expected_now - b)


@_precise
def geometric(b: Answer, t: Decimal, y0: int, yt: int, year: int) -> Answer:
    """Where a way from b to t by the same percentage a year would be. Undefined also unless b and t are positive."""
    if b is None or b <= 0 or t <= 0 or year <= y0 or yt <= y0:
        return None
    return b * (t / b) ** ((year - y0) / Decimal(yt - y0))


@_precise
def beyond(a: Decimal, t: Decimal, sign: int) -> Answer:
    """Percent beyond the line t in the wanted direction (`sign` as in `pace`). Undefined for t <= 0."""
    return None if t <= 0 else HUNDRED * sign * (a - t) / t


@_precise
def mean(values: Sequence[Decimal]) -> Answer:
    return sum(values) / Decimal(len(values)) if values else None


@_precise
def mean_rate(rates: Sequence[Decimal]) -> Answer:
    """Geometric mean of yearly rates in percent. Undefined where a rate is -100 or below."""
    if not rates or min(rates) <= -HUNDRED:
        return None
    return HUNDRED * (_growth(rates) ** (1 / Decimal(len(rates))) - 1)


@_precise
def mean_change(change: Decimal, years: int) -> Answer:
    """Change per year over `years` years. Undefined for no year."""
    return change / Decimal(years) if years > 0 else None


@_precise
def rate_needed(t: Decimal, years: int, rates: Sequence[Decimal]) -> Answer:
    """Percent per year needed in the years without a rate, for a mean of t. Undefined where no year is left."""
    left = years - len(rates)
    if left <= 0 or t <= -HUNDRED or (rates and min(rates) <= -HUNDRED):
        return None
    return HUNDRED * (((1 + t / HUNDRED) ** years / _growth(rates)) ** (1 / Decimal(left)) - 1)


@_precise
def change_needed(t: Decimal, years: int, change: Decimal, gone: int) -> Answer:
    """Change per year needed in the years left, for a mean of t. Undefined where no year is left."""
    return None if gone >= years else (t * years - change) / Decimal(years - gone)


@_precise
def level_needed(t: Decimal, years: int, values: Sequence[Decimal]) -> Answer:
    """Level needed in each of the years without one, for a mean of t. Undefined where no year is left."""
    left = years - len(values)
    return None if left <= 0 else (t * years - sum(values)) / Decimal(left)


def _growth(rates: Sequence[Decimal]) -> Decimal:
    return prod((1 + rate / HUNDRED for rate in rates), start=Decimal(1))
