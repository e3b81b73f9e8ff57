"""The screen "Ai đã làm gì": read, filtered, taken along; never added to, changed or deleted by anybody."""

import csv
import datetime as dt
import json

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.http import urlencode

import vietnamese
from audit import refusals, services
from audit.finding import FindForm
from audit.models import Event
from desk.listing import OnlyShown

VISIT = dt.timedelta(minutes=30)
"""Looking again after a while is another visit."""
MOST_EXPORTED = 100_000
CUT_OFF = f"Tệp chỉ chứa {vietnamese.number(MOST_EXPORTED)} việc mới nhất; còn việc cũ hơn. Hãy lọc theo ngày."
COLUMNS = (
    "so_thu_tu", "luc", "viec", "ket_qua", "ten_dang_nhap", "ten", "muc", "loai_muc", "ma_muc", "truoc", "sau",
    "loi_ghi", "noi_lam", "dia_chi", "dau_cua_dong",
)  # fmt: skip
# A spreadsheet would run what begins with one of these.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@admin.register(Event)
class EventAdmin(OnlyShown, admin.ModelAdmin):
    def get_urls(self):
        return [
            path("xuat/", self.admin_site.admin_view(self.export_view), name="audit_event_export"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        self._require(request)
        at = timezone.now()
        refusals.settle(at=at)
        _note_visit(request, at)
        form = FindForm(request.GET)
        events, following = form.page()
        asked = {name: value for name, value in request.GET.items() if name in form.fields and name != "truoc"}
        context = {
            **self.admin_site.each_context(request),
            "title": "Ai đã làm gì",
            "opts": self.opts,
            "form": form,
            "events": events,
            "asked": urlencode(asked),
            "next_url": f"?{urlencode({**asked, 'truoc': following})}" if following else "",
        }
        return TemplateResponse(request, "admin/audit/event/change_list.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One event with all that was recorded of it."""
        self._require(request)
        event = self.get_object(request, object_id)
        if event is None:
            raise Http404
        _note_visit(request, timezone.now())
        context = {
            **self.admin_site.each_context(request),
            "title": event.kind_name,
            "opts": self.opts,
            "event": event,
            "told": [(label, said) for label, said in _told(event) if said],
        }
        return TemplateResponse(request, "admin/audit/event/event.html", context)

    def export_view(self, request):
        self._require(request)
        form = FindForm(request.GET)
        if not form.is_valid():
            return self.changelist_view(request)
        # What is asked now, so that the export itself does not stand in it.
        last = Event.objects.values_list("number", flat=True).first() or 0
        events = form.events().filter(number__lte=last).select_related("address_row")[: MOST_EXPORTED + 1]
        asked = {name: str(value) for name, value in form.cleaned_data.items() if value}
        services.record("record.export", by=request.user, at=timezone.now(), after=asked)
        response = StreamingHttpResponse(_lines(events), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="nhat-ky.csv"'
        return response

    def _require(self, request):
        """It is read, and nothing else is done to it."""
        if not self.has_view_permission(request) or request.method not in {"GET", "HEAD"}:
            raise PermissionDenied


def _told(event):
    """(what, as people read it)."""
    address = getattr(event, "address_row", None)
    thing = f"{event.title} ({event.model}:{event.object_id})" if event.model else ""
    yield "Số thứ tự", str(event.number)
    yield "Lúc", vietnamese.moment(event.at)
    yield "Kết quả", event.outcome_name
    yield "Người làm", f"{event.shown_name} ({event.user_name})" if event.user_name else ""
    yield "Mục", thing
    yield "Trước", _shown(event.before)
    yield "Sau", _shown(event.after)
    yield "Lời ghi", event.note
    yield "Nơi làm", event.place
    yield "Địa chỉ mạng", address.address if address else ("đã xóa theo thời hạn lưu" if event.address_seal else "")
    yield "Mã yêu cầu", event.request
    yield "Dấu của dòng", event.hash


def _shown(value):
    if not value:
        return ""
    return format_html('<pre class="record__json">{}</pre>', json.dumps(value, ensure_ascii=False, indent=2))


def _note_visit(request, at):
    seen = parse_datetime(request.session.get("record_seen", "")) if request.session.get("record_seen") else None
    if seen is None or at - seen > VISIT:
        services.record("record.read", by=request.user, at=at)
    request.session["record_seen"] = at.isoformat()


class _Echo:
    """A file that hands on what is written, for csv."""

    def write(self, text):
        return text


def _lines(events):
    writer = csv.writer(_Echo())
    # Excel takes a file without this mark for another encoding.
    yield "\ufeff" + writer.writerow(COLUMNS)
    for place, event in enumerate(events.iterator(chunk_size=500)):
        if place == MOST_EXPORTED:
            # Nobody may take a part for the whole.
            yield writer.writerow([CUT_OFF])
            return
        yield writer.writerow([_cell(value) for value in _row(event)])


def _row(event):
    address = getattr(event, "address_row", None)
    return (
        event.number, vietnamese.local(event.at).isoformat(), event.kind_name, event.outcome_name,
        event.user_name, event.shown_name, event.title, event.model, event.object_id, _json(event.before),
        _json(event.after), event.note, event.place, address.address if address else "", event.hash,
    )  # fmt: skip


def _json(value):
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _cell(value):
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
