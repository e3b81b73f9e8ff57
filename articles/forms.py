"""What staff type, and what is wrong with it."""

import re
import uuid

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property

import vietnamese
from articles import services, taken_over, typed_body, writing
from articles.conflicts.choosing import Conflict
from articles.models import Article, Section
from articles.taking_down import NO_OTHER, Reason
from articles.widgets import CoverWidget, EditorWidget, PartsWidget
from articles.workflow import SCHEDULE
from desk.fields import RowsField
from desk.step_screens import StepForm
from library.models import Picture
from proposals.screens import GuardedForm
from resolutions.models import Breakthrough, Target, TaskGroup

MEND_FIRST = "{}, sau khi anh/chị mở bài. Hãy sửa các lỗi bên dưới rồi lưu lại; trang sau sẽ cho so hai bản và ghép."
CHOOSE = "{}, sau khi anh/chị mở bài. Bản của anh/chị chưa được lưu; hãy chọn ở từng chỗ khác nhau rồi lưu bản đã ghép."
STILL_TO_CHOOSE = "Còn {} chỗ chưa chọn. Hãy chọn ở từng chỗ rồi lưu lại."
TOO_LONG_TOGETHER = "Lấy cả hai thì quá dài: {}. Hãy chọn một bên."
PLAUSIBLE_YEARS = range(1930, 2200)


class SectionForm(GuardedForm):
    class Meta:
        model = Section
        fields = ["name", "slug", "description", "order"]
        widgets = {"description": forms.TextInput(attrs={"class": "vLargeTextField"})}

    def clean(self):
        super().clean()
        if self.cleaned_data.get("name") and not self.cleaned_data.get("slug"):
            # Given here, so that an address which is taken is said next to the field.
            self.cleaned_data["slug"] = vietnamese.slug(self.cleaned_data["name"])
        return self.cleaned_data


class SectionOrderForm(forms.ModelForm):
    """One box in each row of the list, which says to those who listen whose it is."""

    class Meta:
        model = Section
        fields = ["order"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order"].widget.attrs["aria-label"] = f"Thứ tự của chuyên mục {self.instance}"


class RevisionForm(forms.ModelForm):
    """Remembers which revision the person saw, so that nobody's work is overwritten unseen.

    Whoever comes second is told who was first; what they typed stays. Only with the box ticked, and only for the
    revision they were told about, does their text take its place.
    """

    seen = forms.IntegerField(label="bản đã xem", widget=forms.HiddenInput, required=False)
    told = forms.IntegerField(label="bản đã được báo", widget=forms.HiddenInput, required=False)
    replace = forms.BooleanField(
        label="Tôi đã so sánh; thay bản mới nhất bằng bản của tôi", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.revision

    def clean_publish_at(self):
        return self._moment("publish_at")

    def clean_expire_at(self):
        return self._moment("expire_at")

    def _moment(self, name):
        """A box shows whole minutes: where nobody touched it, the moment stays to the microsecond."""
        before, at = self.initial.get(name), _plausible(self.cleaned_data[name])
        return before if before and at == before.replace(second=0, microsecond=0) else at

    @cached_property
    def changed_data(self):
        cleaned, moments = getattr(self, "cleaned_data", {}), {"publish_at", "expire_at"}
        changed = super().changed_data
        return [name for name in changed if name not in moments or cleaned.get(name, ...) != self.initial.get(name)]

    is_look = False
    """Drawn or checked while typing, never saved: whoever was faster does not matter yet."""

    def clean(self):
        super().clean()
        if self.instance.pk and not self.is_look:
            self._refuse_stale()
        return self.cleaned_data

    def _refuse_stale(self):
        # Locked until this request has saved or given up, so that the answer stays true.
        current = Article.objects.select_for_update(no_key=True).only("revision").get(pk=self.instance.pk).revision
        was_told = self.cleaned_data.get("replace") and self.cleaned_data.get("told") == current
        if self.cleaned_data.get("seen") == current or was_told:
            self.cleaned_data["seen"] = current
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("told")] = current
        self.data.pop(self.add_prefix("replace"), None)
        self.fields["replace"].widget = forms.CheckboxInput()
        self.add_error(
            None,
            f"{writing.last_change(self.instance)}, sau khi anh/chị mở bài. Những gì anh/chị đã gõ vẫn còn nguyên ở "
            "dưới và chưa được lưu. Hãy mở «Xem trước» để so sánh với bản mới nhất, rồi đánh dấu vào ô dưới nội dung "
            "và lưu lại.",
        )


class PartField(RowsField):
    widget = PartsWidget

    def __init__(self, model, *related, **kwargs):
        super().__init__(model.objects.select_related("congress", *related), required=False, **kwargs)

    def label_from_instance(self, part):
        return f"{part.number}. {part.shown_name}"


class TargetField(PartField):
    def label_from_instance(self, target):
        return str(target)


class MergingForm(RevisionForm):
    """Whoever comes second chooses, part by part, what of both texts is kept (articles/conflicts/)."""

    told = replace = None
    conflict = None
    choices: dict = {}

    def _refuse_stale(self):
        # Locked until this request has saved or given up, so that the answer stays true.
        stored = Article.objects.select_for_update(no_key=True).get(pk=self.instance.pk)
        if self.cleaned_data.get("seen") == stored.revision:
            return
        if self.errors:
            self.add_error(None, MEND_FIRST.format(writing.last_change(stored)))
            return
        self.conflict = Conflict(stored, dict(self.cleaned_data))
        self.choices = self.conflict.choices(self.data)
        if left := self.conflict.left(self.choices):
            is_again = self.conflict.is_compared(self.data)
            change = writing.last_change(stored)
            self.add_error(None, STILL_TO_CHOOSE.format(left) if is_again else CHOOSE.format(change))
        elif self.conflict.is_same or self.conflict.is_compared(self.data):
            self._take(self.conflict.merged(self.choices), stored.revision)
        else:
            self.add_error(None, CHOOSE.format(writing.last_change(stored)))

    def _take(self, merged, revision):
        merged["body"] = services.clean_body(merged["body"])
        for name in ("lead", "sources", "body"):
            try:
                self.fields[name].run_validators(merged.get(name, ""))
            except forms.ValidationError as error:
                self.add_error(None, TOO_LONG_TOGETHER.format(" ".join(error.messages)))
        self.cleaned_data |= {**merged, "seen": revision}


class ArticleForm(MergingForm):
    request = None
    """With which its text came (typed_body.py); the screen says it."""

    opening = forms.CharField(label="mã của biểu mẫu", widget=forms.HiddenInput, required=False)
    cover = forms.ModelChoiceField(Picture.objects.all(), to_field_name="key", required=False, label="Ảnh chính")
    targets = TargetField(Target, "group", label="Chỉ tiêu")
    breakthroughs = PartField(Breakthrough, label="Khâu đột phá")
    task_groups = PartField(TaskGroup, label="Nhóm nhiệm vụ")

    class Meta:
        model = Article
        fields = (
            "title lead body section cover publish_at expire_at is_featured targets breakthroughs task_groups byline "
            "sources taken_from taken_from_link taken_on"
        ).split()
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "lead": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "body": EditorWidget(),
            "sources": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "cover" in self.fields:
            self.fields["cover"].widget = CoverWidget(_picture)
            if self.instance.cover:
                self.initial["cover"] = self.instance.cover.key
        self.initial["opening"] = uuid.uuid4().hex

    def clean_opening(self):
        key = self.cleaned_data["opening"]
        return key if re.fullmatch("[0-9a-f]{32}", key) else None

    def clean(self):
        super().clean()
        link, day = (self.cleaned_data.get(name) for name in ("taken_from_link", "taken_on"))
        for name, sentence in taken_over.wrong(link, day, vietnamese.local(timezone.now()).date()).items():
            self.add_error(name, sentence)
        return self.cleaned_data

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_body(self):
        typed = typed_body.of(self.request, self.cleaned_data["body"])
        if typed.problem:
            raise forms.ValidationError(typed.problem)
        self.lost_pictures = typed.lost_pictures
        return typed.body


class ScheduleForm(RevisionForm):
    """For an approved article: its text is locked."""

    reason = forms.CharField(
        label="Lý do đổi lịch",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text="Cần khi đổi lịch đăng hay bài nổi bật; được ghi vào các bước của bài.",
    )

    class Meta:
        model = Article
        fields = ["publish_at", "expire_at", "is_featured"]

    def clean(self):
        cleaned = super().clean()
        if set(self.changed_data) & set(services.SCHEDULE_FIELDS):
            refusal = SCHEDULE.note_refusal("reschedule", cleaned.get("reason", ""))
            if refusal and "reason" not in self.errors:
                self.add_error("reason", refusal)
        return cleaned

    def _post_clean(self):
        """The times as they would be; the service asks once more, for time goes on."""
        super()._post_clean()
        at = timezone.now()
        self.instance.publish_at = self.instance.publish_at or at
        if not self.errors and (refusal := services.wrong_times(self.instance, at)):
            self.add_error(None, refusal)


class WithdrawForm(StepForm):
    """Why an article is taken down decides what its old address says."""

    reason = forms.ChoiceField(
        label="Gỡ theo cách nào?",
        choices=Reason.choices,
        initial=Reason.ERROR,
        required=False,
        widget=forms.RadioSelect,
    )
    into = forms.IntegerField(
        label="Gộp vào bài số", required=False, min_value=1, max_value=2**62,
        help_text="Chỉ cần khi gộp: số của bài đang đăng, là số ở cuối địa chỉ của bài đó.",
    )  # fmt: skip

    field_order = ["seen", "reason", "into", "note"]

    def clean_reason(self):
        return self.cleaned_data["reason"] or Reason.ERROR

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") == Reason.MERGED:
            cleaned["into"] = Article.objects.published(timezone.now()).filter(pk=cleaned.get("into") or 0).first()
            if cleaned["into"] is None:
                self.add_error("into", NO_OTHER)
        else:
            cleaned["into"] = None
        return cleaned


def _plausible(at):
    """A slip of the finger in the year; the very first and last years are also no moments on every clock."""
    if at and at.year not in PLAUSIBLE_YEARS:
        first, last = PLAUSIBLE_YEARS[0], PLAUSIBLE_YEARS[-1]
        raise forms.ValidationError(f"Năm phải từ {first} đến {last}.", code="invalid")
    return at


def _picture(key):
    return Picture.objects.filter(key=key).first()
