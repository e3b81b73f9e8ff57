"""The record: who did what, written once. Triggers refuse every change (guards.py); chain.py proves there was none."""

from django.conf import settings
from django.db import models

from audit.kinds import KINDS, OUTCOMES, Outcome

EVENT_FIELDS = (
    "kind", "outcome", "actor_id", "user_name", "shown_name", "model", "object_id", "title", "before", "after", "note",
    "place", "request", "address_seal",
)  # fmt: skip
"""What the hash covers besides the number and the moment."""


class Event(models.Model):
    """One thing that happened. Names and titles are those of that moment, so that no later renaming changes them."""

    number = models.BigIntegerField("số thứ tự", primary_key=True)
    at = models.DateTimeField("lúc", db_index=True)
    # Without choices: the table of kinds grows, and each new word would be a migration.
    kind = models.CharField("việc", max_length=40)
    outcome = models.CharField("kết quả", max_length=10, default=Outcome.DONE.value)
    # PROTECT: an account that has done anything stays.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="người làm", related_name="+", db_index=False
    )
    user_name = models.CharField("tên đăng nhập lúc đó", max_length=150, blank=True)
    shown_name = models.CharField("tên lúc đó", max_length=150, blank=True)
    # No foreign key: what is deleted leaves its events behind.
    model = models.CharField("loại mục", max_length=100, blank=True)
    object_id = models.CharField("mã của mục", max_length=64, blank=True)
    title = models.CharField("mục", max_length=600, blank=True)
    before = models.JSONField("trước", null=True)
    after = models.JSONField("sau", null=True)
    note = models.TextField("lời ghi", blank=True)
    place = models.CharField("nơi làm", max_length=100, blank=True)
    request = models.CharField("mã yêu cầu", max_length=32, blank=True)
    address_seal = models.CharField("dấu của địa chỉ", max_length=64, blank=True)
    hash = models.CharField("dấu của dòng", max_length=64)

    class Meta:
        verbose_name = "việc đã làm"
        verbose_name_plural = "ai đã làm gì"
        ordering = ["-number"]
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["actor", "-number"], name="audit_event_actor"),
            models.Index(fields=["model", "object_id", "-number"], name="audit_event_object"),
            models.Index(fields=["kind", "-number"], name="audit_event_kind"),
        ]

    def __str__(self):
        return f"{self.kind_name}: {self.title}" if self.title else self.kind_name

    @property
    def kind_name(self):
        return KINDS.get(self.kind, self.kind)

    @property
    def who(self):
        """As the list shows it: a person, a stranger at the door, or a command on the machine."""
        return self.shown_name or ("Người chưa đăng nhập" if self.request else self.place)

    @property
    def outcome_name(self):
        return OUTCOMES.get(self.outcome, self.outcome)


class Address(models.Model):
    """From where it came. Apart from the event, whose hash covers only a seal of it: it can be erased."""

    event = models.OneToOneField(
        Event, models.PROTECT, primary_key=True, verbose_name="việc", related_name="address_row"
    )
    salt = models.CharField("muối", max_length=32)
    address = models.CharField("địa chỉ mạng", max_length=64)

    class Meta:
        verbose_name = "địa chỉ của việc"
        verbose_name_plural = "địa chỉ của việc"
        default_permissions = []

    def __str__(self):
        return self.address


class Head(models.Model):
    """The end of the chain: one row, locked by whoever writes the next event until they commit."""

    id = models.PositiveSmallIntegerField("mã", primary_key=True, default=1)
    number = models.BigIntegerField("số dòng", default=0)
    hash = models.CharField("dấu cuối", max_length=64)

    class Meta:
        verbose_name = "đầu nhật ký"
        verbose_name_plural = "đầu nhật ký"
        default_permissions = []
        constraints = [
            models.CheckConstraint(
                name="audit_has_one_head",
                condition=models.Q(id=1),
                violation_error_message="Nhật ký chỉ có một đầu.",
            )
        ]

    def __str__(self):
        return f"{self.number}: {self.hash}"


class Refusals(models.Model):
    """How many refusals of one source within one minute; refusals.py turns those beyond the bound into one event."""

    source = models.CharField("nguồn", max_length=100)
    minute = models.DateTimeField("phút")
    count = models.PositiveIntegerField("số lần", default=0)

    class Meta:
        verbose_name = "số lần bị từ chối"
        verbose_name_plural = "số lần bị từ chối"
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["source", "minute"], name="audit_refusals_once", violation_error_message="Phút này đã được đếm."
            )
        ]

    def __str__(self):
        return f"{self.source}: {self.count}"
