"""The site's own words: what it says of itself, how it is laid out, its notices and its standing pages.

Every row reaches readers as it stands, so whatever is typed waits for a second person (words/guarded.py).
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

import vietnamese
from articles import richtext
from articles.fields import RichTextField
from search.storage.entry import Entry

PAGE_KIND = "trang"
"""What the search index calls a standing page."""
NEEDS_ONE = "Mục này chỉ có một; hãy sửa mục đang có thay vì thêm mục mới."


def one_line(text: str) -> str:
    return " ".join(richtext.plain(text).split())


def lines(text: str) -> str:
    """One spelling of each line, and none that is empty."""
    return "\n".join(filter(None, map(one_line, text.splitlines())))


class OneRow(models.Model):
    """Of this there is one row at most; without it the settings, and what is usual, hold."""

    only = models.PositiveSmallIntegerField(
        default=1, unique=True, editable=False, error_messages={"unique": NEEDS_ONE}
    )

    class Meta:
        abstract = True

    def __str__(self):
        return vietnamese.capitalised(str(self._meta.verbose_name))

    def save(self, **kwargs):
        self.normalise()
        super().save(**kwargs)


class SiteWords(OneRow):
    """Empty: the setting of that name holds where there is one; elsewhere nothing is shown."""

    ONE_LINE = (
        "name", "motto", "greeting", "description", "place", "owner", "editor", "address", "telephone", "email",
        "licence_number", "licence_issuer", "reuse",
    )  # fmt: skip

    name = models.CharField("tên trang", max_length=100, blank=True)
    motto = models.CharField("khẩu hiệu", max_length=200, blank=True, help_text="Hiện dưới tên trang ở đầu mọi trang.")
    greeting = models.CharField("lời giới thiệu ngắn", max_length=200, blank=True)
    description = models.CharField(
        "mô tả trang", max_length=300, blank=True, help_text="Máy tìm kiếm hiện câu này dưới tên trang."
    )
    place = models.CharField(
        "địa danh", max_length=100, blank=True,
        help_text="Đứng trước ngày tháng trên bản Word của bài viết. Ví dụ: Sơn La.",
    )  # fmt: skip
    owner = models.CharField("cơ quan chủ quản", max_length=200, blank=True)
    editor = models.CharField("người chịu trách nhiệm", max_length=200, blank=True, help_text="Họ tên, chức vụ.")
    address = models.CharField("địa chỉ cơ quan", max_length=300, blank=True)
    telephone = models.CharField("điện thoại", max_length=60, blank=True)
    email = models.EmailField("thư điện tử", max_length=200, blank=True)
    contacts = models.TextField(
        "đầu mối liên hệ", blank=True, help_text="Mỗi dòng một người hoặc bộ phận: tên, việc phụ trách, cách liên hệ."
    )
    licence_number = models.CharField("số giấy phép", max_length=100, blank=True)
    licence_on = models.DateField("ngày cấp phép", null=True, blank=True)
    licence_issuer = models.CharField("nơi cấp phép", max_length=200, blank=True)
    reuse = models.CharField("lời dặn khi dùng lại thông tin", max_length=300, blank=True)
    footer = models.TextField("lời cuối trang", blank=True, help_text="Mỗi dòng một câu.")

    class Meta:
        verbose_name = "thông tin của trang"
        verbose_name_plural = "thông tin của trang"
        permissions = [("approve_words", "Được duyệt thông tin, bố cục, thông báo và trang giới thiệu")]
        constraints = [
            models.CheckConstraint(name="site_words_are_one_row", condition=Q(only=1)),
            models.CheckConstraint(
                name="licence_has_a_number",
                condition=~Q(licence_number="") | Q(licence_on__isnull=True, licence_issuer=""),
                violation_error_message="Đã ghi ngày hoặc nơi cấp phép thì phải ghi cả số giấy phép.",
            ),
        ]

    def normalise(self):
        for name in self.ONE_LINE:
            setattr(self, name, one_line(getattr(self, name)))
        self.contacts, self.footer = lines(self.contacts), lines(self.footer)


class FrontPage(OneRow):
    menu = models.TextField("thực đơn", blank=True)
    sections = models.TextField("chuyên mục trên trang chủ", blank=True)
    without_picture = models.BooleanField(
        "trang chủ không có ảnh", default=False, help_text="Bài đứng đầu hiện không kèm ảnh."
    )

    class Meta:
        verbose_name = "thực đơn và trang chủ"
        verbose_name_plural = "thực đơn và trang chủ"
        constraints = [models.CheckConstraint(name="front_page_is_one_row", condition=Q(only=1))]

    def normalise(self):
        self.menu, self.sections = lines(self.menu), lines(self.sections)


class PinnedArticle(models.Model):
    """Stands at the head of the front page until the end of a day, in the order given; the first one leads."""

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, related_name="pin", verbose_name="bài viết",
        error_messages={"unique": "Bài này đã được ghim; hãy sửa dòng đang có."},
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(
        "thứ tự", default=1, help_text="Số nhỏ đứng trước; bài đầu tiên đứng đầu trang."
    )
    last_day = models.DateField("đến hết ngày")

    class Meta:
        verbose_name = "bài ghim ở trang chủ"
        verbose_name_plural = "bài ghim ở trang chủ"
        ordering = ["order", "id"]

    def __str__(self):
        return self.article.title


class UrgentNoticeQuerySet(models.QuerySet):
    def coming(self, at):
        """Those that readers see now or will see."""
        return self.filter(ends_at__gt=at)


class UrgentNotice(models.Model):
    """Stands at the head of every public page between two moments."""

    text = models.CharField("nội dung", max_length=300, help_text="Một, hai câu: việc gì, ở đâu, bạn đọc cần làm gì.")
    link = models.CharField(
        "địa chỉ để xem thêm",
        max_length=500,
        blank=True,
        help_text="Ví dụ: /bai-viet/… hoặc https://… Có thể để trống.",
    )
    starts_at = models.DateTimeField("hiện từ")
    ends_at = models.DateTimeField("đến")

    objects = UrgentNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo khẩn"
        verbose_name_plural = "thông báo khẩn"
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="urgent_notice_ends_after_it_starts",
                condition=Q(ends_at__gte=F("starts_at")),
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            )
        ]

    def __str__(self):
        return self.text

    def save(self, **kwargs):
        self.normalise()
        super().save(**kwargs)

    def normalise(self):
        self.text, self.link = one_line(self.text), self.link.strip()


class PageQuerySet(models.QuerySet):
    def search_entries(self):
        """Oldest first, streamed."""
        return (page.search_entry() for page in self.order_by("updated_at", "id").iterator(chunk_size=100))


class Page(models.Model):
    """A standing page: giới thiệu, tổ chức bộ máy, liên hệ ..."""

    title = models.CharField("tiêu đề", max_length=200)
    slug = models.SlugField(
        "địa chỉ", max_length=80, unique=True, blank=True,
        help_text="Trống: lấy từ tiêu đề, bỏ dấu. Đã có trang thì địa chỉ không đổi nữa.",
    )  # fmt: skip
    summary = models.CharField("tóm tắt", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Thứ tự trong danh sách ở cuối mọi trang.")
    updated_at = models.DateTimeField("cập nhật lúc", editable=False, blank=True)
    body = RichTextField("nội dung")

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = "trang giới thiệu"
        verbose_name_plural = "trang giới thiệu"
        ordering = ["order", "title"]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        self.normalise()
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("words:page", args=[self.slug])

    def normalise(self):
        self.title, self.summary = one_line(self.title), one_line(self.summary)
        self.slug = self.slug or vietnamese.slug(self.title)

    def search_entry(self) -> Entry:
        return Entry(
            kind=PAGE_KIND,
            object_id=self.pk,
            at=self.updated_at,
            title=self.title,
            url=self.get_absolute_url(),
            summary=self.summary,
            text=richtext.to_text(self.body),
        )
