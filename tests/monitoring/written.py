"""What a site in production would write into its log, while a test lasts."""

import contextlib
import io
import json
import logging

from monitoring.logs.forms import Json


class Log:
    def __init__(self, stream):
        self.stream = stream

    @property
    def text(self):
        return self.stream.getvalue()

    @property
    def lines(self):
        return [json.loads(line) for line in self.text.splitlines()]


@contextlib.contextmanager
def log(*filters, form=None):
    """Everything from warnings on; the terminal of the tests stays quiet."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(form or Json())
    for one in filters:
        handler.addFilter(one)
    ends = [logging.getLogger(name) for name in ("", "django.security.DisallowedHost")]
    others = [end.handlers[:] for end in ends]
    for end in ends:
        end.handlers[:] = [handler]
    try:
        yield Log(stream)
    finally:
        for end, before in zip(ends, others, strict=True):
            end.handlers[:] = before
