"""What the text editor asks for in its own protocol (CKEditor 4), answered from the library.

Another editor would have another module here; the library knows of none.
"""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from library.views import received
from web.digits import whole_number

WITHOUT_WORDS = (
    "Ảnh cần một câu mô tả cho người không nhìn thấy. Hãy bấm nút «Hình ảnh», chọn «Duyệt máy chủ» rồi tải ảnh lên "
    "trong cửa sổ đó."
)


@never_cache
@require_safe
def pictures(request):
    """«Duyệt máy chủ»: the editor waits under a number, the library's window knows its askers by name."""
    asker = whole_number(request.GET.get("CKEditorFuncNum"))
    window = reverse("library:picker")
    return redirect(f"{window}?{urlencode({'hoi': asker})}" if asker is not None else window)


@never_cache
@require_POST
def upload(request):
    """A picture dropped or pasted into the text. The editor cannot ask for its words, so staff are led to the window.

    Refusals of the picture answer 200: only then does the editor show our sentence instead of its own.
    """
    status, answer = received(request)
    if "picture" in answer:
        said = {"error": {"message": answer["said"]}} if answer["said"] else {}
        picture = answer["picture"]
        return JsonResponse({"uploaded": 1, "fileName": picture["name"], "url": picture["url"]} | said)
    errors = answer["errors"]
    sentence = WITHOUT_WORDS if "alt" in errors else " ".join(words for field in errors.values() for words in field)
    return JsonResponse({"uploaded": 0, "error": {"message": sentence}}, status=403 if status == 403 else 200)
