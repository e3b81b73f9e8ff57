"""A whole number in what somebody sent or a file says. Pure."""

KEY_DIGITS = 18
"""Every database holds a key of so many."""


def whole_number(text: object, most_digits: int = KEY_DIGITS) -> int | None:
    """None for anything else: a sign, "²", which Python calls a digit, more digits than told."""
    sent = "" if text is None else str(text)
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= most_digits else None
