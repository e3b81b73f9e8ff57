"""What somebody would change of what readers see: it holds once a second person agrees."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from proposals import guards


class ProposalQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(decided_at__isnull=True)

    def approvable_by(self, user):
        """Those that wait, that this person did not make, that are not about them and about whose thing they decide."""
        rows = self.waiting().exclude(proposed_by=user).filter(model__in=guards.approvable_by(user))
        about_people = rows.filter(model__in=guards.about_people())
        return rows.exclude(pk__in=[proposal.pk for proposal in about_people if user.pk in proposal.people()])

    def visible_to(self, user):
        return self.filter(model__in=guards.visible_to(user))

    def approved(self):
        return self.filter(state=Proposal.State.APPROVED)

    def about(self, row):
        """Those that the page of this row tells of."""
        return self.filter(about=guards.key(row))


class Proposal(models.Model):
    """One row to be added, changed or removed. `changes`: {column: [before, after]}, as JSON holds them."""

    class Action(models.TextChoices):
        ADD = "add", "Thêm"
        CHANGE = "change", "Sửa"
        DELETE = "delete", "Xóa"

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        RETURNED = "returned", "Đã trả lại"

    model = models.CharField("bảng", max_length=40)
    object_id = models.PositiveBigIntegerField("dòng", null=True)
    about = models.CharField("hiện trên trang của", max_length=80, blank=True, db_index=True)
    title = models.CharField("đề nghị về", max_length=600)
    action = models.CharField("việc", max_length=8, choices=Action)
    changes = models.JSONField("nội dung")
    circumstances = models.JSONField("nơi bạn đọc thấy khi đề nghị", default=list)
    reason = models.CharField("lý do", max_length=500, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.WAITING)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người đề nghị"
    )
    proposed_at = models.DateTimeField("đề nghị lúc")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người quyết định"
    )
    decided_at = models.DateTimeField("quyết định lúc", null=True)
    decision_note = models.CharField("lời nhắn", max_length=500, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị sửa đổi"
        verbose_name_plural = "đề nghị sửa đổi"
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="proposal_is_decided_by_another_person",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")) | Q(state="returned"),
                violation_error_message="Người đề nghị không tự duyệt đề nghị của mình.",
            )
        ]

    def __str__(self):
        return f"{self.get_action_display()}: {self.title}"

    def people(self) -> set[int]:
        """The keys of those whom the row is about, as it is and as it would be."""
        model = guards.model_named(self.model)
        names = guards.naming_people(model)
        told = [self.changes.get(name, []) for name in names]
        stored = model._base_manager.filter(pk=self.object_id).values_list(*names) if names else []
        return {key for keys in (*told, *stored) for key in keys} - {None}
