"""How a file is turned away: with a sentence that staff can act on."""

from django.core.exceptions import ValidationError


class UploadRefused(ValidationError):  # noqa: N818 - what happened, not a mistake of the program
    """The file does not come in; the message says why and what to do."""
