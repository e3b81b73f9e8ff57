"""Every version of an article's text, kept as it was, and the one that waits beside a live text."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.corrections.rules import OPEN, State
from articles.fields import RichTextField

from .articles import Article
from .sections import Section


class EditionQuerySet(models.QuerySet):
    def approved(self):
        """Those that a second person approved; readers saw them from then on, or from the article's hour."""
        return self.filter(approved_at__isnull=False)

    def for_list(self):
        """All but the long texts."""
        return self.select_related("written_by", "approved_by").defer("body", "sources", "lead").order_by("-number")


class Edition(models.Model):
    """What was written: one row for each save that changed something. It never changes; once, it is approved."""

    class Origin(models.TextChoices):
        WRITTEN = "written", "Viết, sửa"
        IMPORTED = "imported", "Nhập từ tệp"
        RESTORED = "restored", "Lấy lại bản cũ"
        CORRECTION = "correction", "Sửa bài đang đăng"

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="bài viết", related_name="editions")
    number = models.PositiveIntegerField("bản số")
    origin = models.CharField("từ đâu", max_length=10, choices=Origin, default=Origin.WRITTEN)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="người viết", related_name="+"
    )
    written_at = models.DateTimeField("viết lúc")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="người duyệt", related_name="+"
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True)

    title = models.CharField("tiêu đề", max_length=300)
    lead = models.TextField("sapo", blank=True)
    byline = models.CharField("bút danh", max_length=150, blank=True)
    sources = models.TextField("nguồn tài liệu", blank=True)
    taken_from = models.CharField("lấy lại từ", max_length=200, blank=True)
    taken_from_link = models.CharField("địa chỉ của bài gốc", max_length=500, blank=True)
    taken_on = models.DateField("ngày đăng ở nguồn", null=True)
    section = models.ForeignKey(Section, models.SET_NULL, null=True, verbose_name="chuyên mục", related_name="+")
    # The picture's key and no reference to it: a draft of long ago keeps no picture in the library.
    cover_key = models.CharField("ảnh chính", max_length=32, blank=True)
    links = models.JSONField("bài viết nói về", default=dict)
    body = RichTextField("nội dung")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "bản của bài viết"
        verbose_name_plural = "các bản của bài viết"
        ordering = ["article", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_edition_of_each_number")]

    def __str__(self):
        return f"Bản {self.number}"


class CorrectionQuerySet(models.QuerySet):
    def open(self):
        """Neither agreed nor dropped."""
        return self.filter(state__in=OPEN)

    def told_to_readers(self):
        return self.filter(state=State.AGREED).exclude(kind=Correction.Kind.SMALL).order_by("decided_at", "pk")


class Correction(models.Model):
    """A text beside a live one, until a second person agrees that readers read it instead."""

    class Kind(models.TextChoices):
        SMALL = "small", "Sửa nhỏ"
        CONTENT = "content", "Cập nhật nội dung"
        RECTIFICATION = "rectification", "Cải chính"

    StateChoice = models.TextChoices(
        "StateChoice",
        {
            "DRAFT": (State.DRAFT.value, "Đang soạn"),
            "SUBMITTED": (State.SUBMITTED.value, "Chờ đồng ý"),
            "AGREED": (State.AGREED.value, "Đã thay bài đang đăng"),
            "DROPPED": (State.DROPPED.value, "Đã bỏ"),
        },
    )

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="bài viết", related_name="corrections")
    kind = models.CharField("loại", max_length=13, choices=Kind)
    state = models.CharField("trạng thái", max_length=9, choices=StateChoice, default=State.DRAFT.value)
    base = models.ForeignKey(Edition, models.CASCADE, verbose_name="sửa từ bản", related_name="+")
    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name="bản mới nhất", related_name="+")
    public_note = models.TextField("lời báo bạn đọc", blank=True)
    # What the text said before, passage by passage, for a rectification: readers may ask for it.
    passages = models.JSONField("những chỗ đã đổi", default=list)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người đề nghị", related_name="+")
    began_at = models.DateTimeField("bắt đầu lúc")
    submitted_at = models.DateTimeField("đề nghị lúc", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="người quyết định", related_name="+"
    )
    decided_at = models.DateTimeField("quyết định lúc", null=True)
    decision_note = models.TextField("lời nhắn", blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "bản sửa của bài đang đăng"
        verbose_name_plural = "bản sửa của bài đang đăng"
        ordering = ["-began_at", "-id"]
        indexes = [models.Index(fields=["state", "submitted_at"], name="correction_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(state__in=sorted(OPEN)), name="one_open_correction_of_an_article"
            )
        ]

    def __str__(self):
        return self.article.title
