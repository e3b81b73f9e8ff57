"""What is asked about a document: the file, then what the reading could not know."""

from django import forms

from articles import limits
from articles.models import Section
from articles.office.arranging import ACCEPTED, REFUSED, Arranged, Choices
from articles.office.blocks import Picture, every_inline, words
from articles.office.intake.drafting import PictureWords

ACCEPT, REFUSE = "sau", "truoc"
PICTURE_WORDS = "Hãy mô tả ảnh bằng lời, đánh dấu ảnh chỉ để trang trí, hoặc bỏ ảnh này."


class WordUploadForm(forms.Form):
    upload = forms.FileField(
        label="Tệp Word",
        help_text="Tệp .docx, tối đa 30 MB, khoảng 80 trang và 20 ảnh.",
        error_messages={
            "required": "Hãy chọn một tệp trên máy.",
            "missing": "Hãy chọn một tệp trên máy.",
            "invalid": "Hãy chọn một tệp trên máy.",
            "empty": "Tệp trống. Hãy kiểm tra lại tệp trên máy rồi chọn lần nữa.",
        },
        widget=forms.FileInput(attrs={"accept": ".docx,.doc,.odt"}),
    )


class ReadingForm(forms.Form):
    """How to read the document; the rest of the page follows from it."""

    changes = forms.ChoiceField(
        label="Chỗ sửa đang theo dõi",
        choices=[(ACCEPT, "Lấy bản sau khi sửa"), (REFUSE, "Giữ bản trước khi sửa")],
        widget=forms.RadioSelect,
        required=False,
    )
    keeps_fonts = forms.BooleanField(label="Giữ nguyên chữ phông cũ, không chuyển sang Unicode", required=False)
    joins_lines = forms.BooleanField(label="Nối các dòng bị ngắt giữa câu", required=False)

    @property
    def accepts_changes(self) -> bool:
        return self.data.get("changes") != REFUSE

    @property
    def basis(self) -> Choices:
        changes = (REFUSED if not self.accepts_changes else ACCEPTED) if "changes" in self.data else ""
        is_unicode, is_joined = "keeps_fonts" not in self.data, "joins_lines" in self.data
        return Choices(converts_fonts=is_unicode, joins_lines=is_joined, changes=changes)

    @property
    def signature(self) -> str:
        """What the numbers of headings and tables on the page hang on."""
        return f"{self.accepts_changes:d}{self.basis.joins_lines:d}"


class DraftForm(forms.Form):
    """One box for each thing that was asked; `arranged` is the document as it seems best."""

    title = forms.CharField(
        label="Tiêu đề", max_length=300, widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
    )
    section = forms.ModelChoiceField(Section.objects.none(), label="Chuyên mục", empty_label="Hãy chọn chuyên mục")

    def __init__(self, *args, arranged: Arranged, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = limits.sections_of(by)
        self.arranged = arranged
        used = dict.fromkeys(one.name for one in every_inline(arranged.document.blocks) if isinstance(one, Picture))
        self.picture_names = [name for name in used if name in arranged.document.pictures]
        self._ask_headings()
        self._ask_tables()
        self._ask_pictures()

    def _ask_headings(self):
        for number, one in enumerate(self.arranged.suggestions):
            self.fields[f"heading_{number}"] = forms.BooleanField(label=one.words, required=False, initial=True)

    def _ask_tables(self):
        for number, table in enumerate(self.arranged.tables):
            self.fields[f"header_{number}"] = forms.BooleanField(
                label="Dòng đầu là tiêu đề cột", required=False, initial=table.rows[0].is_header
            )
            self.fields[f"caption_{number}"] = forms.CharField(
                label="Tên bảng", required=False, max_length=300, initial=" ".join(words(table.caption).split())
            )

    def _ask_pictures(self):
        alts = {one.name: one.alt for one in every_inline(self.arranged.document.blocks) if isinstance(one, Picture)}
        for number, name in enumerate(self.picture_names):
            self.fields[f"alt_{number}"] = forms.CharField(
                label="Mô tả bằng lời", required=False, max_length=300, initial=alts[name]
            )
            self.fields[f"decorative_{number}"] = forms.BooleanField(label="Chỉ để trang trí", required=False)
            self.fields[f"left_out_{number}"] = forms.BooleanField(label="Bỏ ảnh này", required=False)

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean(self):
        super().clean()
        for number in range(len(self.picture_names)):
            told = [self.cleaned_data.get(f"{name}_{number}") for name in ("alt", "decorative", "left_out")]
            if not any(told) and f"alt_{number}" not in self.errors:
                self.add_error(f"alt_{number}", PICTURE_WORDS)
        return self.cleaned_data

    def choices(self, basis: Choices) -> Choices:
        told = self.cleaned_data
        return Choices(
            headings=frozenset(n for n in range(len(self.arranged.suggestions)) if told.get(f"heading_{n}")),
            header_rows=frozenset(n for n in range(len(self.arranged.tables)) if told.get(f"header_{n}")),
            captions={n: told.get(f"caption_{n}", "") for n in range(len(self.arranged.tables))},
            converts_fonts=basis.converts_fonts,
            joins_lines=basis.joins_lines,
            changes=basis.changes,
        )

    @property
    def picture_words(self) -> dict[str, PictureWords]:
        told = self.cleaned_data
        return {
            name: PictureWords(told[f"alt_{n}"], told[f"decorative_{n}"], told[f"left_out_{n}"])
            for n, name in enumerate(self.picture_names)
        }

    # For the page, in groups.

    def heading_fields(self):
        return [self[f"heading_{number}"] for number in range(len(self.arranged.suggestions))]

    def table_fields(self):
        return [(self[f"caption_{n}"], self[f"header_{n}"]) for n in range(len(self.arranged.tables))]

    def picture_fields(self):
        return [
            (name, self[f"alt_{n}"], self[f"decorative_{n}"], self[f"left_out_{n}"])
            for n, name in enumerate(self.picture_names)
        ]
