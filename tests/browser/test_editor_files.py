"""The editor with every button, dialog and way of pasting that it offers: which of its files it asks for."""

import re
from pathlib import Path

import ckeditor
from playwright.sync_api import expect

from config.finders import EDITOR_FILES

BUTTONS_WITH_DIALOGS = ("link", "image", "table", "specialchar", "find")
FROM_WORD = (
    '<html xmlns:w="urn:schemas-microsoft-com:office:word"><meta name=Generator content="Microsoft Word 15">'
    "<p class=MsoNormal>Bản Nà Ớt</p></html>"
)
FROM_WRITER = '<meta name="generator" content="LibreOffice 7.4 (Linux)"><p>Bản Nà Ớt</p>'
FROM_GOOGLE = '<b id="docs-internal-guid-4170d1e2-7fff-4a5b-8a43-1f6d4d5b7a10"><p>Bản Nà Ớt</p></b>'
SKIN = "ckeditor/ckeditor/skins/moono-lisa"
SELDOM = {
    f"{SKIN}/editor_gecko.css",  # Firefox
    f"{SKIN}/images/spinner.gif",  # named in dialog.css, shown while a slow dialog waits
    f"{SKIN}/images/lock-open.png",  # named there too, for a picture whose sides no longer keep step
    f"{SKIN}/images/hidpi/lock-open.png",
    "ckeditor/ckeditor/plugins/widget/images/handle.png",  # on a picture that is being uploaded
}
"""Needed, though no test of Chromium asks for them."""
SOMETIMES = {"ckeditor/ckeditor/plugins/icons.png", "ckeditor/ckeditor/plugins/icons_hidpi.png"}
"""Asked for where the toolbar is drawn before the skin's style sheet, which names its own, has come."""
EVERY_BLOCK = (
    "<table><tr><td>Ô</td></tr></table><h2>Hai</h2><h3>Ba</h3><h4>Bốn</h4><blockquote><p>Lời</p></blockquote><p>Hết</p>"
)
PASTE = """html => {
  const clipboard = CKEDITOR.plugins.clipboard, editor = CKEDITOR.instances.id_body;
  const data = new clipboard.dataTransfer(); data.setData("text/html", html);
  editor.fire("paste", { type: "auto", dataValue: html, dataTransfer: data, method: "paste" });
}"""


def close_dialog(page):
    page.locator(".cke_dialog_ui_button_cancel:visible, .cke_dialog_close_button:visible").first.click()
    expect(page.locator(".cke_dialog:visible")).to_have_count(0)


def open_editor(page):
    page.goto("/quan-tri/articles/article/add/")
    page.locator(".cke_wysiwyg_div[role]").wait_for()
    return page.locator(".cke_wysiwyg_div")


def press_every_button(page, text):
    """Each does something or opens its dialog; none of them fails."""
    names = page.locator(".cke_button").evaluate_all(
        "all => all.map(one => [...one.classList].find(name => name.startsWith('cke_button__')))"
    )
    assert len(names) == 27
    for name in names:
        text.click()
        button = page.locator(f".{name}")
        if "cke_button_disabled" in button.get_attribute("class"):
            continue
        button.click()
        opens = name.removeprefix("cke_button__") in BUTTONS_WITH_DIALOGS
        if opens:
            page.locator(".cke_dialog:visible").wait_for()
            for tab in page.locator("a.cke_dialog_tab:visible").all():
                tab.click()
            close_dialog(page)
        if name == "cke_button__maximize":
            button.click()
    page.locator(".cke_combo__format a").click()
    page.frame_locator("iframe.cke_panel_frame").locator("a").first.wait_for()
    page.keyboard.press("Escape")


def use_what_has_no_button(page, text):
    # Where the server does not answer, the editor reads a paste itself.
    page.route("**/nhap-tu-word/dan/", lambda route: route.abort())
    for html in (FROM_WORD, FROM_WRITER, FROM_GOOGLE):
        page.evaluate("CKEDITOR.instances.id_body.setData('')")
        page.evaluate(PASTE, html)
        expect(text).to_contain_text("Bản Nà Ớt")
    text.click()
    page.keyboard.press("Alt+0")
    page.locator(".cke_dialog:visible").wait_for()
    close_dialog(page)
    page.evaluate("html => CKEDITOR.instances.id_body.setData(html)", EVERY_BLOCK)
    for command in ("cellProperties", "tableProperties"):
        text.locator("td").click()
        page.evaluate("name => CKEDITOR.instances.id_body.execCommand(name)", command)
        page.locator(".cke_dialog:visible").wait_for()
        close_dialog(page)
    text.locator("td").click(button="right")
    page.frame_locator("iframe.cke_panel_frame").last.locator("a").first.wait_for()
    page.keyboard.press("Escape")


PACKAGE = Path(ckeditor.__file__).parent / "static" / "ckeditor" / "ckeditor"
LIKE_IN_ENGLISH = r"\.keyboard\.\d+$|\.a11yhelp\.(f\d+|numLock|scrollLock)$"
"""Names of keys, which stand so on the keys."""
SERVED_WORDS = """() => {
  const editor = CKEDITOR.instances.id_body;
  const sections = ["application", "editor", "editorPanel", "common", ...Object.keys(editor.plugins)];
  const known = sections.filter((name) => name in editor.lang).map((name) => [name, editor.lang[name]]);
  return Object.fromEntries(known);
}"""
ENGLISH_WORDS = """(() => {
  const words = {};
  const CKEDITOR = { lang: {}, plugins: { setLang: (name, language, table) => (words[name] = table) } };
  %s
  return { ...CKEDITOR.lang.en, ...words };
})()"""


def told(words, name=""):
    """{".image.alt": "Mô tả bằng lời"} of a table of tables."""
    if isinstance(words, str):
        return {name: words}
    pairs = enumerate(words) if isinstance(words, list) else words.items()
    return {key: text for part, inner in pairs for key, text in told(inner, f"{name}.{part}").items()}


def test_the_editor_has_no_english_left(sign_in):
    page = sign_in("hoa")
    text = open_editor(page)
    text.click()
    page.keyboard.press("Alt+0")
    page.locator(".cke_dialog:visible").wait_for()
    expect(page.locator(".cke_dialog:visible")).to_contain_text("Hộp có nhiều thẻ")
    close_dialog(page)
    page.locator(".cke_button__specialchar").click()
    page.locator(".cke_dialog:visible").wait_for()
    served = told(page.evaluate(SERVED_WORDS))
    files = ("lang/en.js", *(f"plugins/{name}/dialogs/lang/en.js" for name in ("a11yhelp", "specialchar")))
    scripts = "\n".join((PACKAGE / name).read_text("utf-8-sig") for name in files)
    english = told(page.evaluate(ENGLISH_WORDS % scripts))
    assert served[".image.alt"] == "Mô tả bằng lời"
    assert any(name.startswith(".a11yhelp") for name in served)
    assert any(name.startswith(".specialchar.ndash") for name in served)
    left = {
        name: words
        for name, words in served.items()
        if words == english.get(name) and re.search("[A-Za-z]", words) and not re.search(LIKE_IN_ENGLISH, name)
    }
    assert left == {}
    assert [name for name, words in served.items() if re.search(r"\b[Bb]ạn\b|bổ xung|thnah", words)] == []


def test_every_button_and_dialog_works_and_what_is_served_of_the_editor_is_what_they_ask_for(sign_in):
    asked_for = set()
    for scale in (1, 2):
        page = sign_in("hoa", at=None, device_scale_factor=scale)
        page.on("request", lambda request: asked_for.add(request.url.partition("/static/")[2].partition("?")[0]))
        text = open_editor(page)
        press_every_button(page, text)
        use_what_has_no_button(page, text)
    loaded = {name for name in asked_for if name.startswith("ckeditor/")}
    assert EDITOR_FILES - loaded - SOMETIMES == SELDOM
    assert loaded - EDITOR_FILES == set()


def test_what_it_does_not_ask_for_is_not_there(new_page):
    page = new_page()
    for name in ("CHANGES.md", "config.js", "plugins/preview/preview.html", "plugins/wsc/dialogs/ciframe.html"):
        assert page.request.get(f"/static/ckeditor/ckeditor/{name}").status == 404
        assert page.request.get(f"/static/ckeditor/./ckeditor/plugins/../{name}").status == 404
        assert page.request.get(f"/static/ckeditor/%2e/ckeditor//{name}").status == 404
    assert page.request.get("/static/ckeditor/galleriffic/js/jquery.galleriffic.js").status == 404
    assert page.request.get("/static/ckeditor/ckeditor/ckeditor.js").status == 200
