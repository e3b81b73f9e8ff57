"""Serves what may be seen: to readers what something public refers to, to staff also what is still private.

What a reader may not see does not exist: the same 404 as for a key that was never given out.
"""

import logging

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.encoding import escape_uri_path
from django.utils.http import content_disposition_header, http_date
from django.views.decorators.http import require_safe

from library.models import DocumentFile, Picture

logger = logging.getLogger(__name__)

# Short, so that what is withdrawn is soon gone from every cache.
PUBLIC_SECONDS = 300
CONTENT_TYPES = {
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
}


@require_safe
def rendition(request, key, width):
    picture = _visible(request, Picture.objects.only("key", "widths", "uploaded_at"), key, "library.view_picture")
    width = int(width)
    if width not in picture.widths:
        raise Http404
    return _file_response(request, picture, picture.rendition_name(width), etag=f'"{key}-{width}"')


@require_safe
def document(request, key, name):
    file = _visible(request, DocumentFile.objects.all(), key, "library.view_documentfile")
    if name != file.address_name:
        # The key decides; an old title in a link still leads here.
        return redirect(file, permanent=file.is_public)
    response = _file_response(request, file, file.file.name, etag=f'"{key}"')
    response["Content-Disposition"] = content_disposition_header(True, file.download_name)
    return response


def _visible(request, files, key, permission):
    """The file with that key. One query for readers; only for what is private is the visitor's account looked up."""
    file = files.with_visibility(timezone.now()).filter(key=key).first()
    if file and (file.is_public or _is_staff_with(request.user, permission)):
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
        accelerated = {"X-Accel-Redirect": escape_uri_path(settings.LIBRARY_ACCEL_PREFIX + name)}
        return HttpResponse(content_type=content_type, headers=accelerated)
    try:
        return FileResponse(default_storage.open(name), content_type=content_type)
    except FileNotFoundError as missing:
        logger.error("Mất tệp trong kho: %s", name)
        raise Http404 from missing
