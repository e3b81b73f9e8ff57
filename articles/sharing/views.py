"""What the holder of a link sees, on a phone as a rule: the text, two buttons, and no cookie.

The page tells other sites nothing of its address (no-referrer), so a browser sends its form without saying from where:
the form carries a signed key of its own, and what the browser does say (Sec-Fetch-Site, Origin) must not contradict.
"""

import re
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import throttle
from accounts.middleware import mark
from articles import richtext
from articles.editions import keeping
from articles.sharing import services, tokens
from articles.sharing.forms import AnswerForm
from desk.steps import StepRefused
from library import views as library
from library.models import Picture
from web.methods import read_only

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
FOREIGN = "Câu trả lời phải được gửi từ chính trang này. Chưa có gì được ghi; hãy mở lại liên kết rồi trả lời."
STALE = "Trang này mở đã lâu, hoặc gửi chưa đủ. Chưa có gì được ghi; hãy trả lời lại dưới đây."
TOO_OFTEN = "Liên kết vừa được mở quá nhiều lần. Hãy thử lại sau một phút."
GUESSED = "share.guess"


class NotFromHereError(Exception):
    """Another site sent the form."""


def for_holders(view):
    """Whatever is answered at such an address is kept by nobody and leads to nobody."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def shown(request, token, **facts):
        try:
            response = _shown_or_dead(view, request, token, facts)
        except NotFromHereError:
            response = _said(request, FOREIGN, HTTPStatus.FORBIDDEN)
        except throttle.TooManyTriesError as busy:
            response = mark(_said(request, TOO_OFTEN, HTTPStatus.TOO_MANY_REQUESTS), busy)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return shown


def _shown_or_dead(view, request, token, facts):
    try:
        return view(request, token, timezone.now(), **facts)
    except services.PublicNowError as public:
        return HttpResponseRedirect(public.article.get_absolute_url())
    except services.DeadLinkError as dead:
        return _dead(request, dead)


@for_holders
def shared(request, token, at):
    link = services.find(token, at)
    if request.method == "POST":
        return _answered(request, link, token, at)
    if request.method == "GET":
        services.record_opening(link, throttle.address_of(request), at)
    return _page(request, link, token, is_answered="da-gui" in request.GET)


def _answered(request, link, token, at):
    _refuse_foreign(request)
    form = AnswerForm(request.POST)
    once = tokens.opened(request.POST.get("key", ""), link.pk)
    if once is None:
        return _page(request, link, token, form=form, refusal=STALE)
    if not form.is_valid():
        return _page(request, link, token, form=form)
    said = {name: form.cleaned_data[name] for name in ("kind", "name", "text")}
    try:
        services.answer(link, **said, address=throttle.address_of(request), at=at, form_key=once)
    except StepRefused as refusal:
        return _page(request, link, token, form=form, refusal=str(refusal))
    return HttpResponseRedirect(f"{request.path}?da-gui=1")


def _refuse_foreign(request):
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise NotFromHereError
    if request.headers.get("Origin", "null") not in {"null", settings.SITE_URL}:
        raise NotFromHereError


def _page(request, link, token, form=None, refusal="", is_answered=False):
    edition = link.edition
    body, lost = keeping.shown_body(edition)
    cover = Picture.objects.filter(key=edition.cover_key).first() if edition.cover_key else None
    context = {
        "link": link,
        "edition": edition,
        "body": richtext.safe(_to_own_pictures(body, token)),
        "cover": cover and Cover(cover, token),
        "lost": lost,
        "sources": [line for line in edition.sources.splitlines() if line.strip()],
        "form": form or AnswerForm(),
        "key": tokens.form_key(link.pk),
        "refusal": refusal,
        "is_answered": is_answered,
    }
    is_refused = form is not None
    return render(request, "articles/shared.html", context, status=HTTPStatus.BAD_REQUEST if is_refused else None)


class Cover:
    """A picture of the library as the holder of the link may fetch it."""

    def __init__(self, picture, token):
        self.src, self.srcset = (_to_own_pictures(text, token) for text in (picture.src, picture.srcset))
        self.sizes, self.width, self.height = picture.sizes, picture.width, picture.height
        self.text, self.caption, self.credit = picture.text, picture.caption, picture.credit


_PICTURE = re.compile(r"/thu-vien/anh/([A-Za-z0-9_-]{8,32}-\d{1,5}\.webp)", re.ASCII)


def _to_own_pictures(html: str, token: str) -> str:
    own = reverse("articles:shared", args=[token])
    return _PICTURE.sub(rf"{own}anh/\1", html)


@read_only
@for_holders
def shared_picture(request, token, at, key, width):
    """Those that the version shows, and no other."""
    edition = services.find(token, at).edition
    if key not in {*richtext.picture_keys(edition.body), edition.cover_key}:
        raise Http404
    return library.to_one_visitor(request, key, int(width))


def _dead(request, dead):
    if dead.is_gone:
        return _said(request, str(dead), HTTPStatus.GONE)
    # The work of a guess is bounded; the guess itself never comes near the table of links.
    place = throttle.network(throttle.address_of(request))
    throttle.turn(GUESSED, place, throttle.ADDRESS, timezone.now())
    return _said(request, str(dead), HTTPStatus.NOT_FOUND)


def _said(request, sentence, status):
    return render(request, "articles/shared_dead.html", {"sentence": sentence}, status=status)
