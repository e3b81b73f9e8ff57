"""What is answered when a secret may not be looked at now."""

from django.shortcuts import render

from accounts.hashing import Busy
from accounts.throttle import TooManyTriesError

REFUSALS = (Busy, TooManyTriesError)
STATUS = 429
"""For both: Django mails each 503 to the administrators, and a flood of tries would become one of letters."""


class SayWhenToRetry:
    """Status and Retry-After of a refusal: on the page of a form that shows its sentence, or on a page of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        refusal = getattr(request, "try_refusal", None)
        return mark(response, refusal) if refusal else response

    def process_exception(self, request, exception):
        if isinstance(exception, REFUSALS):
            page = render(request, "admin/accounts/refused.html", {"title": "Chưa kiểm tra được", "refusal": exception})
            return mark(page, exception)
        return None


def mark(response, refusal):
    response.status_code = STATUS
    # Rounded up: whoever comes back at that second is let in.
    response.headers["Retry-After"] = str(int(refusal.wait.total_seconds()) + 1)
    return response
