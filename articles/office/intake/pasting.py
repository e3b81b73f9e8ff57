"""What the editor asks when something is pasted: the same reading as an upload, answered as HTML and sentences."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from articles import footnotes, services
from articles.office import arranging, refusals, report, writing
from articles.office.arranging import Arranged, Choices
from articles.office.blocks import Document
from articles.office.html import reading
from articles.office.refusals import DocumentRefused
from library.turns import turn
from library.uploads import UploadRefused
from web.digits import whole_number

MOST_BYTES = 6_000_000
NOT_ALLOWED = "Anh/chị chưa đăng nhập hoặc chưa được phép viết bài."
MOST_NOTES = 9000


@require_POST
def paste(request):
    """Takes `html` or `text` as a file, so that Word's long markup has a bound of its own; `chon`: what was chosen."""
    user = request.user
    if not (user.is_staff and user.has_perm("articles.change_article")):
        return JsonResponse({"refusal": NOT_ALLOWED}, status=403)
    chosen = frozenset(request.POST.getlist("chon"))
    try:
        with turn("tệp"):
            arranged = arranging.arrange(_read(request, chosen), _choices(chosen))
        html = services.clean_body(writing.written(arranged.document, lambda name: name))
    except (DocumentRefused, UploadRefused) as refusal:
        sentence = refusal.message if isinstance(refusal, UploadRefused) else str(refusal)
        return JsonResponse({"refusal": sentence}, status=400)
    told = [{"name": name, "sentences": said} for name, said in report.by_fate(arranged.document.findings)]
    return JsonResponse(
        {
            "html": footnotes.shifted(html, _notes_before(request)),
            "told": told,
            "offers": _offers(arranged, chosen),
            "samples": arranged.samples,
        }
    )


def _read(request, chosen: frozenset[str]) -> Document:
    for name in ("html", "text"):
        if name in request.FILES:
            content = _letters(request.FILES[name])
            return (
                reading.read(content, accepts_changes="giu-ban-cu" not in chosen)
                if name == "html"
                else (reading.read_plain(content))
            )
    raise DocumentRefused(refusals.NO_TEXT)


def _letters(file) -> str:
    if file.size > MOST_BYTES:
        raise DocumentRefused(refusals.PASTE_TOO_LONG)
    return file.read().decode("utf-8", "replace")


def _choices(chosen: frozenset[str]) -> Choices:
    return Choices(
        headings=None if "de-muc" in chosen else frozenset(),
        converts_fonts="unicode" in chosen,
        joins_lines="noi-dong" in chosen,
        takes_title=False,
        changes=arranging.REFUSED if "giu-ban-cu" in chosen else "",
    )


def _offers(arranged: Arranged, chosen: frozenset[str]) -> list[dict[str, str]]:
    """What one click more would do."""
    counts = arranged.document.findings.counts
    offers = (
        ("unicode", bool(arranged.samples), "Chuyển chữ phông cũ sang Unicode"),
        ("de-muc", bool(counts["suggested_headings"]), f"Đổi {counts['suggested_headings']} dòng in đậm thành đề mục"),
        ("noi-dong", bool(counts["broken_lines"]), f"Nối {counts['broken_lines']} chỗ ngắt dòng giữa câu"),
        ("giu-ban-cu", bool(counts["tracked_changes"]), "Giữ bản trước khi sửa"),
    )
    return [{"code": code, "words": words} for code, is_open, words in offers if is_open and code not in chosen]


def _notes_before(request) -> int:
    """How many notes the text has already; the cleaning at the saving counts all of them anew."""
    return min(whole_number(request.POST.get("chu_thich")) or 0, MOST_NOTES)
