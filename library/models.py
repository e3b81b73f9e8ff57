"""Pictures and documents: what was uploaded, how it may be shown, and who refers to it."""

import re
import secrets

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

import vietnamese

# What `new_key` makes: twelve random bytes in sixteen letters.
KEY_PATTERN = "[A-Za-z0-9_-]{16}"
MIDDLE_WIDTH = 960


def new_key():
    """A name nobody can guess: an address must not tell what else is stored."""
    return secrets.token_urlsafe(12)


def one_line(text):
    return " ".join(vietnamese.nfc(text).split())


class StoredQuerySet(models.QuerySet):
    """What Picture and DocumentFile have in common: others refer to them."""

    def with_visibility(self, at):
        """Says of each whether a reader may see it at that moment (`is_public`) and whether anything refers to it."""
        uses = Use.objects.filter(**{self.model.use_field: OuterRef("pk")})
        return self.annotate(is_public=Exists(uses.public(at)), is_used=Exists(uses))


class UseQuerySet(models.QuerySet):
    def public(self, at):
        """References by something a reader may see at that moment."""
        return self.filter(public_from__lte=at).exclude(public_until__lte=at)

    def agreed(self):
        """References by what a second person has agreed to or is reading now; also when its time is over, for another
        time may be set."""
        return self.filter(Q(public_from__isnull=False) | Q(is_waiting=True))


class Picture(models.Model):
    """One picture, re-encoded at upload; pages show its renditions, WebP files of the widths listed here."""

    use_field = "picture"

    key = models.CharField("mã", max_length=32, unique=True, default=new_key, editable=False)
    original = models.FileField("tệp ảnh", upload_to="pictures/", editable=False)
    width = models.PositiveIntegerField("rộng", editable=False)
    height = models.PositiveIntegerField("cao", editable=False)
    # Kept here and not in rows of their own: a page then shows any number of pictures without asking again.
    widths = models.JSONField("các bề rộng đã tạo", default=list, editable=False)
    has_share = models.BooleanField("có ảnh để chia sẻ", default=False, editable=False)
    alt = models.CharField(
        "mô tả bằng lời",
        max_length=300,
        blank=True,
        help_text="Một câu nói rõ trong ảnh có gì: người không nhìn thấy ảnh sẽ nghe câu này.",
    )
    is_decorative = models.BooleanField(
        "chỉ để trang trí", default=False, help_text="Đánh dấu khi ảnh không mang thông tin; khi đó không cần mô tả."
    )
    caption = models.CharField(
        "chú thích", max_length=500, blank=True, help_text="Hiện dưới ảnh cho mọi bạn đọc. Có thể để trống."
    )
    credit = models.CharField(
        "nguồn ảnh", max_length=200, blank=True, help_text="Người chụp hoặc nơi cung cấp. Ví dụ: Nguyễn Văn A."
    )
    size = models.PositiveBigIntegerField("dung lượng của mọi bản (byte)", default=0, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người tải lên", null=True, blank=True, editable=False
    )
    uploaded_at = models.DateTimeField("tải lên lúc", editable=False)

    objects = StoredQuerySet.as_manager()

    class Meta:
        verbose_name = "ảnh"
        verbose_name_plural = "ảnh"
        ordering = ["-uploaded_at", "-id"]
        permissions = [("approve_picture", "Được duyệt lời của ảnh đang đăng")]
        indexes = [models.Index(F("uploaded_at").desc(), F("id").desc(), name="picture_list")]
        constraints = [
            models.CheckConstraint(
                name="picture_has_words_or_is_decorative",
                condition=Q(is_decorative=True) | ~Q(alt=""),
                violation_error_message="Hãy mô tả ảnh bằng lời, hoặc đánh dấu ảnh chỉ để trang trí.",
            ),
            models.UniqueConstraint(
                fields=["sha256"],
                name="one_picture_per_content",
                violation_error_message="Ảnh này đã có trong thư viện.",
            ),
        ]

    def __str__(self):
        return self.caption or self.alt or f"Ảnh {self.key}"

    def normalise(self):
        self.alt, self.caption, self.credit = (one_line(text) for text in (self.alt, self.caption, self.credit))

    @property
    def original_type(self):
        return self.original.name.rpartition(".")[2]

    @property
    def text(self):
        """What stands in the `alt` attribute: a decorative picture is silent."""
        return "" if self.is_decorative else self.alt

    def rendition_url(self, width):
        return reverse("library:rendition", args=[self.key, width])

    def rendition_height(self, width):
        return max(1, round(self.height * width / self.width))

    def rendition_name(self, width):
        """Where the file lies in storage; nothing of the name comes from outside."""
        return f"renditions/{self.key}-{width}.webp"

    @property
    def share_name(self):
        return f"renditions/{self.key}-share.jpg"

    @property
    def share_url(self):
        """What a link to the page shows in messengers; "" for a picture of old that has none yet."""
        return reverse("library:share", args=[self.key]) if self.has_share else ""

    @property
    def rendition_names(self):
        names = [self.rendition_name(width) for width in self.widths]
        return [*names, self.share_name] if self.has_share else names

    @property
    def src_width(self):
        """A middle width, for whoever cannot choose from `srcset`."""
        return max((width for width in self.widths if width <= MIDDLE_WIDTH), default=min(self.widths))

    @property
    def src(self):
        return self.rendition_url(self.src_width)

    @property
    def thumbnail(self):
        return self.rendition_url(min(self.widths))

    @property
    def srcset(self):
        return ", ".join(f"{self.rendition_url(width)} {width}w" for width in self.widths)

    @property
    def sizes(self):
        """How wide the picture stands in running text: the reading column, or the whole of a phone's screen."""
        return f"(min-width: 48em) min(44rem, {self.width}px), 100vw"


class DocumentFile(models.Model):
    """A file offered for download: pdf, docx, xlsx, pptx or odt, recognised by what is inside."""

    use_field = "document_file"

    key = models.CharField("mã", max_length=32, unique=True, default=new_key, editable=False)
    file = models.FileField("tệp", upload_to="documents/", editable=False)
    title = models.CharField(
        "tên hiển thị", max_length=300, help_text="Bạn đọc thấy tên này, và tệp tải về mang tên này."
    )
    type = models.CharField("loại tệp", max_length=8, editable=False)
    size = models.PositiveBigIntegerField("dung lượng (byte)", editable=False)
    # What the stored file tells about people and hides from its pages (inspection/traces.py); None: never asked.
    traces = models.JSONField("tên người và dữ liệu ẩn", null=True, editable=False)
    is_cleaned = models.BooleanField("đã xóa tên khi tải lên", default=False, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người tải lên", null=True, blank=True, editable=False
    )
    uploaded_at = models.DateTimeField("tải lên lúc", editable=False)

    objects = StoredQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp văn bản"
        verbose_name_plural = "tệp văn bản"
        ordering = ["-uploaded_at", "-id"]
        permissions = [("approve_documentfile", "Được duyệt tên hiển thị của tệp đang đăng")]
        indexes = [models.Index(F("uploaded_at").desc(), F("id").desc(), name="document_file_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                name="one_document_file_per_content",
                violation_error_message="Tệp này đã có trong thư viện.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("library:document", args=[self.key, self.address_name])

    def normalise(self):
        self.title = one_line(self.title)

    @property
    def address_name(self):
        return f"{vietnamese.slug(self.title)}.{self.type}"

    @property
    def download_name(self):
        """The title as a file name: "22-NQ-TU về chuyển đổi số.pdf"."""
        words = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]+", "-", self.title).strip(" .-")
        return f"{words[:120].strip(' .-') or self.key}.{self.type}"

    @property
    def type_name(self):
        """ "PDF" or "DOCX", as readers know it."""
        return self.type.upper()

    @property
    def size_text(self):
        """ "840 KB" or "1,2 MB"."""
        kilobytes = self.size / 1024
        if kilobytes < 1000:
            return f"{vietnamese.number(max(1, round(kilobytes)))} KB"
        return f"{vietnamese.number(round(kilobytes / 1024, 1), 1)} MB"


class Use(models.Model):
    """Something refers to a picture or a file, and is public between two moments.

    Content apps write these rows in the transaction that changes the content (library/services.py), so the library
    can say what is public without knowing who refers to it. What is referred to cannot be deleted.
    """

    picture = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="uses", verbose_name="ảnh")
    document_file = models.ForeignKey(
        DocumentFile, models.PROTECT, null=True, related_name="uses", verbose_name="tệp văn bản"
    )
    # The referring model's label, "articles.article": enough to name it and to find its row again.
    kind = models.CharField("loại nội dung", max_length=60)
    object_id = models.PositiveBigIntegerField("mã nội dung")
    public_from = models.DateTimeField("công khai từ", null=True, help_text="Trống: chưa công khai.")
    public_until = models.DateTimeField("công khai đến", null=True, help_text="Trống: không có hạn.")
    is_waiting = models.BooleanField("đang chờ duyệt để đăng", default=False)

    objects = UseQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi dùng"
        verbose_name_plural = "nơi dùng"
        constraints = [
            models.CheckConstraint(
                name="use_is_of_one_thing",
                condition=Q(picture__isnull=True) ^ Q(document_file__isnull=True),
            ),
            models.UniqueConstraint(fields=["kind", "object_id", "picture"], name="one_use_per_picture"),
            models.UniqueConstraint(fields=["kind", "object_id", "document_file"], name="one_use_per_document_file"),
        ]

    def __str__(self):
        model = self.referring_model
        return f"{model._meta.verbose_name} số {self.object_id}" if model else f"{self.kind} số {self.object_id}"

    @property
    def referring_model(self):
        """The model named by `kind`, or None when no such model is installed."""
        try:
            return apps.get_model(self.kind)
        except (LookupError, ValueError):
            return None
