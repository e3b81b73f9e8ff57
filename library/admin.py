"""The staff's screens of the library. Words may be edited; another file is another upload, never an exchange."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

import vietnamese
from desk import todo
from desk.listing import ClosedFilters
from library import places, quota, services, traces
from library.forms import DocumentUploadForm, PictureUploadForm
from library.models import DocumentFile, Picture
from proposals.screens import Guarded


class LinksToExisting:
    """In the admin the refusal of a known file leads to it."""

    def already_stored(self, refusal):
        return format_html(
            '{} <a href="{}">Mở «{}»</a>', refusal.message, change_url(refusal.existing), refusal.existing
        )


class AdminPictureUploadForm(LinksToExisting, PictureUploadForm):
    pass


class AdminDocumentUploadForm(LinksToExisting, DocumentUploadForm):
    pass


class VisibilityFilter(admin.SimpleListFilter):
    title = "tình trạng"
    parameter_name = "tinh-trang"
    choices_by_code = {
        "cong-khai": ("Đang công khai", {"is_public": True}),
        "dang-dung": ("Đang dùng, chưa công khai", {"is_used": True, "is_public": False}),
        "chua-dung": ("Chưa dùng", {"is_used": False}),
    }

    def lookups(self, request, model_admin):
        return [(code, label) for code, (label, _facts) in self.choices_by_code.items()]

    def queryset(self, request, queryset):
        _label, facts = self.choices_by_code.get(self.value(), ("", {}))
        return queryset.filter(**facts)


class StoredAdmin(ClosedFilters, admin.ModelAdmin):
    """What pictures and documents have in common."""

    recorded_by_services = frozenset({"add"})
    upload_form = None
    upload_fields = []
    date_hierarchy = "uploaded_at"
    list_filter = [VisibilityFilter, "uploaded_at"]
    list_per_page = 50
    list_select_related = ["uploaded_by"]
    view_on_site = False
    actions = None

    class Media:
        css = {"all": ["css/components/picker.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).with_visibility(timezone.now())

    def get_form(self, request, obj=None, change=False, **kwargs):
        if not change:
            kwargs["form"] = self.upload_form
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else [(None, {"fields": self.upload_fields})]

    def get_readonly_fields(self, request, obj=None):
        return super().get_readonly_fields(request, obj) if obj else []

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        if request.method == "POST" and object_id is None and self.has_add_permission(request):
            # The slow part first: within the admin's transaction others would wait behind it.
            self.upload_form(request.POST, request.FILES).is_judged(request)
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except services.AlreadyStored as refusal:  # someone else was faster by a second
            messages.warning(request, refusal.message)
            return HttpResponseRedirect(change_url(refusal.existing))

    def save_form(self, request, form, change):
        if change:
            return super().save_form(request, form, change)
        form.instance = form.store(by=request.user, at=timezone.now())
        return form.instance

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        services.delete(obj)

    @admin.display(description="tình trạng")
    def visibility(self, stored):
        if stored.is_public:
            return "Đang công khai"
        return "Đang dùng, chưa công khai" if stored.is_used else "Chưa dùng"

    @admin.display(description="dùng ở")
    def used_at(self, stored):
        return format_html_join("", '<p class="stored-places__item">{} ({})</p>', self._place_lines(stored)) or (
            "Chưa nơi nào dùng."
        )

    def get_object(self, request, object_id, from_field=None):
        stored = super().get_object(request, object_id, from_field)
        if stored:
            stored.asked_in = request
        return stored

    def _place_lines(self, stored):
        for place in places.of(stored, timezone.now()):
            if not (place.is_public or self._may_see(stored.asked_in, place.row)):
                yield "Một nội dung mà anh/chị không được xem", "chưa công khai"
                continue
            name = format_html('<a href="{}">{}</a>', place.url, place.name) if place.url else place.name
            yield name, "đang công khai" if place.is_public else "chưa công khai"

    def _may_see(self, request, row):
        """A picture in a colleague's draft does not tell the draft's title."""
        site = self.admin_site
        screen = site.get_model_admin(type(row)) if site.is_registered(type(row)) else None
        return screen is None or screen.has_view_permission(request, row)


@admin.register(Picture)
class PictureAdmin(Guarded, StoredAdmin):
    upload_form = AdminPictureUploadForm
    upload_fields = ["upload", "alt", "is_decorative", "caption", "credit"]
    list_display = ["thumbnail", "name", "visibility", "uploaded_at", "uploaded_by"]
    list_display_links = ["thumbnail", "name"]
    search_fields = ["alt__folded", "caption__folded", "credit__folded"]
    search_help_text = "Tìm trong mô tả, chú thích và nguồn ảnh."
    readonly_fields = ["preview", "used_at", "dimensions", "uploaded_at", "uploaded_by"]
    fieldsets = [
        (None, {"fields": ["preview", "alt", "is_decorative", "caption", "credit"]}),
        ("Nơi dùng", {"fields": ["used_at"]}),
        ("Tệp", {"fields": ["dimensions", "uploaded_at", "uploaded_by"]}),
    ]

    @admin.display(description="ảnh")
    def thumbnail(self, picture):
        return _image(picture, picture.thumbnail, "stored-thumbnail", self.name(picture))

    @admin.display(description="ảnh")
    def preview(self, picture):
        return _image(picture, picture.src, "stored-preview", picture.text)

    @admin.display(description="nội dung", ordering="alt")
    def name(self, picture):
        return picture.alt or picture.caption or "Ảnh trang trí"

    @admin.display(description="kích thước")
    def dimensions(self, picture):
        return f"{vietnamese.number(picture.width)} × {vietnamese.number(picture.height)} điểm ảnh"


@admin.register(DocumentFile)
class DocumentFileAdmin(Guarded, StoredAdmin):
    upload_form = AdminDocumentUploadForm
    upload_fields = ["upload", "clean_names", "title"]
    list_display = ["title", "type_name", "size_text", "visibility", "uploaded_at", "uploaded_by"]
    search_fields = ["title__folded"]
    search_help_text = "Tìm trong tên hiển thị."
    readonly_fields = ["download", "told", "used_at", "uploaded_at", "uploaded_by"]
    fieldsets = [
        (None, {"fields": ["title", "download", "told"]}),
        ("Nơi dùng", {"fields": ["used_at"]}),
        ("Tải lên", {"fields": ["uploaded_at", "uploaded_by"]}),
    ]

    @admin.display(description="loại tệp", ordering="type")
    def type_name(self, document):
        return document.type_name

    @admin.display(description="dung lượng", ordering="size")
    def size_text(self, document):
        return document.size_text

    @admin.display(description="tệp")
    def download(self, document):
        words = (document.get_absolute_url(), document.type_name, document.size_text)
        return format_html('<a href="{}">Tải về ({}, {})</a>', *words)

    @admin.display(description="tên người và dữ liệu ẩn")
    def told(self, document):
        return traces.shown(document)


@todo.register
def filling(user, at):
    """ "92 % kho tệp đã dùng", for those who may bring more."""
    if not (user.has_perm("library.add_picture") or user.has_perm("library.add_documentfile")):
        return
    usage = quota.usage()
    if usage and usage.percent >= quota.WARNING_PERCENT:
        url = reverse("admin:library_documentfile_changelist" if user.has_perm("library.view_documentfile") else
                      "admin:library_picture_changelist")  # fmt: skip
        yield todo.Todo(label=f"% kho ảnh và tệp đã dùng ({usage.text})", url=url, count=usage.percent)


def change_url(stored):
    return reverse(f"admin:library_{stored._meta.model_name}_change", args=[stored.pk])


def _image(picture, src, css_class, alt):
    return format_html(
        '<img class="{}" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        css_class,
        src,
        alt,
        picture.width,
        picture.height,
    )
