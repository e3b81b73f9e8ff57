"""Serves what may be seen: to readers what something public refers to, to staff also what is still private.

What a reader may not see does not exist: the same 404 as for a key that was never given out.
"""

import logging
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.encoding import escape_uri_path
from django.utils.http import content_disposition_header, http_date, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

import vietnamese
from audit import services as audit
from library.forms import PictureUploadForm
from library.models import DocumentFile, Picture
from library.services import AlreadyStored
from web.methods import read_only

logger = logging.getLogger(__name__)

# Short, so that what is withdrawn is soon gone from every cache.
PUBLIC_SECONDS = 300
PICTURES_PER_PAGE = 24
STORE_AWAY = "Kho ảnh và tệp đang không trả lời; xin thử lại sau ít phút.\n"
LONGEST_SEARCH = 200
ASKER = re.compile(r"[A-Za-z0-9-]{1,20}")
CONTENT_TYPES = {
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
}


@read_only
def rendition(request, key, width):
    picture = _visible(request, Picture.objects.only("key", "widths", "uploaded_at"), key, "library.view_picture")
    width = int(width)
    if width not in picture.widths:
        raise Http404
    return _file_response(request, picture, picture.rendition_name(width), etag=f'"{key}-{width}"')


@read_only
def share(request, key):
    picture = _visible(request, Picture.objects.only("key", "has_share", "uploaded_at"), key, "library.view_picture")
    if not picture.has_share:
        raise Http404
    return _file_response(request, picture, picture.share_name, etag=f'"{key}-share"')


def to_one_visitor(request, key: str, width: int):
    """For a page that has decided by itself that this visitor may see the picture; nobody may keep it."""
    picture = Picture.objects.only("key", "widths", "uploaded_at").filter(key=key).first()
    if picture is None or width not in picture.widths:
        raise Http404
    picture.is_public = False
    return _file_response(request, picture, picture.rendition_name(width), etag="")


@read_only
def document(request, key, name):
    file = _visible(request, DocumentFile.objects.all(), key, "library.view_documentfile")
    if name != file.address_name:
        # The key decides; an old title in a link still leads here.
        return redirect(file, permanent=file.is_public)
    response = _file_response(request, file, file.file.name, etag=f'"{key}"')
    if not file.is_public:
        audit.record("file.download", file, by=request.user, at=timezone.now())
    response["Content-Disposition"] = content_disposition_header(True, file.download_name)
    return response


def _visible(request, files, key, permission):
    """The file with that key. One query for readers of what is public.

    Otherwise the visitor's account is looked up whether or not the file exists: the two must answer alike.
    """
    file = files.with_visibility(timezone.now()).filter(key=key).first()
    if file and file.is_public:
        return file
    if _is_staff_with(request.user, permission) and file:
        return file
    raise Http404


def _is_staff_with(user, permission):
    return user.is_staff and user.has_perm(permission)


def _file_response(request, stored, name, etag):
    extension = name.rpartition(".")[2]
    modified = int(stored.uploaded_at.timestamp())
    response = get_conditional_response(request, etag, modified) if stored.is_public else None
    if response is None:
        response = _content(name, CONTENT_TYPES[extension])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if stored.is_public:
        response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
        response["ETag"], response["Last-Modified"] = etag, http_date(modified)
    else:
        response["Cache-Control"] = "private, no-store"
    return response


def _content(name, content_type):
    if settings.LIBRARY_ACCEL_PREFIX:
        accelerated = {"X-Accel-Redirect": settings.LIBRARY_ACCEL_PREFIX + _inner_address(name)}
        return HttpResponse(content_type=content_type, headers=accelerated)
    try:
        return FileResponse(default_storage.open(name), content_type=content_type)
    except FileNotFoundError as missing:
        logger.error("Mất tệp trong kho: %s", name)
        raise Http404 from missing
    except ConnectionError:
        logger.exception("Kho tệp không trả lời")
        away = {"Retry-After": "30", "Cache-Control": "no-store"}
        return HttpResponse(STORE_AWAY, status=503, content_type="text/plain; charset=utf-8", headers=away)


def _inner_address(name):
    """Below nginx's internal address: the file, or in a store of its own a path that is signed for a minute."""
    if not settings.MEDIA_STORE:
        return escape_uri_path(name)
    signed = urlsplit(default_storage.url(name))
    return f"{signed.path.lstrip('/')}?{signed.query}"


@never_cache
@require_POST
def upload(request):
    status, answer = received(request)
    return JsonResponse(answer, status=status)


def received(request):
    """What to answer to a picture sent by a script, as (status, {"picture": ...} or {"errors": ...}).

    `errors` has the sentences of each form field. `said` is what there is to say although a picture came of it.
    """
    if not _is_staff_with(request.user, "library.add_picture"):
        return 403, {"errors": {"upload": ["Anh/chị chưa đăng nhập hoặc chưa được phép tải ảnh lên."]}}
    form = PictureUploadForm(request.POST, request.FILES)
    picture, said = _stored(form, request.user) if form.is_judged(request) else (form.existing, None)
    if not picture:
        return 400, {"errors": form.errors}
    said = said or (form.errors["upload"][0] if form.existing else "")
    name = picture.original.name.rpartition("/")[2]
    return 200, {"picture": {"key": picture.key, "name": name, "url": picture.src, "alt": picture.alt}, "said": said}


@never_cache
@staff_member_required
@permission_required("library.view_picture", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def picker(request):
    """The window in which staff choose a picture, or upload one and have it chosen at once.

    The page that opened the window names what is asked for (`hoi`) and is told which picture answers it.
    """
    may_add = request.user.has_perm("library.add_picture")
    form = PictureUploadForm(request.POST or None, request.FILES or None) if may_add else None
    chosen = Picture.objects.filter(key=request.GET["chon"]).first() if "chon" in request.GET else None
    if form and form.is_bound and form.is_judged(request):
        chosen, _said = _stored(form, request.user)
        return redirect(_picker_url(request, chon=chosen.key))
    query = vietnamese.nfc(request.GET.get("q", "")).strip()[:LONGEST_SEARCH]
    page = Paginator(_search(query), PICTURES_PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "form": form,
        "chosen": chosen,
        "query": query,
        "page": page,
        "page_label": f"Trang {page.number} trong {page.paginator.num_pages}",
        "asker": _asker(request),
        "previous_url": page.has_previous() and _picker_url(request, q=query, trang=page.number - 1),
        "next_url": page.has_next() and _picker_url(request, q=query, trang=page.number + 1),
    }
    return render(request, "library/picker.html", context)


def _stored(form, user):
    """The picture and what there is to say about it: the same file may have arrived in this very second."""
    try:
        return form.store(by=user, at=timezone.now()), None
    except AlreadyStored as refusal:
        return refusal.existing, refusal.message


def _search(query):
    if not query:
        return Picture.objects.all()
    return Picture.objects.filter(Q(alt__folded=query) | Q(caption__folded=query) | Q(credit__folded=query))


def _asker(request):
    """The name that the page which opened the window gave its question; empty when nobody waits."""
    name = request.GET.get("hoi", "")
    return name if ASKER.fullmatch(name) else ""


def _picker_url(request, **query):
    kept = {name: value for name, value in {"hoi": _asker(request), **query}.items() if value}
    return f"{reverse('library:picker')}?{urlencode(kept)}"
