"""Official documents."""

from django.contrib import admin
from django.utils.text import Truncator

from desk.listing import two_lines
from resolutions.models import Document

from .base import FindableAdmin, PressFilter
from .proposals import Guarded


@admin.register(Document)
class DocumentAdmin(Guarded, FindableAdmin):
    """Whatever readers can see of a document, and its becoming public most of all, has two people behind it."""

    list_display = ["named", "origin", "issued", "readers"]
    list_filter = ["scope", "kind", "issuer", "congress", PressFilter]
    search_fields = ["number__folded", "abstract__folded", "issuer__folded", "signer__folded"]
    search_help_text = "Tìm trong số, trích yếu, cơ quan ban hành và người ký."
    date_hierarchy = "issued_on"
    fieldsets = [
        (None, {"fields": ["number", "kind", "issuer", "abstract", "signer"]}),
        ("Thời gian", {"fields": ["issued_on", "issued_year", "effective_on", "congress"]}),
        ("Ai được xem", {"fields": ["scope", "file"]}),
        ("Liên quan", {"fields": ["implements"]}),
        ("Nguồn", {"fields": ["source", "source_as_of", "from_press", "note"]}),
    ]

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
