"""The line that a record becomes: JSON for programs, or words for a person at a terminal. Always one line.

json.dumps is all that a JSON log takes; a library for it would add whatever a record carries, which must not be.
"""

import json
import logging

from monitoring.logs import records


class Json(logging.Formatter):
    def format(self, record):
        return json.dumps(records.facts(record), ensure_ascii=False)


class Line(logging.Formatter):
    def format(self, record):
        told = records.facts(record)
        head = [told.pop(name) for name in ("time", "level", "logger")]
        said = [told.pop("message", ""), *(f"{name}={_shown(value)}" for name, value in told.items())]
        return " ".join([*head, *filter(None, said)]).translate(NO_BREAKS)


NO_BREAKS = dict.fromkeys((*range(32), 127, 133, 8232, 8233), " ")


def _shown(value) -> str:
    return " < ".join(reversed(value)) if isinstance(value, list) else str(value)
