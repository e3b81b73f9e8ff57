"""What somebody sent when their session had ended, carried through the sign-in in hidden fields and sent once more.

Nothing of it is kept on the server. It is signed with whose it was and where it went: another person, or another
address, cannot take it over.
"""

import json
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core import signing

SIGNER = signing.TimestampSigner(salt="accounts.sign_in.carried")
KEPT = 12 * 3600
"""Seconds."""
ROOM = 8 * 1024
"""Bytes of the form around it: name, password, the edges of its parts."""
FIELD = "carried"


@dataclass(frozen=True)
class Carried:
    """`owner`: the key of the person; `fields`: names and values in order; `files`: names of what cannot be carried."""

    owner: str
    path: str
    fields: list[list[str]]
    files: list[str]


def from_request(request, owner: str) -> Carried | None:
    """None where the form held a password, which no page may show again."""
    if any("password" in name for name in request.POST):
        return None
    fields = [
        [name, value] for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    files = [file.name for _, several in request.FILES.lists() for file in several]
    return Carried(owner, request.get_full_path(), fields, files)


def sealed(carried: Carried) -> str:
    """ "" where it is too long to come back in one request."""
    text = SIGNER.sign(json.dumps(asdict(carried), ensure_ascii=False))
    return text if len(text.encode(errors="replace")) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE - ROOM else ""


def opened(text: str) -> Carried | None:
    try:
        return Carried(**json.loads(SIGNER.unsign(text, max_age=KEPT)))
    except (signing.BadSignature, UnicodeEncodeError):
        return None
