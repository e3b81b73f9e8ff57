"""What was refused during one request: noted where it happens, recorded when the request is over.

By then the transaction that was refused is rolled back, so the record of it stays.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.template.response import TemplateResponse


@dataclass(frozen=True)
class Refused:
    """`thing`: what the step was about, None where there is nothing yet; `sentence`: what the person was told."""

    thing: Any
    sentence: str
    step: str


def note(request, thing, sentence, step: str = "") -> None:
    request.refused_steps = [*of(request), Refused(thing, str(sentence), step)]


def of(request) -> list[Refused]:
    return getattr(request, "refused_steps", [])


def page(request, screen, thing, sentence, *, back: str, step: str = "", status=HTTPStatus.CONFLICT):
    """The answer to what a screen of the admin refused: the sentence and the way `back`; noted for the record, too."""
    note(request, thing, sentence, step)
    context = {
        **screen.admin_site.each_context(request),
        "title": "Chưa thực hiện được",
        "opts": screen.opts,
        "refusal": sentence,
        "back": back,
    }
    return TemplateResponse(request, "admin/desk/refused.html", context, status=status)
