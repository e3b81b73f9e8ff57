"""From where each request comes, told to the record; and what was refused in it, recorded when all else is over."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts import throttle
from audit import origin, refusals
from desk import refused

NOT_ALLOWED = "Không có quyền làm việc này: {}"
READS = frozenset({"GET", "HEAD", "OPTIONS"})


class RecordOrigin:
    """The last of the middleware, so that it knows who asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with origin.of_request(throttle.address_of(request)):
            response = self.get_response(request)
            for one in refused.of(request):
                refusals.refused(one.thing, one.sentence, by=request.user, at=timezone.now(), step=one.step)
        return response

    def process_exception(self, request, exception):
        """A forged or forbidden request of staff; by now its transaction is rolled back."""
        if isinstance(exception, PermissionDenied) and request.method not in READS and request.user.is_authenticated:
            refused.note(request, None, NOT_ALLOWED.format(request.path[:200]))
