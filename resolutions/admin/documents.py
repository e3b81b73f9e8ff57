"""Official documents."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.text import Truncator

from desk.listing import two_lines
from library import traces
from proposals.screens import Guarded
from resolutions.models import Document
from resolutions.workflow import VIEW_INTERNAL

from .base import FindableAdmin, PressFilter


@admin.register(Document)
class DocumentAdmin(Guarded, FindableAdmin):
    """Whatever readers can see of a document, and its becoming public most of all, has two people behind it.

    An internal one does not exist for staff whose role does not say that they may know of it.
    """

    list_display = ["named", "origin", "issued", "readers"]
    list_filter = ["scope", "kind", "issuer", "congress", PressFilter]
    search_fields = ["number__folded", "abstract__folded", "issuer__folded", "signer__folded"]
    search_help_text = "Tìm trong số, trích yếu, cơ quan ban hành và người ký."
    date_hierarchy = "issued_on"
    readonly_fields = ["told_by_file"]
    fieldsets = [
        (None, {"fields": ["number", "kind", "issuer", "abstract", "signer"]}),
        ("Thời gian", {"fields": ["issued_on", "issued_year", "effective_on", "congress"]}),
        ("Ai được xem", {"fields": ["scope", "file", "told_by_file"]}),
        ("Liên quan", {"fields": ["implements"]}),
        ("Nguồn", {"fields": ["source", "source_as_of", "from_press", "note"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and (obj is None or obj.is_visible_to(request.user))

    def may_read_history(self, request, document):
        """It tells of the time before the document was public."""
        return request.user.has_perm(VIEW_INTERNAL)

    @admin.display(description="tệp đính kèm")
    def file_said(self, document):
        """The file itself: its page in the library is for those who look after files."""
        file = document.file
        return format_html('<a href="{}">{}</a>', file.get_absolute_url(), file) if file else "chưa có"

    @admin.display(description="tên người và dữ liệu ẩn trong tệp")
    def told_by_file(self, document):
        return traces.shown(document.file) if document.file else "Chưa có tệp nào được lưu."

    @admin.display(description="văn bản", ordering="number")
    def named(self, document):
        return f"{document.number}: {Truncator(document.abstract or 'chưa nhập trích yếu').words(24)}"

    @admin.display(description="loại, cơ quan ban hành", ordering="kind")
    def origin(self, document):
        return two_lines(document.kind, document.issuer)

    @admin.display(description="ai được xem", ordering="scope")
    def readers(self, document):
        return two_lines(document.get_scope_display(), self.press(document))

    @admin.display(description="ban hành", ordering="issued_on")
    def issued(self, document):
        return document.issued_on or document.date_label
