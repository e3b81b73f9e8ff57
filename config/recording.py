"""From where each request comes, told to the record; and what was refused in it, recorded when all else is over."""

from http import HTTPStatus

from django.utils import timezone

from accounts import throttle
from audit import origin, refusals
from desk import refused

DESK = ("/quan-tri/", "/soan-thao/", "/thu-vien/tai-anh/", "/thu-vien/chon-anh/", "/thu-vien/tep/")
"""Where staff work. Nowhere else is asked who somebody is."""
SENTENCES = {
    HTTPStatus.FORBIDDEN: "Không có quyền làm việc này: {}",
    HTTPStatus.NOT_FOUND: "Không có, hoặc không có quyền xem: {}",
}


class RecordOrigin:
    """The last of the middleware, so that it knows who asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with origin.of_request(throttle.address_of(request)):
            response = self.get_response(request)
            for one in refused.of(request) or _turned_away(request, response):
                refusals.refused(one.thing, one.sentence, by=request.user, at=timezone.now(), step=one.step)
        return response


def _turned_away(request, response) -> list[refused.Refused]:
    """Staff who asked for what is not theirs, forged or mistyped; by now its transaction is rolled back."""
    sentence = SENTENCES.get(response.status_code)
    if sentence is None or not request.path.startswith(DESK) or not request.user.is_authenticated:
        return []
    return [refused.Refused(None, sentence.format(request.path[:200]), step="")]
