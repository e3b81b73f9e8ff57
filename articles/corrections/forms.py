"""The form in which the text of a live article is corrected: what comes out of it is a version, never the article."""

from django import forms

from articles import taken_over
from articles.corrections import services
from articles.editions import keeping
from articles.forms import ArticleForm
from articles.links import LINKS
from articles.models import Article, Correction, Edition


class CorrectionForm(ArticleForm):
    kind = forms.ChoiceField(
        label="Bạn đọc được báo thế nào?", choices=Correction.Kind.choices, widget=forms.RadioSelect, required=True
    )
    public_note = forms.CharField(
        label="Lời báo bạn đọc",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="Hiện dưới bài cùng ngày thay. Cần khi cập nhật nội dung hay cải chính; sửa nhỏ thì không báo.",
    )
    is_misprint = forms.BooleanField(
        label="Tôi xác nhận: con số, ngày hay tên đã đổi chỉ là lỗi gõ, không ai hiểu sai vì nó", required=False
    )

    class Meta(ArticleForm.Meta):
        model = Article
        fields = [
            *"title lead body section cover targets breakthroughs task_groups byline sources".split(),
            *taken_over.COLUMNS,
        ]

    base: Edition
    start: Edition

    def __init__(self, *args, base: Edition, start: Edition, **kwargs):
        """`base`: what readers see. `start`: the version that the person goes on from."""
        self.base, self.start = base, start
        super().__init__(*args, **kwargs)
        self.initial |= {"seen": start.number, **start.links}

    def _refuse_stale(self):
        """The service does it, for the text is not the article's: `seen` is the number of a version here."""

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        self.text = self._version()
        told = {"note": self.cleaned_data["public_note"], "is_misprint": self.cleaned_data["is_misprint"]}
        if refusal := services.text_refusal(self.base, self.text, self.cleaned_data["kind"], **told):
            self.add_error("kind", refusal)

    def _version(self) -> Edition:
        self.instance.normalise()
        text = keeping.of_text(self.instance)
        text.cover_key = self.instance.cover.key if self.instance.cover else ""
        text.links = {name: sorted(row.pk for row in self.cleaned_data[name]) for name in LINKS}
        return text
