"""What is published, and by which steps."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

import vietnamese
from articles import richtext, taken_over
from articles.fields import RichTextField
from articles.workflow import ALONE, OUTDATED, PUBLIC, Status
from search.storage.entry import Entry

from .sections import Section

KIND = "bai-viet"
"""What the search index and the library call an article."""


DESK_MOMENT = Coalesce("publish_at", "edited_at")
"""The day of an article at the desk: its hour, or the last edit of one that has none."""


def article_url(slug: str, pk: int) -> str:
    """Written out: a list needs no more of an article than this, and to reverse each costs more than its line."""
    return f"/bai-viet/{slug}-{pk}/"


def link_marks(pk: int) -> tuple[str, ...]:
    """What every page that shows the article has of its address, whatever its title was (web/removals.py)."""
    return (f"-{pk}/",)


class ArticleQuerySet(models.QuerySet):
    def approved(self):
        """What readers see in its time: now, later, or no more."""
        return self.filter(status__in=PUBLIC)

    def published(self, at):
        """What a reader may see at that moment."""
        return self.filter(status__in=PUBLIC, publish_at__lte=at).exclude(expire_at__lte=at)

    def unconfirmed(self):
        """Approved by one person alone; a second one has not confirmed it yet."""
        return self.filter(approved_alone_by__isnull=False)

    def unchanged_until(self, at):
        """The next moment at which one appears or goes by the clock; None when none will."""
        coming = self.approved().filter(publish_at__gt=at).aggregate(first=models.Min("publish_at"))["first"]
        going = self.approved().filter(expire_at__gt=at).aggregate(first=models.Min("expire_at"))["first"]
        return min(filter(None, [coming, going]), default=None)

    def ends(self, after, until, most):
        """(moment, key) of those that go by the clock, the first ones first."""
        going = self.approved().filter(expire_at__gt=after, expire_at__lte=until).order_by("expire_at", "pk")
        return list(going.values_list("expire_at", "pk")[:most])

    def newest(self):
        return self.order_by("-publish_at", "-id")

    def for_list(self):
        """Only what a line in a list shows; the body stays in the database."""
        return self.select_related("section").only(
            "title", "slug", "lead", "publish_at", "section__name", "section__slug"
        )

    def for_reading(self):
        """All that the article's own page shows."""
        return self.select_related("section", "cover")

    def search_entries(self):
        """Everything that readers can find now or, when its hour comes, later; oldest first, streamed."""
        rows = self.filter(status__in=PUBLIC).select_related("section").order_by("publish_at", "id")
        return (article.search_entry() for article in rows.iterator(chunk_size=500))


class Article(models.Model):
    StatusChoice = models.TextChoices(
        "StatusChoice",
        {
            "DRAFT": (Status.DRAFT.value, "Bản nháp"),
            "SUBMITTED": (Status.SUBMITTED.value, "Chờ duyệt"),
            "APPROVED": (Status.APPROVED.value, "Đã duyệt"),
            "WITHDRAWN": (Status.WITHDRAWN.value, "Đã gỡ"),
        },
    )

    title = models.CharField("tiêu đề", max_length=300)
    slug = models.SlugField("địa chỉ", max_length=100, editable=False, db_index=False)
    lead = models.TextField("sapo", blank=True, help_text="Hai, ba câu mở đầu, hiện trong danh sách và dưới tiêu đề.")
    byline = models.CharField("bút danh", max_length=150, blank=True)
    section = models.ForeignKey(Section, models.PROTECT, verbose_name="chuyên mục", related_name="articles")
    cover = models.ForeignKey(
        "library.Picture", models.PROTECT, null=True, blank=True, verbose_name="ảnh chính", related_name="+"
    )
    is_featured = models.BooleanField("bài nổi bật", default=False, help_text="Được đưa lên đầu trang chủ.")
    publish_at = models.DateTimeField("đăng lúc", null=True, blank=True, help_text="Trống: đăng ngay khi được duyệt.")
    expire_at = models.DateTimeField("gỡ tự động lúc", null=True, blank=True, help_text="Trống: không có hạn.")
    breakthroughs = models.ManyToManyField(
        "resolutions.Breakthrough", blank=True, verbose_name="khâu đột phá", related_name="articles"
    )
    task_groups = models.ManyToManyField(
        "resolutions.TaskGroup", blank=True, verbose_name="nhóm nhiệm vụ", related_name="articles"
    )
    targets = models.ManyToManyField("resolutions.Target", blank=True, verbose_name="chỉ tiêu", related_name="articles")

    status = models.CharField(
        "trạng thái", max_length=10, choices=StatusChoice, default=Status.DRAFT.value, editable=False
    )
    revision = models.PositiveIntegerField("lần sửa", default=1, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        null=True,
        verbose_name="người viết",
        related_name="articles",
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        null=True,
        verbose_name="người sửa gần nhất",
        related_name="+",
    )
    created_at = models.DateTimeField("tạo lúc", editable=False)
    edited_at = models.DateTimeField("sửa lúc", editable=False)
    # NULL where there is none: unique, and an empty text may stand there only once. The same for the next.
    imported_id = models.CharField("mã khi nhập từ tệp", max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001
    # A form that is sent twice, by a double click, makes one article.
    form_key = models.CharField("mã của biểu mẫu đã tạo bài", max_length=32, null=True, unique=True, editable=False)  # noqa: DJ001
    # The long texts come last: SQLite walks through a row in this order, and lists need only what stands before.
    sources = models.TextField("nguồn tài liệu", blank=True, help_text="Mỗi nguồn một dòng.")
    body = RichTextField("nội dung")
    # Behind them, for only the desk asks for it, by its index.
    approved_alone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        null=True,
        verbose_name="duyệt một mình, chờ xác nhận",
        related_name="+",
    )

    taken_from = models.CharField(
        "lấy lại từ",
        max_length=200,
        blank=True,
        help_text="Tên báo, trang hay cơ quan; trống nếu bài viết cho trang này.",
    )
    taken_from_link = models.CharField("địa chỉ của bài gốc", max_length=500, blank=True)
    taken_on = models.DateField("ngày đăng ở nguồn", null=True, blank=True)
    outdated_at = models.DateTimeField("ghi là đã cũ lúc", null=True, editable=False)
    # Why it is away, while it is: articles/taking_down.py.
    withdrawn_as = models.CharField("gỡ vì", max_length=10, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, editable=False, null=True, verbose_name="gộp vào bài", related_name="+"
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "bài viết"
        verbose_name_plural = "bài viết"
        ordering = ["-publish_at", "-id"]
        permissions = [
            ("submit_article", "Được gửi bài chờ duyệt"),
            ("approve_article", "Được duyệt, trả lại và gỡ bài"),
        ]
        # They hold all that "published, newest first" asks, so that a deep page reads keys and no rows.
        indexes = [
            models.Index(
                "status", "section", F("publish_at").desc(), F("id").desc(), "expire_at", name="article_section_list"
            ),
            models.Index("status", F("publish_at").desc(), F("id").desc(), "expire_at", name="article_list"),
            # The same for the lists of the desk, which hold every state.
            models.Index(DESK_MOMENT.desc(), F("id").desc(), name="article_desk"),
            models.Index("author", DESK_MOMENT.desc(), F("id").desc(), name="article_desk_author"),
            models.Index("section", DESK_MOMENT.desc(), F("id").desc(), name="article_desk_section"),
            models.Index(F("edited_at").desc(), F("id").desc(), name="article_edited"),
            models.Index(fields=["author", "status"], name="article_author_status"),
            # Few rows of all: found without looking at the others.
            models.Index(fields=["expire_at", "id"], name="article_expiring", condition=Q(expire_at__isnull=False)),
            models.Index(
                fields=["publish_at", "id"], name="article_alone", condition=Q(approved_alone_by__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_expires_after_it_appears",
                condition=Q(expire_at__isnull=True) | Q(publish_at__isnull=True) | Q(expire_at__gt=F("publish_at")),
                violation_error_message="Giờ gỡ tự động phải sau giờ đăng.",
            ),
            models.CheckConstraint(
                name="taken_over_article_names_its_source",
                condition=~Q(taken_from="") | Q(taken_from_link="", taken_on__isnull=True),
                violation_error_message="Đã ghi địa chỉ hoặc ngày của bài gốc thì phải ghi cả tên nguồn.",
            ),
            models.CheckConstraint(
                name="approved_article_has_a_time",
                condition=~Q(status="approved") | Q(publish_at__isnull=False),
                violation_error_message="Bài đã duyệt phải có giờ đăng.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return article_url(self.slug, self.pk)

    def normalise(self):
        """One spelling, no control character, a slug that follows the title. Whoever writes rows calls it."""
        self.title = " ".join(richtext.plain(self.title).split())
        self.lead = richtext.plain(self.lead)
        self.byline = " ".join(richtext.plain(self.byline).split())
        self.sources = richtext.plain(self.sources)
        taken_over.tidy(self)
        self.slug = vietnamese.slug(self.title)

    def is_published(self, at):
        """`ArticleQuerySet.published`, for one article at hand."""
        return self.status in PUBLIC and self.publish_at <= at and (self.expire_at is None or at < self.expire_at)

    def was_written_by(self, user):
        """Before it was given to somebody else."""
        return self.pk is not None and self.hand_overs.filter(giver_id=user.pk).exists()

    @property
    def source_lines(self):
        return [line for line in self.sources.splitlines() if line.strip()]

    @property
    def step_state(self):
        """The state from which the steps of articles/workflow.py start."""
        if self.status in PUBLIC and self.approved_alone_by_id:
            return ALONE
        return OUTDATED if self.status in PUBLIC and self.outdated_at else self.status

    def state_name(self, at):
        """The state in the words of the desk: an approved article may be waiting for its hour, or past it."""
        if self.status not in PUBLIC:
            return self.get_status_display()
        if self.publish_at > at:
            return "Đã duyệt, chờ đến giờ"
        if not self.is_published(at):
            return "Đã hết hạn"
        return "Đang đăng, ghi là đã cũ" if self.outdated_at else "Đang đăng"

    def search_entry(self):
        return Entry(
            kind=KIND,
            object_id=self.pk,
            at=self.publish_at,
            title=self.title,
            url=self.get_absolute_url(),
            summary=self.lead,
            text=richtext.to_text(self.body),
            section=self.section.slug,
            expires=self.expire_at,
        )
