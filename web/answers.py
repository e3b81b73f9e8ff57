"""How the open interface answers: JSON that any page may read, that says when it is unchanged, and never a cookie."""

import functools
import hashlib
import json
from collections.abc import Callable, Collection, Mapping

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

Errors = Mapping[str, list[str]]
"""The name of a parameter, or "" for the request as a whole -> sentences."""


METHODS = ("GET", "HEAD")


def interface(view: Callable) -> Callable:
    """A view of the open interface: it is read only, and says that, too, in JSON."""

    @csrf_exempt
    @functools.wraps(view)
    def read(request, *args, **kwargs):
        if request.method in METHODS:
            return view(request, *args, **kwargs)
        response = _refusal({"": [f"Chỉ đọc được: các cách hỏi là {', '.join(METHODS)}."]}, 405)
        response["Allow"] = ", ".join(METHODS)
        return response

    return read


def answer(request: HttpRequest, facts: dict) -> HttpResponse:
    """200, or 304 where the reader has the same already."""
    return _open(request, json.dumps(facts, ensure_ascii=False, indent=1), "application/json")


def refuse(errors: Errors, status: int = 400) -> HttpResponse:
    return _for_everyone(_refusal(errors, status))


def document(request: HttpRequest, text: str, content_type: str) -> HttpResponse:
    return _open(request, text, content_type)


def strange(given: QueryDict, known: Collection[str]) -> dict[str, list[str]]:
    """What is wrong with the names alone: nothing that was asked is dropped without a word."""
    errors = {}
    for name in given:
        if name not in known:
            errors[name[:60]] = [f"Không có tham số này; các tham số là: {', '.join(known)}."]
        elif len(given.getlist(name)) > 1:
            errors[name] = ["Tham số này chỉ được ghi một lần."]
    return errors


def _refusal(errors: Errors, status: int) -> HttpResponse:
    body = json.dumps({"errors": errors}, ensure_ascii=False, indent=1)
    return HttpResponse(body, status=status, content_type="application/json")


def _open(request, body: str, content_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    # Something may appear, or go, at any second: keep it, but ask again.
    response["Cache-Control"] = "no-cache"
    return _for_everyone(get_conditional_response(request, etag=response["ETag"], response=response))


def _for_everyone(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag"
    # Readable from other sites as well where the browser isolates pages from one another.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
