"""What may be shown to anyone, and that cleaning it again changes nothing."""

import html
import re
import unicodedata
import unittest
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import richtext
from articles.richtext import PictureFacts, clean, json_for_script, to_text

pytestmark = pytest.mark.once

KEY = "AbcD_1234-efgh56"
FACTS = PictureFacts(
    src=f"/thu-vien/anh/{KEY}-960.webp",
    srcset=f"/thu-vien/anh/{KEY}-320.webp 320w, /thu-vien/anh/{KEY}-960.webp 960w",
    sizes="(min-width: 48em) 44rem, 100vw",
    width=1200,
    height=800,
    alt='Đại biểu biểu quyết tại "Đại hội" & <hội nghị>',
    caption="Đại biểu biểu quyết. Ảnh: Lò Văn Đức.",
)
PICTURE = (
    f'<img src="{FACTS.src}" srcset="{FACTS.srcset}" sizes="{FACTS.sizes}" width="1200" height="800" loading="lazy" '
    'alt="Đại biểu biểu quyết tại &quot;Đại hội&quot; &amp; &lt;hội nghị&gt;">'
)
FIGURE = f"<figure>{PICTURE}<figcaption>{FACTS.caption}</figcaption></figure>"


def look_up(keys):
    return {key: FACTS for key in keys if key == KEY}


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


ALLOWED_ATTRIBUTES = {
    "a": {"href", "title", "rel", "id"},
    "img": {"src", "srcset", "sizes", "width", "height", "loading", "alt"},
    "td": {"colspan", "rowspan", "class"},
    "th": {"colspan", "rowspan", "scope", "class"},
    "ol": {"start", "type", "class"},
    "li": {"id"},
} | {tag: {"class"} for tag in ("p", "h2", "h3", "h4")}


def complaints(cleaned):
    """All that a page must never contain; empty for clean HTML. Read by another parser than the cleaner's."""
    for tag, attributes in Elements(cleaned).found:
        if tag not in richtext.BLOCKS | richtext.TABLE | richtext.INLINE:
            yield f"<{tag}>"
        if extra := attributes.keys() - ALLOWED_ATTRIBUTES.get(tag, set()):
            yield f"<{tag} {extra}>"
        if not set((attributes.get("class") or "").split()) <= richtext.CLASSES.get(tag, set()):
            yield f"class {attributes['class']}"
        if tag == "img" and attributes.get("src") != FACTS.src:
            yield f"picture {attributes.get('src')}"
        href = attributes.get("href")
        if href is not None and not re.match(r"(https?://[^/\\]|mailto:|tel:|/(?![/\\])|#)", href, re.IGNORECASE):
            yield f"link {href!r}"


ATTACKS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=//evil.example/a.png>",
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    f'<img src="https://evil.example/thu-vien/anh/{KEY}-320.webp">',
    f'<img src="/thu-vien/anh/{KEY}-320.webp" onload=alert(1) style="position:fixed">',
    f'<img src="/thu-vien/anh/{KEY}-320.webp?x=1">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="\x01javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="//evil.example">x</a>',
    '<a href="/\\evil.example">x</a>',
    '<a href="/\t/evil.example">x</a>',
    '<a href="\\\\evil.example">x</a>',
    '<a href="https:///evil.example">x</a>',
    '<a href="https:\\\\evil.example">x</a>',
    '<a href="https://a.vn" target="_blank" onclick="x()" style="x" id="y">x</a>',
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x></object><embed src=x>",
    "<form action=//evil><input name=q><button formaction=javascript:alert(1)>Gửi</button></form>",
    "<style>@import '//evil'</style><link rel=stylesheet href=//evil><base href=//evil>",
    "<meta http-equiv=refresh content='0;url=//evil'>",
    "<p style='background:url(//evil)' class='card align-center notice'>x</p>",
    "<p onmouseover=alert(1) data-x=1 id=noi-dung>x</p>",
    "<table background=//evil><tr><td colspan=9999 style=x>y</td></tr></table>",
    "<plaintext><b>x",
    "<xmp><script>alert(1)</script></xmp>",
    "<template><script>alert(1)</script></template>",
    "<textarea></textarea><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<p>\x00<\x00script>alert(1)</script></p>",
    "<\u0338script>x</script>",
    "<p \u0338onclick=alert(1)>x",
    '<p title="</p><script>alert(1)</script>">x</p>',
    "<h1 onclick=alert(1)>x</h1>",
    "<b/onclick=alert(1)>x</b>",
    "<div/style=x>x</div>",
]


class CleaningTests(unittest.TestCase):
    def test_no_attack_survives_and_cleaning_twice_changes_nothing(self):
        for attack in ATTACKS:
            for text in (attack, f"<p>Trước {attack} sau</p>", f"<table><td>{attack}", f"<a href='/'>{attack}"):
                with self.subTest(text=text):
                    cleaned = clean(text, look_up)
                    self.assertEqual(list(complaints(cleaned)), [])
                    self.assertNotIn("<script", cleaned.lower())
                    self.assertEqual(clean(cleaned, look_up), cleaned)

    def test_links(self):
        kept = ["https://nhandan.vn/tin?a=1", "http://dangcongsan.vn", "mailto:vp@sonla.vn", "tel:+84 212 3852 014"]
        kept += ["/bai-viet/mot-bai-12/", "#nguon", "/tim-kiem/?q=ngh%E1%BB%8B"]
        for address in kept:
            with self.subTest(address=address):
                self.assertIn(f'href="{html.escape(address)}"', clean(f'<p><a href="{address}">x</a></p>'))

    def test_what_is_well_formed_is_kept_letter_for_letter(self):
        for text in (
            "<p>Nghị quyết số 01-NQ/TU, <strong>Ưu tiên</strong> &amp; <em>đột phá</em></p>",
            '<h2 class="align-center">I. Tình hình</h2>\n<ul><li>Một</li><li>Hai</li></ul>',
            '<table><thead><tr><th scope="col">Năm</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>',
            '<ol start="3"><li>Ba</li></ol><blockquote><p>Trích</p></blockquote><hr>',
            "<p>H<sub>2</sub>O, m<sup>2</sup>, <u>gạch</u>, <s>bỏ</s>, 7,5%/năm<br>xã/phường</p>",
        ):
            with self.subTest(text=text):
                self.assertEqual(clean(text), text)

    def test_what_word_leaves_behind_goes(self):
        pasted = (
            "<!--[if gte mso 9]><xml><w:WordDocument>x</w:WordDocument></xml><![endif]-->"
            "<style>p.MsoNormal {mso-style-parent:''}</style>"
            "<h1 style='mso-outline-level:1'><b>Nghị quyết</b></h1>"
            "<p class=MsoNormal style='text-align:justify;mso-fareast-language:VI'><span lang=VI>Đoàn kết"
            "<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
            "<p class=MsoListParagraph><![if !supportLists]>-<![endif]> Dân chủ</p><p>&nbsp;</p><p><br></p>"
        )
        self.assertEqual(clean(pasted), "<h2><strong>Nghị quyết</strong></h2><p>Đoàn kết</p><p>- Dân chủ</p>")

    def test_the_title_of_the_page_stays_the_only_first_heading(self):
        self.assertEqual(clean("<h1>Một</h1><H1>Hai</H1><h6>Sáu</h6>"), "<h2>Một</h2><h2>Hai</h2><h4>Sáu</h4>")

    def test_text_without_markup_becomes_paragraphs(self):
        self.assertEqual(clean("Một\nhai\n\n\nBa < bốn & năm"), "<p>Một<br>hai</p>\n<p>Ba &lt; bốn &amp; năm</p>")

    def test_one_spelling_and_no_invisible_characters(self):
        decomposed = unicodedata.normalize("NFD", "<p>Đảng bộ</p>")
        self.assertEqual(clean(decomposed), "<p>Đảng bộ</p>")
        self.assertEqual(clean("<p>\u00d0ảng\u200b \x00b\u00adộ\x08\ud800</p>"), "<p>Đảng bộ</p>")

    def test_nothing_stays_nothing(self):
        for text in (
            "",
            "   ",
            "<p></p>",
            "<p>&nbsp;</p>\n<p><br></p>",
            "<script>x</script>",
            "<p><strong> </strong></p>",
        ):
            with self.subTest(text=text):
                self.assertEqual(clean(text), "")


class PictureTests(unittest.TestCase):
    def test_a_library_picture_becomes_a_figure_with_the_librarys_facts(self):
        written = f'<p><img alt="gõ vội" src="/thu-vien/anh/{KEY}-320.webp" style="width:900px"></p>'
        self.assertEqual(clean(written, look_up), FIGURE)
        self.assertEqual(clean(FIGURE, look_up), FIGURE)
        self.assertEqual(clean(f"<p><b>&nbsp;<i>{PICTURE}</i></b><br></p>", look_up), FIGURE)

    def test_a_caption_that_was_written_is_kept(self):
        figure = f"<figure>{PICTURE}<figcaption>Hội trường sáng 25/9.</figcaption></figure>"
        self.assertEqual(clean(figure, look_up), figure)

    def test_a_picture_among_words_stays_there(self):
        self.assertEqual(clean(f"<p>Xem {PICTURE} này</p>", look_up), f"<p>Xem {PICTURE} này</p>")

    def test_a_picture_that_the_library_does_not_have_is_dropped(self):
        unknown = '<p>a</p><figure><img src="/thu-vien/anh/zzzzzzzzzzzzzzzz-320.webp" alt="x"></figure>'
        self.assertEqual(clean(unknown, look_up), "<p>a</p>")
        self.assertEqual(clean(unknown), "<p>a</p>")

    def test_pictures_are_looked_up_once(self):
        asked = []

        def count(keys):
            asked.append(list(keys))
            return look_up(keys)

        clean(f"<p>{PICTURE}{PICTURE}</p><p>{PICTURE}</p>", count)
        self.assertEqual(asked, [[KEY]])
        clean("<p>không có ảnh</p><b>x</b>", count)
        self.assertEqual(len(asked), 1)


class TextTests(unittest.TestCase):
    def test_words_of_neighbouring_blocks_do_not_run_together(self):
        cleaned = (
            "<h2>Một</h2><p>Hai&nbsp;ba<br>bốn</p><ul><li>năm</li></ul><table><tr><td>sáu</td><td>bảy</td></tr></table>"
        )
        self.assertEqual(to_text(cleaned), "Một\nHai ba\nbốn\nnăm\nsáu bảy")

    def test_words_before_a_block_are_not_joined_to_its_own(self):
        self.assertEqual(to_text("Chào<p>bạn</p>đọc<ul><li>một</li></ul>"), "Chào\nbạn\nđọc\nmột")
        self.assertEqual(to_text('Ảnh<p class="text-center">đẹp</p>'), "Ảnh\nđẹp")

    def test_a_letter_and_its_mark_meet_across_a_tag(self):
        self.assertEqual(to_text("A<strong>\u0301</strong>"), "Á")

    def test_escaped_characters_are_words_again(self):
        self.assertEqual(to_text("<p>Đầu tư &amp; xây dựng &lt;2020&gt;</p>"), "Đầu tư & xây dựng <2020>")

    def test_json_cannot_leave_its_script_element(self):
        escaped = json_for_script({"headline": "</script><script>alert(1)</script> & «Đảng»\u2028"})
        self.assertNotIn("<", escaped)
        self.assertNotIn("&", escaped)
        self.assertIn("Đảng", escaped)


PIECES = st.sampled_from(
    [
        *ATTACKS,
        *("<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<a href='/x'>", "</a>", "<table>", "<tr>", "<td>", "</table>"),
        *("<ul>", "<li>", "</ul>", "<ol>", "<h1>", "</h1>", "<h3>", "<div>", "</div>", "<blockquote>", "<figure>"),
        *("</figure>", "<figcaption>", "<caption>", "<thead>", "<th>", "<br>", "<hr>", "<span style='x'>", "</span>"),
        *("<select>", "<option>", "<svg>", "<title>", "<!--", "-->", "<?x", "&nbsp;", "&amp;lt;", "&#x338;", "&#x301;"),
        *("đ", "Ẵ", "e\u0301", "\u0338", "\n\n", " ", "<", ">", '"', "'", "&", "\xa0", "\r\n", "\x0c", PICTURE, FIGURE),
    ]
)
FRAGMENTS = st.lists(PIECES | st.text(max_size=5), max_size=14).map("".join)
SIMPLE_TEXT = st.text(alphabet=st.sampled_from("ađẵ Ư\n\t<>&;\xa0\"'\u0301\u0338amp"), max_size=12)
SIMPLE = st.lists(st.tuples(st.sampled_from(["p", "h2", "h3", "h4"]), SIMPLE_TEXT), max_size=4).map(
    lambda blocks: "\n".join(f"<{tag}>{text}</{tag}>" for tag, text in blocks)
)


class AlgebraTests(unittest.TestCase):
    @given(FRAGMENTS)
    @settings(max_examples=100)
    def test_whatever_is_pasted_comes_out_clean_and_stays_as_it_is(self, text):
        cleaned = clean(text, look_up)
        self.assertEqual(list(complaints(cleaned)), [])
        self.assertEqual(clean(cleaned, look_up), cleaned)
        self.assertEqual(unicodedata.normalize("NFC", to_text(cleaned)), to_text(cleaned))

    @given(SIMPLE)
    @settings(max_examples=100)
    def test_the_short_way_for_plain_paragraphs_gives_what_the_long_way_gives(self, text):
        short = clean(text)
        long = clean(text + "<b></b>")
        self.assertEqual(short, long)
