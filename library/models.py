"""Pictures and documents: what was uploaded, how it may be shown, and who refers to it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q


def new_key():
    """A name nobody can guess: an address must not tell what else is stored."""
    return secrets.token_urlsafe(12)


class UseQuerySet(models.QuerySet):
    def public(self, at):
        """References by something a reader may see at that moment."""
        return self.filter(public_from__lte=at).exclude(public_until__lte=at)


class Picture(models.Model):
    """One picture, re-encoded at upload; its renditions are what pages show."""

    key = models.CharField("mã", max_length=32, unique=True, default=new_key, editable=False)
    original = models.FileField("tệp ảnh", upload_to="pictures/")
    width = models.PositiveIntegerField("rộng", editable=False)
    height = models.PositiveIntegerField("cao", editable=False)
    alt = models.CharField(
        "mô tả bằng lời", max_length=300, blank=True, help_text="Người không nhìn thấy ảnh sẽ nghe câu này."
    )
    is_decorative = models.BooleanField(
        "chỉ để trang trí", default=False, help_text="Ảnh không mang thông tin; không cần mô tả."
    )
    caption = models.CharField("chú thích", max_length=500, blank=True)
    credit = models.CharField("nguồn ảnh", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người tải lên", null=True, editable=False
    )
    uploaded_at = models.DateTimeField("tải lên lúc", editable=False)

    class Meta:
        verbose_name = "ảnh"
        verbose_name_plural = "ảnh"
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="picture_has_words_or_is_decorative",
                condition=Q(is_decorative=True) | ~Q(alt=""),
                violation_error_message="Hãy mô tả ảnh bằng lời, hoặc đánh dấu ảnh chỉ để trang trí.",
            )
        ]

    def __str__(self):
        return self.caption or self.alt or f"Ảnh {self.key}"


class Rendition(models.Model):
    """The picture at one width, as WebP."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(upload_to="renditions/")

    class Meta:
        verbose_name = "bản ảnh"
        verbose_name_plural = "bản ảnh"
        ordering = ["width"]
        constraints = [models.UniqueConstraint(fields=["picture", "width"], name="one_rendition_per_width")]

    def __str__(self):
        return f"{self.picture} ({self.width} px)"


class DocumentFile(models.Model):
    """A file offered for download: pdf, docx, xlsx or odt, recognised by its bytes."""

    key = models.CharField("mã", max_length=32, unique=True, default=new_key, editable=False)
    file = models.FileField("tệp", upload_to="documents/")
    title = models.CharField("tên hiển thị", max_length=300)
    type = models.CharField("loại tệp", max_length=8, editable=False)
    size = models.PositiveBigIntegerField("dung lượng (byte)", editable=False)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người tải lên", null=True, editable=False
    )
    uploaded_at = models.DateTimeField("tải lên lúc", editable=False)

    class Meta:
        verbose_name = "tệp văn bản"
        verbose_name_plural = "tệp văn bản"
        ordering = ["-uploaded_at", "-id"]

    def __str__(self):
        return self.title


class Use(models.Model):
    """Something refers to a picture or a file, and is public between two moments.

    Content apps write these rows in the transaction that changes the content (library/services.py), so the library
    can say what is public without knowing who refers to it.
    """

    picture = models.ForeignKey(Picture, models.CASCADE, null=True, related_name="uses")
    document_file = models.ForeignKey(DocumentFile, models.CASCADE, null=True, related_name="uses")
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    public_from = models.DateTimeField(null=True, help_text="Trống: chưa công khai.")
    public_until = models.DateTimeField(null=True, help_text="Trống: không có hạn.")

    objects = UseQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi dùng"
        verbose_name_plural = "nơi dùng"
        indexes = [models.Index(fields=["kind", "object_id"])]
        constraints = [
            models.CheckConstraint(
                name="use_is_of_one_thing",
                condition=Q(picture__isnull=True) ^ Q(document_file__isnull=True),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"
