"""The rich-text editor and the cover chooser, as the admin shows them.

The editor is django-ckeditor, contained (docs/decisions/): it speaks to no third party, offers only what
articles/richtext.py keeps, and what it sends is cleaned whatever it is. Another editor would be another widget here.
"""

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.template.loader import render_to_string
from django.urls import reverse_lazy

EDITOR_POLICY = {
    "script-src": ["'self'"],
    # CKEditor 4 builds its buttons with onclick attributes and its skin with style attributes.
    "script-src-attr": ["'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
}
"""For the pages that hold the editor, and only those. A nonce would switch 'unsafe-inline' off."""

REMOVED_PLUGINS = (
    # These send text to third parties.
    "exportpdf scayt wsc "
    # These make what is not kept, or are no use to a writer.
    "iframe forms flash preview templates save newpage print smiley about language sourcearea font colorbutton "
    "colordialog stylescombo bidi div dialogadvtab pagebreak copyformatting elementspath liststyle"
)
ALIGNED = "(align-left,align-center,align-right,align-justify)"
CONFIG = {
    "language": "vi",
    "defaultLanguage": "vi",
    "versionCheck": False,
    "fullPage": False,
    "customConfig": "",
    "stylesSet": False,
    "contentsCss": [],
    "entities": False,
    "entities_latin": False,
    "extraPlugins": "divarea",
    "removePlugins": ",".join(REMOVED_PLUGINS.split()),
    "allowedContent": (
        f"p h2 h3 h4 {ALIGNED}; th[colspan,rowspan,scope]{ALIGNED}; td[colspan,rowspan]{ALIGNED};"
        "strong em u s sub sup blockquote hr br ul; li[id]; ol[start,type](notes); a[!href,title,id];"
        "img[!src,alt,width,height]; figure figcaption; table caption thead tbody tfoot tr"
    ),
    "justifyClasses": ["align-left", "align-center", "align-right", "align-justify"],
    "format_tags": "p;h2;h3;h4",
    "toolbar": [
        ["Format", "Bold", "Italic", "Underline", "Strike", "Subscript", "Superscript", "RemoveFormat"],
        ["BulletedList", "NumberedList", "Blockquote"],
        ["JustifyLeft", "JustifyCenter", "JustifyRight", "JustifyBlock"],
        ["Link", "Unlink", "Image", "Table", "HorizontalRule", "SpecialChar"],
        ["PasteText", "PasteFromWord", "Undo", "Redo", "Find", "ShowBlocks", "Maximize"],
    ],
    "removeDialogTabs": "image:advanced;image:Link;image:Upload;link:advanced;link:target;link:upload",
    "disableNativeSpellChecker": False,
    # Pasted pictures go through `imageUploadUrl`; kept inline they would not survive the cleaning.
    "clipboard_handleImages": False,
    "width": "100%",
    "height": 480,
    "image_previewText": " ",
    "filebrowserWindowWidth": 960,
    "filebrowserWindowHeight": 720,
}


class EditorWidget(CKEditorWidget):
    def __init__(self, attrs=None):
        super().__init__(attrs=attrs)
        self.config = {
            **CONFIG,
            "filebrowserImageBrowseUrl": reverse_lazy("articles:editor_pictures"),
            "imageUploadUrl": reverse_lazy("articles:editor_upload"),
            "pasteUrl": reverse_lazy("admin:articles_article_paste"),
        }
        self.external_plugin_resources = []

    @property
    def media(self):
        # The order matters and is only kept among scripts named together: ours speaks to an editor that is there.
        own = ("editor-words", "editor", "editor-paste-pictures", "editor-paste", "editor-unsaved")
        scripts = ["ckeditor/ckeditor/ckeditor.js", *(f"js/{name}.js" for name in own)]
        return super().media + forms.Media(css={"all": ["css/editor.css"]}, js=scripts)


class SiteTemplate:
    """The widget's template lies with the site's own, where Django's form renderer does not look."""

    def _render(self, template_name, context, renderer=None):
        return render_to_string(self.template_name, context)


class PartsWidget(SiteTemplate, forms.CheckboxSelectMultiple):
    """Parts of resolutions as boxes to tick, by congress and, for targets, by field of work.

    The newest congress is open, and any other in which something is ticked.
    """

    template_name = "admin/articles/parts.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        options = [option for _, group, _ in context["widget"]["optgroups"] for option in group]
        congresses = {}
        for option in options:
            part = option["value"].instance
            kept = congresses.setdefault(part.congress, {"name": f"Đại hội {part.congress.numeral}", "groups": {}})
            kept["groups"].setdefault(getattr(part, "group", None), []).append(option)
        newest = max((congress.ordinal for congress in congresses), default=0)
        for congress, kept in congresses.items():
            kept["chosen"] = sum(option["selected"] for group in kept["groups"].values() for option in group)
            kept["is_open"] = kept["chosen"] > 0 or congress.ordinal == newest
        context["congresses"] = list(congresses.values())
        return context


class CoverWidget(SiteTemplate, forms.TextInput):
    """The key of a library picture, chosen by eye in the library's window."""

    class Media:
        css = {"all": ["css/editor.css"]}
        js = ["js/editor-cover.js"]

    template_name = "admin/articles/cover.html"

    def __init__(self, picture_of, attrs=None):
        super().__init__(attrs)
        self.picture_of = picture_of

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["browse_url"] = str(reverse_lazy("library:picker"))
        context["picture"] = self.picture_of(value) if value else None
        return context
