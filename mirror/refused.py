"""Why no copy was made: a sentence for the administrator."""


class MirrorRefused(Exception):  # noqa: N818 - a refusal is an answer
    """The last copy, where there is one, is as it was."""
