"""What staff type, and what is wrong with it."""

import re
import uuid

from django import forms

import vietnamese
from articles import richtext, services
from articles.models import Article, Section
from articles.widgets import CoverWidget, EditorWidget, PartsWidget
from desk.fields import RowsField
from library.models import Picture
from resolutions.models import Breakthrough, Target, TaskGroup

TOO_DEEP = (
    "Định dạng của nội dung lồng quá nhiều lớp nên chưa lưu được. Hãy chép bài rồi dán lại dưới dạng văn bản thuần "
    "(Ctrl+Shift+V)."
)
PLAUSIBLE_YEARS = range(1930, 2200)


class SectionForm(forms.ModelForm):
    class Meta:
        model = Section
        fields = ["name", "slug", "description", "order"]

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
        return _plausible(self.cleaned_data["publish_at"])

    def clean_expire_at(self):
        return _plausible(self.cleaned_data["expire_at"])

    def clean(self):
        super().clean()
        if self.instance.pk:
            self._refuse_stale()
        return self.cleaned_data

    def _refuse_stale(self):
        # Locked until this request has saved or given up, so that the answer stays true.
        current = Article.objects.select_for_update().only("revision").get(pk=self.instance.pk).revision
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
            f"{services.last_change(self.instance)}, sau khi anh/chị mở bài. Những gì anh/chị đã gõ vẫn còn nguyên ở "
            "dưới và chưa được lưu. Hãy mở «Xem trước» để so sánh với bản mới nhất, rồi đánh dấu vào ô cuối trang và "
            "lưu lại.",
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


class ArticleForm(RevisionForm):
    opening = forms.CharField(label="mã của biểu mẫu", widget=forms.HiddenInput, required=False)
    cover = forms.ModelChoiceField(Picture.objects.all(), to_field_name="key", required=False, label="Ảnh chính")
    targets = TargetField(Target, "group", label="Chỉ tiêu")
    breakthroughs = PartField(Breakthrough, label="Khâu đột phá")
    task_groups = PartField(TaskGroup, label="Nhóm nhiệm vụ")

    class Meta:
        model = Article
        fields = (
            "title lead body section cover publish_at expire_at is_featured targets breakthroughs task_groups byline "
            "sources"
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

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_body(self):
        if richtext.is_too_deep(self.cleaned_data["body"]):
            raise forms.ValidationError(TOO_DEEP)
        body = services.clean_body(self.cleaned_data["body"])
        if not body:
            raise forms.ValidationError("Bài chưa có nội dung.")
        self.lost_pictures = self.cleaned_data["body"].count("<img") - body.count("<img")
        return body


class ScheduleForm(RevisionForm):
    """For an approved article: its text is locked."""

    class Meta:
        model = Article
        fields = ["publish_at", "expire_at", "is_featured"]


def _plausible(at):
    """A slip of the finger in the year; the very first and last years are also no moments on every clock."""
    if at and at.year not in PLAUSIBLE_YEARS:
        first, last = PLAUSIBLE_YEARS[0], PLAUSIBLE_YEARS[-1]
        raise forms.ValidationError(f"Năm phải từ {first} đến {last}.", code="invalid")
    return at


def _picture(key):
    return Picture.objects.filter(key=key).first()
