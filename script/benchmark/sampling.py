"""Numbers spread evenly over a range, so that a table of any size is sampled by its key and never read whole. Pure."""


def points(low, high, count):
    """At most `count` different numbers from `low` to `high`, in their order, `low` the first."""
    length = high - low + 1
    return [low + length * number // count for number in range(count)] if length > count else [*range(low, high + 1)]
