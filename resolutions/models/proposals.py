"""What somebody would change about the yardstick: it holds once a second person agrees."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .targets import Target


class ProposalQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(decided_at__isnull=True)

    def approvable_by(self, user):
        """Those that wait and that this person did not make."""
        return self.waiting().exclude(proposed_by=user)

    def approved(self):
        return self.filter(state=Proposal.State.APPROVED)


class Proposal(models.Model):
    """One row to be added, changed or removed. `changes`: {column: [before, after]}, as JSON holds them."""

    class Action(models.TextChoices):
        ADD = "add", "Thêm"
        CHANGE = "change", "Sửa"
        DELETE = "delete", "Xóa"

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        RETURNED = "returned", "Không chấp nhận"

    model = models.CharField("bảng", max_length=40)
    object_id = models.PositiveBigIntegerField("dòng", null=True)
    target = models.ForeignKey(
        Target, models.CASCADE, null=True, related_name="proposals", verbose_name="chỉ tiêu liên quan"
    )
    title = models.CharField("đề nghị về", max_length=600)
    action = models.CharField("việc", max_length=8, choices=Action)
    changes = models.JSONField("nội dung")
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
