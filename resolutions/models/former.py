"""Codes that stand in addresses: a former one leads to where its thing stands today, and never to another one."""

from django.core.exceptions import ValidationError
from django.db import models


class FormerCode(models.Model):
    """`within`: the congress in whose addresses a target's code stood; 0 where the code stands for itself."""

    TAKEN = "Mã này từng đứng trong địa chỉ của một mục khác; liên kết cũ vẫn dẫn về mục đó nên không dùng lại được."

    model = models.CharField("bảng", max_length=40)
    within = models.PositiveBigIntegerField("trong đại hội", default=0)
    code = models.SlugField("mã cũ", max_length=60)
    # No foreign key: the code of what is removed stays taken.
    object_id = models.PositiveBigIntegerField("dòng")
    left_at = models.DateTimeField("thôi dùng lúc")

    class Meta:
        verbose_name = "mã cũ"
        verbose_name_plural = "mã cũ"
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["model", "within", "code"], name="one_thing_per_former_code")]

    def __str__(self):
        return self.code


class Coded(models.Model):
    """Mixed into what has its code in its address."""

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.code and self.others_former_codes().exists():
            raise ValidationError({"code": FormerCode.TAKEN})

    def others_former_codes(self):
        rows = FormerCode.objects.filter(**self.place_of_code(), code=self.code)
        return rows.exclude(object_id=self.pk) if self.pk else rows

    def place_of_code(self) -> dict:
        """Among which codes this one is unlike all others."""
        return {"model": self._meta.model_name, "within": getattr(self, "congress_id", None) or 0}
