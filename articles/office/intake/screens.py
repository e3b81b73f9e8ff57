"""«Nhập từ Word» at the desk: a file, then a page with the report, what is asked and a preview, then a draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles import services
from articles.models import Article
from articles.office import arranging, exporting, report
from articles.office.intake import drafting, opening, pasting, preview, waiting
from articles.office.intake.forms import DraftForm, ReadingForm, WordUploadForm
from articles.office.refusals import DocumentRefused
from desk import refused
from desk.steps import StepRefused
from library import uploads
from library.uploads import UploadRefused

GONE = "Tệp đã hết hạn chờ hoặc đã được dùng. Hãy tải lên lại."
LOOK_AGAIN = "Anh/chị vừa đổi cách đọc tệp. Hãy xem lại đề mục, bảng và bản xem trước rồi bấm «Tạo bản nháp»."
REFUSALS = (DocumentRefused, UploadRefused, StepRefused)


def sentence(refusal: Exception) -> str:
    return refusal.message if isinstance(refusal, UploadRefused) else str(refusal)


class WordIntake:
    """Mixed into the ModelAdmin of articles."""

    def get_urls(self):
        def own(route, view, name):
            return path(f"nhap-tu-word/{route}", self.admin_site.admin_view(view), name=f"articles_article_{name}")

        return [
            own("", self.word_upload, "word"),
            own("dan/", pasting.paste, "paste"),
            own("<str:key>/", self.word_review, "word_review"),
            own("<str:key>/anh/<str:name>", self.word_picture, "word_picture"),
            path("<int:pk>/xuat-word/", self.admin_site.admin_view(self.word_export), name="articles_article_export"),
            *super().get_urls(),
        ]

    def word_export(self, request, pk):
        """Any state, for those who may see the article."""
        article = self.visible(request, pk)
        try:
            content = exporting.as_docx(article)
        except DocumentRefused as refusal:
            return refused.page(request, self, article, refusal, back=self._change_url(article), step="export")
        response = HttpResponse(content, content_type=exporting.CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{exporting.file_name(article)}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def word_upload(self, request):
        self._may_write(request)
        form = WordUploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["upload"]
            try:
                content = opening.content_of(upload)
                opening.read(content)
            except REFUSALS as refusal:
                refused.note(request, None, sentence(refusal), "import")
                form.add_error("upload", sentence(refusal))
            else:
                key = waiting.keep(content, by=request.user)
                address = reverse("admin:articles_article_word_review", args=[key])
                return HttpResponseRedirect(f"{address}?{preview.named(uploads.stem(upload.name))}")
        return self._page(request, "upload", "Nhập từ Word", form=form)

    def word_review(self, request, key):
        self._may_write(request)
        content = waiting.opened(key, by=request.user)
        if content is None:
            return self._gone(request, key)
        if "_drop" in request.POST:
            waiting.forget(key, by=request.user)
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        reading = ReadingForm(request.POST if request.method == "POST" else {})
        try:
            document = opening.read(content, accepts_changes=reading.accepts_changes)
        except REFUSALS as refusal:
            # The file waits on; what was typed is behind the browser's own button.
            return refused.page(request, self, None, sentence(refusal), back=request.get_full_path(), step="import")
        return self._reviewed(request, key, reading, document)

    def _reviewed(self, request, key, reading, document):
        arranged = arranging.arrange(document, reading.basis)
        is_same = request.POST.get("signature") == reading.signature
        form = self._form(request, arranged, is_same)
        if form.is_bound:
            is_whole = form.is_valid()
            arranged = arranging.arrange(document, form.choices(reading.basis))
            if is_whole and "_create" in request.POST and (made := self._created(request, key, arranged, form)):
                return made
        elif "_create" in request.POST:
            messages.info(request, LOOK_AGAIN)
        return self._page(
            request,
            "review",
            "Xem lại trước khi tạo bản nháp",
            form=form,
            reading=reading,
            arranged=arranged,
            groups=report.by_fate(arranged.document.findings),
            tracked=document.findings.counts["tracked_changes"],
            pictures=[(preview.address(key, name), fields) for name, *fields in form.picture_fields()],
            shown=preview.html(arranged.document, key),
            key=key,
        )

    def _form(self, request, arranged, is_same):
        if request.method == "POST" and is_same:
            return DraftForm(request.POST, arranged=arranged, by=request.user)
        initial = {"title": arranged.document.title or preview.name_of(request.GET)}
        initial |= {name: request.POST[name] for name in ("title", "section") if name in request.POST}
        return DraftForm(initial=initial, arranged=arranged, by=request.user)

    def _created(self, request, key, arranged, form):
        told = form.cleaned_data
        try:
            article = drafting.create(
                arranged,
                title=told["title"],
                section=told["section"],
                pictures=form.picture_words,
                form_key=key,
                by=request.user,
                at=timezone.now(),
            )
        except services.AlreadyCreated as answer:
            return self._to(answer.article)
        except REFUSALS as refusal:
            refused.note(request, None, sentence(refusal), "import")
            form.add_error(None, sentence(refusal))
            return None
        waiting.forget(key, by=request.user)
        messages.success(request, f"Đã tạo bản nháp «{article.title}» từ tệp Word. Hãy đọc lại rồi gửi duyệt.")
        return self._to(article)

    def word_picture(self, request, key, name):
        """A picture of the document for the eyes of who uploaded it, while they describe it."""
        self._may_write(request)
        content = waiting.opened(key, by=request.user)
        picture = preview.picture(content, name) if content else None
        if picture is None:
            raise Http404
        response = HttpResponse(picture.content, content_type=f"image/{picture.type}")
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, max-age=600"
        return response

    def _gone(self, request, key):
        """After the draft was made, a second click or the back button leads to it."""
        made = Article.objects.filter(form_key=key, author=request.user).first()
        if made:
            return self._to(made)
        messages.error(request, GONE)
        return HttpResponseRedirect(reverse("admin:articles_article_word"))

    def _to(self, article):
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _may_write(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied

    def _page(self, request, name, title, **context):
        context |= {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/articles/word/{name}.html", context)
