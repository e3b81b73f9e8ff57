"""Where articles are filed, and who works where."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

import vietnamese
from articles import richtext

FORMER = "Địa chỉ này từng là của một chuyên mục; liên kết cũ vẫn dẫn về chuyên mục đó nên không dùng lại được."


class Section(models.Model):
    """Chuyên mục."""

    name = models.CharField("tên chuyên mục", max_length=100, unique=True)
    slug = models.SlugField(
        "địa chỉ", max_length=80, unique=True, blank=True, help_text="Trống: lấy từ tên, bỏ dấu. Ví dụ: xay-dung-dang"
    )
    description = models.CharField("giới thiệu", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "chuyên mục"
        verbose_name_plural = "chuyên mục"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.normalise()
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("articles:section", args=[self.slug])

    def normalise(self):
        self.name = " ".join(richtext.plain(self.name).split())
        self.description = " ".join(richtext.plain(self.description).split())
        self.slug = self.slug or vietnamese.slug(self.name)

    def clean(self):
        if FormerAddress.objects.filter(slug=self.slug).exclude(section=self.pk or 0).exists():
            raise ValidationError({"slug": FORMER})


class FormerAddress(models.Model):
    """Where a section once stood: it leads to where the section stands now, and never to another one."""

    slug = models.SlugField("địa chỉ cũ", max_length=80, unique=True)
    section = models.ForeignKey(
        Section, models.SET_NULL, null=True, verbose_name="chuyên mục", related_name="former_addresses"
    )
    left_at = models.DateTimeField("thôi dùng lúc")

    class Meta:
        verbose_name = "địa chỉ cũ của chuyên mục"
        verbose_name_plural = "địa chỉ cũ của chuyên mục"

    def __str__(self):
        return self.slug


class SectionLimit(models.Model):
    """Somebody who works in some sections only."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="section_limit", verbose_name="người viết hoặc duyệt"
    )
    sections = models.ManyToManyField(
        Section,
        blank=True,
        related_name="+",
        verbose_name="chỉ trong các chuyên mục",
        help_text="Không chọn chuyên mục nào: người này làm việc trong mọi chuyên mục.",
    )

    class Meta:
        verbose_name = "giới hạn chuyên mục"
        verbose_name_plural = "giới hạn chuyên mục"

    def __str__(self):
        return f"Giới hạn chuyên mục của {self.user}"
