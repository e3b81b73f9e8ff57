"""What staff type about the site itself, and what is wrong with it."""

import datetime as dt

from django import forms
from django.urls import Resolver404, resolve
from django.utils import timezone

import vietnamese
from articles import nesting, richtext, sections
from articles.models import Article, Section
from articles.services import clean_body
from articles.typed_body import TOO_DEEP, TOO_MANY_SIGNS
from articles.widgets import EditorWidget
from proposals.screens import GuardedForm
from web import links
from words import menu, reading
from words.models import FrontPage, Page, PinnedArticle, SiteWords, UrgentNotice, lines

LONGEST_NOTICE = dt.timedelta(days=60)
NOWHERE = "Địa chỉ «{}» không dẫn đến trang nào mà bạn đọc mở được. Hãy mở trang ấy rồi chép địa chỉ."
NO_SECTION = "Không có chuyên mục nào tên là «{}». Hãy ghi đúng tên trong danh sách Chuyên mục, mỗi dòng một tên."
PAST = "Thời hạn đã qua; hãy chọn ngày từ hôm nay trở đi."
ENDS_FIRST = "Giờ kết thúc phải sau giờ bắt đầu."
OVER = "Giờ kết thúc đã qua nên sẽ không ai thấy thông báo này."
TOO_LONG_SHOWN = f"Thông báo khẩn hiện nhiều nhất {LONGEST_NOTICE.days} ngày; việc dài hơn nên là một bài viết."
NOT_SHOWN = "Hãy chọn một bài đã được duyệt."
NOTHING = "Mọi ô đều trống nên chưa có gì để gửi duyệt."
EMPTY = "Trang chưa có nội dung."
FROM_SETTINGS = {"name": "SITE_NAME", "owner": "SITE_OWNER", "editor": "SITE_EDITOR", "address": "SITE_ADDRESS"}


def _tall(rows):
    return forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})


def _wide():
    return forms.TextInput(attrs={"class": "vLargeTextField"})


class OneRowForm(GuardedForm):
    def clean(self):
        cleaned = super().clean()
        typed = [value for name, value in self.cleaned_data.items() if name in self._meta.fields]
        if not self.instance.pk and not self.errors and not any(typed):
            raise forms.ValidationError(NOTHING)
        return cleaned


class SiteWordsForm(OneRowForm):
    class Meta:
        model = SiteWords
        fields = [
            "name", "motto", "greeting", "description", "owner", "editor", "address", "telephone", "email", "contacts",
            "licence_number", "licence_on", "licence_issuer", "place", "reuse", "footer",
        ]  # fmt: skip
        widgets = {name: _wide() for name in SiteWords.ONE_LINE if name not in {"email", "description"}}
        widgets |= {"contacts": _tall(4), "footer": _tall(3), "description": _tall(2)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        usual = reading.facts_of(SiteWords())
        for name in (*FROM_SETTINGS, "greeting", "description", "reuse"):
            if name in self.fields and (words := getattr(usual, name)):
                self.fields[name].help_text = f"Để trống thì hiện: {words}"


class FrontPageForm(OneRowForm):
    class Meta:
        model = FrontPage
        fields = ["menu", "sections", "without_picture"]
        widgets = {"menu": _tall(8), "sections": _tall(6)}
        help_texts = {
            "menu": (
                "Mỗi dòng một mục: tên, dấu gạch đứng, địa chỉ; ví dụ: Văn bản | /van-ban/. Dòng "
                f"«{menu.EVERY_SECTION}» thay cho mọi chuyên mục chưa ghi ở dòng khác. Trống: nghị quyết, các chuyên "
                "mục, văn bản."
            ),
            "sections": (
                "Mỗi dòng tên một chuyên mục, theo thứ tự trên trang chủ; chuyên mục không ghi thì không hiện ở đó. "
                "Trống: mọi chuyên mục theo thứ tự chung."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.setdefault("menu", menu.USUAL)
        if "sections" in self.fields and self.instance.sections:
            names = dict(Section.objects.values_list("slug", "name"))
            slugs = self.instance.sections.splitlines()
            self.initial["sections"] = "\n".join(names.get(slug, slug) for slug in slugs)

    def clean_menu(self):
        typed = menu.tidy(lines(self.cleaned_data["menu"]))
        wrong = menu.complaint(typed) or next(filter(None, map(_complaint, menu.read(typed))), None)
        if wrong:
            raise forms.ValidationError(wrong)
        return typed

    def clean_sections(self):
        """By name or by address as typed; kept by address, which outlives a new name."""
        slugs = {section.name: section.slug for section in Section.objects.all()}
        slugs |= {slug: slug for slug in slugs.values()}
        found = []
        for typed in lines(self.cleaned_data["sections"]).splitlines():
            if typed not in slugs:
                raise forms.ValidationError(NO_SECTION.format(typed[:80]))
            found.append(slugs[typed])
        return "\n".join(dict.fromkeys(found))


def _complaint(entry: menu.Entry) -> str | None:
    return complaint(entry.url) if entry.url else None


def complaint(address: str) -> str | None:
    """Why readers could not follow it; of other sites only how it is written can be known."""
    wrong = links.complaint(address)
    if wrong is None and links.is_of_the_site(address) and not _leads_somewhere(address):
        return NOWHERE.format(address[:80])
    return wrong


def _leads_somewhere(address: str) -> bool:
    try:
        found = resolve(address.partition("?")[0].partition("#")[0])
    except Resolver404:
        return False
    if found.namespaces[:1] in (["admin"], ["accounts"]):
        return False
    if found.view_name == "articles:section":
        return sections.standing_at(found.kwargs["slug"]) is not None
    if found.view_name == "words:page":
        return Page.objects.filter(slug=found.kwargs["slug"]).exists()
    if found.view_name == "articles:detail":
        return Article.objects.approved().filter(pk=found.kwargs["id"]).exists()
    return True


class PinnedArticleForm(GuardedForm):
    class Meta:
        model = PinnedArticle
        fields = ["article", "order", "last_day"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "article" in self.fields:
            self.fields["article"].queryset = Article.objects.approved()
            self.fields["article"].error_messages["invalid_choice"] = NOT_SHOWN

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day < vietnamese.local(timezone.now()).date():
            raise forms.ValidationError(PAST)
        return day


class UrgentNoticeForm(GuardedForm):
    class Meta:
        model = UrgentNotice
        fields = ["text", "link", "starts_at", "ends_at"]
        widgets = {"text": _tall(2), "link": _wide()}

    def clean_link(self):
        link = self.cleaned_data["link"].strip()
        if link and (wrong := complaint(link)):
            raise forms.ValidationError(wrong)
        return link

    def clean(self):
        cleaned = super().clean()
        starts, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts and ends and (wrong := _wrong_times(starts, ends, timezone.now())):
            self.add_error("ends_at", wrong)
        return cleaned


def _wrong_times(starts, ends, at) -> str | None:
    if ends <= starts:
        return ENDS_FIRST
    if ends <= at:
        return OVER
    return TOO_LONG_SHOWN if ends - max(starts, at) > LONGEST_NOTICE else None


class PageForm(GuardedForm):
    class Meta:
        model = Page
        fields = ["title", "slug", "summary", "body", "order"]
        widgets = {"title": _tall(2), "summary": _tall(2), "body": EditorWidget()}

    def clean_body(self):
        typed = self.cleaned_data["body"]
        if richtext.is_too_deep(typed):
            raise forms.ValidationError(TOO_DEEP)
        if nesting.has_too_many_signs(typed):
            raise forms.ValidationError(TOO_MANY_SIGNS)
        body = clean_body(typed)
        if not body:
            raise forms.ValidationError(EMPTY)
        return body

    def clean(self):
        super().clean()
        if self.cleaned_data.get("title") and "slug" in self.fields and not self.cleaned_data.get("slug"):
            # Given here, so that an address which is taken is said next to the field.
            self.cleaned_data["slug"] = vietnamese.slug(self.cleaned_data["title"])
        return self.cleaned_data
