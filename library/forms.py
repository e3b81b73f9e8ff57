"""What staff fill in when they upload: the file, then its words. uploads.py judges, services.py stores."""

from django import forms

import vietnamese
from desk import refused
from library import services, uploads
from library.inspection.refused import shortened
from library.models import DocumentFile, Picture
from library.refusals import UploadRefused

CHOOSE_AGAIN = "Hãy chọn lại tệp: trình duyệt không giữ tệp khi biểu mẫu còn lỗi."
NAMELESS = "Tên của tệp không có chữ nào. Hãy ghi tên hiển thị."
_FILE_ERRORS = {
    "required": "Hãy chọn một tệp trên máy.",
    "missing": "Hãy chọn một tệp trên máy.",
    "invalid": "Hãy chọn một tệp trên máy.",
    "empty": "Tệp trống. Hãy kiểm tra lại tệp trên máy rồi chọn lần nữa.",
}


class UploadForm(forms.ModelForm):
    """An upload and its words; `existing` is the stored one when the same file came before."""

    existing = None
    prepared = None
    refusal = None

    def clean(self):
        words = super().clean()
        self.check_words(words)
        if upload := words.get("upload"):
            try:
                self.prepared = self._prepared_once(upload) if not self.errors else self.only_check(upload)
            except services.AlreadyStored as refusal:
                self.existing = refusal.existing
                self.add_error("upload", self.already_stored(refusal))
            except UploadRefused as refusal:
                self.refusal = refusal
                self.add_error("upload", refusal)
        return words

    def _prepared_once(self, upload):
        """The admin asks before its transaction opens and again within: the upload remembers, also a refusal."""
        if not hasattr(upload, "prepared"):
            try:
                upload.prepared, upload.refusal = self.prepare(upload), None
            except UploadRefused as refusal:
                upload.prepared, upload.refusal = None, refusal
        if upload.refusal:
            raise upload.refusal
        return upload.prepared

    def is_judged(self, request):
        """Whether all is well. A refused file goes to the record, with its name and what its sender reads."""
        is_valid = self.is_valid()
        if self.refusal:
            name = shortened(vietnamese.nfc(self.files["upload"].name))
            refused.note(request, None, f"«{name}»: {self.refusal.messages[0]}", "upload")
        return is_valid

    def check_words(self, words):
        """Adds the errors that only several fields together can have."""

    def only_check(self, upload):
        """With words still missing the file is lost anyway: say all that is wrong, but do not do the slow part."""
        self.check(upload)
        self.add_error("upload", CHOOSE_AGAIN)

    def already_stored(self, refusal):
        return refusal.message

    def save_m2m(self):
        """The admin asks for it; nothing here has many of anything."""


class PictureUploadForm(UploadForm):
    upload = forms.FileField(
        label="Tệp ảnh",
        help_text="JPEG, PNG, WebP, HEIC hoặc GIF không động; tối đa 20 MB và 24 triệu điểm ảnh "
        "(HEIC, GIF: 12; nền trong suốt: 10; WebP: 6). Thông tin ẩn trong ảnh, như nơi chụp, sẽ được xóa.",
        error_messages=_FILE_ERRORS,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,image/heic,.heic"}),
    )
    prepare = staticmethod(services.prepare_picture)
    check = staticmethod(uploads.check_picture)

    class Meta:
        model = Picture
        fields = ["alt", "is_decorative", "caption", "credit"]

    field_order = ["upload"]

    def check_words(self, words):
        if not words.get("alt") and not words.get("is_decorative") and "alt" not in self.errors:
            self.add_error("alt", "Hãy mô tả ảnh bằng lời, hoặc đánh dấu ảnh chỉ để trang trí.")

    def store(self, *, by, at):
        words = {name: self.cleaned_data[name] for name in ("alt", "is_decorative", "caption", "credit")}
        return services.keep_picture(self.prepared, by=by, at=at, **words)


class DocumentUploadForm(UploadForm):
    upload = forms.FileField(
        label="Tệp",
        help_text="PDF, DOCX, XLSX, PPTX hoặc ODT; tối đa 30 MB. Không nhận tệp có macro, đối tượng nhúng, nội dung "
        "lấy từ nơi khác.",
        error_messages=_FILE_ERRORS,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.pptx,.odt"}),
    )
    clean_names = forms.BooleanField(
        label="Xóa tên người soạn và dữ liệu ẩn trong tệp",
        required=False,
        help_text="Xóa tên người soạn, người sửa, người ghi chú, cơ quan, tài khoản và đường dẫn trên máy; bản gốc "
        "không được giữ. Chữ ẩn, ghi chú, trang tính ẩn thì giữ nguyên và được nêu rõ để anh/chị tự xóa. Không dùng "
        "cho tệp đã ký số.",
    )
    title = forms.CharField(
        label="Tên hiển thị",
        max_length=300,
        required=False,
        help_text="Bạn đọc thấy tên này, và tệp tải về mang tên này. Trống: lấy tên của tệp.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    check = staticmethod(uploads.check_document)

    class Meta:
        model = DocumentFile
        fields = ["title"]

    field_order = ["upload"]

    def prepare(self, upload):
        return services.prepare_document(upload, clean=self.cleaned_data.get("clean_names", False))

    def check_words(self, words):
        """Without a title the file's own name must do, and must be one that a reader can read."""
        if (upload := words.get("upload")) and not words.get("title"):
            words["title"] = uploads.stem(upload.name)
            if not any(letter.isalnum() for letter in words["title"]):
                self.add_error("title", NAMELESS)

    def store(self, *, by, at):
        return services.keep_document_file(self.prepared, title=self.cleaned_data["title"], by=by, at=at)
