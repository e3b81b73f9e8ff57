"""The checklist as a table: a text with one thing wrong, and the same text with it right."""

from unittest import TestCase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import footnotes, richtext
from articles.checklist import checking, reading
from articles.checklist.findings import MOST_PLACES, Draft, Facts, Level, Reach
from articles.demo import loading
from articles.office import legacy_fonts
from tests.cpu import Spent

pytestmark = pytest.mark.once

KEY = "Anh0123456789abc"
LONG = "Đưa nghị quyết vào cuộc sống " * 5


def picture(alt):
    return f'<figure><img src="/thu-vien/anh/{KEY}-960.webp" srcset="" alt="{alt}"></figure>'


def link(href, words="xem tại đây"):
    return f'<p>Bà con <a href="{href}" rel="noopener">{words}</a> rồi làm theo.</p>'


def check(body="<p>Chi bộ bản Nà Ớt họp.</p>", *, title="Bản Nà Ớt đổi mới", lead="", facts=None, **more):
    return checking.check(Draft(title, lead, body, **more), facts or Facts(site="https://sonla.example"))


def codes(*args, **facts):
    return {found.code for found in check(*args, **facts)}


class RuleTests(TestCase):
    """(code, what is told, the same made right)."""

    BODIES = (
        ("picture_without_words", picture(""), picture("Con đường bê tông vào bản")),
        ("file_name", picture("IMG_2041.jpg"), picture("Bà con thu hoạch mận hậu")),
        ("file_name", picture("Ảnh 1"), picture("Ảnh Bác Hồ ở nhà văn hóa bản")),
        ("heading_order", "<h2>Kinh tế</h2><h4>Chăn nuôi</h4>", "<h2>Kinh tế</h2><h3>Trồng trọt</h3><h2>Xã hội</h2>"),
        ("heading_order", "<h3>Kinh tế</h3>", "<h2>Kinh tế</h2>"),
        ("empty_heading", "<h2>…</h2>", "<h2>5 việc cần làm</h2>"),
        ("empty_link", link("/nghi-quyet/", "…"), link("/nghi-quyet/", "nghị quyết")),
        ("dead_link", '<p>Xem <a rel="noopener">văn bản</a>.</p>', link("mailto:bandangtinh@sonla.example")),
        ("dead_link", '<p>Xem <a href="#chu-thich-9">9</a>.</p>', link("tel:+84212000000")),
        ("inner_link", link("http://192.168.1.20/van-ban"), link("https://dangcongsan.vn/bai-1")),
        ("inner_link", link("http://maychu/van-ban"), link("https://vi.wikipedia.org/wiki/Sơn_La")),
        ("inner_link", link("https://vanphong.local/x"), link("https://sonla.example/nghi-quyet/")),
        ("inner_link", link("http://[::1]/x"), link("https://[2606:4700::1111]/x")),
        ("broken_letters", "<p>Ä‘á»“ng bÃ o cÃ¡c dÃ¢n tá»™c</p>", "<p>«Bố má», các xã, phường: Đồng bào</p>"),
        ("broken_letters", "<p>Chi b\ufffd b\ufffdn</p>", "<p>TẤT CẢ CÁC XÃ ĐỀU CÓ ĐƯỜNG</p>"),
        ("legacy_letters", "<p>C«ng t¸c x©y dùng §¶ng</p>", "<p>Công tác xây dựng Đảng: 5 £, 3 ®</p>"),
        ("legacy_letters", "<p>Coâng taùc Ñaûng boä tænh</p>", "<p>Liberté, égalité, fraternité, théâtre à Élysée</p>"),
        ("capitals", "<h2>TÌNH HÌNH CHUNG</h2>", "<h2>I. Tình hình chung của UBND tỉnh</h2>"),
        ("capitals", "<p>TẤT CẢ VÌ DÂN GIÀU NƯỚC MẠNH</p>", "<p>HĐND, UBND, UBMTTQ và BCH Đảng bộ tỉnh họp</p>"),
        ("doubtful_words", "<p>MẬT</p>", "<p>Nghề nuôi ong lấy mật, mối quan hệ mật thiết</p>"),
        ("doubtful_words", "<p>Báo cáo số 12-BC/TU (MẬT) nêu</p>", "<h2>MẬT ĐỘ DÂN SỐ</h2>"),
        ("doubtful_words", "<p>Tài liệu này lưu hành nội bộ.</p>", "<p>Sách lưu hành rộng rãi trong tỉnh.</p>"),
        ("doubtful_words", "<p>Văn bản TUYỆT MẬT</p>", "<p>Giữ BÍ MẬT nhà nước là việc của mọi người</p>"),
        ("double_spaces", "<p>Chi bộ&nbsp; họp</p>", "<p>Chi bộ&nbsp;họp  bàn</p>"),
        ("empty_lines", "<p>Một<br><br>Hai</p>", "<p>Một<br>Hai</p><p>Ba</p>"),
        ("number_two_ways", "<p>Tăng 12.5% so với năm trước</p>", "<p>Ngày 25.9, tăng 12,5%, mục 1.2</p>"),
        ("number_two_ways", "<p>Có 4,517 hộ nghèo</p>", "<p>Có 4.517 hộ, tăng 4,517%</p>"),
    )  # fmt: skip

    def test_what_is_wrong_in_the_text_is_told_and_what_is_right_is_not(self):
        for code, wrong, right in self.BODIES:
            with self.subTest(code=code, wrong=wrong):
                self.assertIn(code, codes(wrong))
            with self.subTest(code=code, right=right):
                self.assertNotIn(code, codes(right))

    def test_titles_leads_and_sources_are_read_too(self):
        for facts, code in (
            ({"title": LONG}, "long_title"),
            ({"title": "CHI BỘ BẢN NÀ ỚT HỌP"}, "capitals"),
            ({"title": "C«ng t¸c x©y dùng §¶ng"}, "legacy_letters"),
            ({"lead": "Chỉ lưu hành nội bộ."}, "doubtful_words"),
            ({"sources": "Báo cáo 12\nThông báo (MẬT) số 3"}, "doubtful_words"),
            ({"byline": "BÃ¡o SÆ¡n La"}, "broken_letters"),
        ):
            with self.subTest(facts=facts):
                self.assertIn(code, codes(**facts))
        self.assertEqual(codes(lead="Bà con phấn khởi.", byline="Lò Văn Đức", sources="Báo Sơn La"), set())

    def test_facts_of_the_site_and_the_library_are_believed(self):
        for reach, code in (
            (Reach.MISSING, "dead_link"), (Reach.LATER, "later_link"), (Reach.INSIDE, "inner_link")
        ):  # fmt: skip
            with self.subTest(reach=reach):
                told = codes(link("/bai-viet/x-1/"), facts=Facts(reaches={"/bai-viet/x-1/": reach}))
                self.assertEqual(told, {code})
        self.assertEqual(codes(picture(""), facts=Facts(silent=frozenset({KEY}))), set())
        self.assertEqual(codes(picture("Đường vào bản"), facts=Facts(lost=frozenset({KEY}))), {"picture_gone"})

    def test_notes_with_their_way_back_are_in_order(self):
        body = f"<p>Nghị quyết 22{footnotes.mark(1)}</p>{footnotes.listed([footnotes.item(1, 'Ngày 25/09/2020.')])}"
        self.assertEqual(codes(richtext.clean(body)), set())

    def test_the_demo_has_nothing_to_be_mended(self):
        for facts in loading.articles():
            with self.subTest(article=facts["key"]):
                sources = "\n".join(facts.get("sources", []))
                self.assertEqual(
                    codes(richtext.clean(facts["body"]), title=facts["title"], lead=facts["lead"], sources=sources),
                    set(),
                )


class FindingTests(TestCase):
    def test_errors_come_first_and_each_says_where(self):
        found = check("<h3>TÌNH HÌNH CHUNG CỦA TỈNH</h3><p>Một<br><br>Hai</p>")
        self.assertEqual([one.level for one in found], [Level.ERROR, Level.WARNING, Level.WARNING])
        self.assertEqual(found[0].places, ("Đề mục «TÌNH HÌNH CHUNG CỦA TỈNH» là cấp 3, ngay dưới tiêu đề bài",))
        for one in found:
            self.assertTrue(one.sentence.endswith("."), one)

    def test_of_many_places_the_first_are_told_and_the_others_counted(self):
        (found,) = check("".join(f"<p>Việc {n}:<br><br>xong</p>" for n in range(40)))
        self.assertEqual((len(found.places), found.count, found.more), (MOST_PLACES, 40, 40 - MOST_PLACES))

    def test_a_tick_holds_until_something_is_added(self):
        one = "<p>Chi bộ&nbsp; họp</p>"
        (before,) = check(f"<p>Mở đầu.</p>{one}")
        (moved,) = check(f"<p>Mở đầu đã sửa.</p><p>Thêm đoạn.</p>{one}")
        (more,) = check(f"<p>Mở đầu.</p>{one}<p>Đảng&nbsp; viên</p>")
        self.assertEqual(before.fingerprint, moved.fingerprint)
        self.assertNotEqual(before.fingerprint, more.fingerprint)

    def test_addresses_are_named_once_each(self):
        body = link("/nghi-quyet/") + link("/nghi-quyet/", "nghị quyết") + link("https://x.vn/?a=1&amp;b=2")
        self.assertEqual(checking.addresses(body), ["/nghi-quyet/", "https://x.vn/?a=1&b=2"])


LETTERS = st.text("aăâeêioôơuưyđ áàảãạếềểễệộợựỷỵ ĐÁẾbcdghklmnpqrstvx.,«»\u00a0<>&\"'-0123456789", max_size=60)
TAGS = st.sampled_from("p h2 h3 h4 ul li blockquote table tr td th a strong em br hr figure figcaption sup".split())


@st.composite
def texts(draw):
    pieces = draw(st.lists(st.tuples(TAGS, LETTERS, st.booleans()), max_size=12))
    return "".join(f"<{tag}>{words}" + (f"</{tag}>" if is_closed else "") for tag, words, is_closed in pieces)


class PropertyTests(TestCase):
    @given(texts(), LETTERS, LETTERS)
    def test_any_cleaned_text_gets_an_answer_the_same_each_time(self, source, title, lead):
        body = richtext.clean(source)
        found = check(body, title=title, lead=lead)
        self.assertEqual(found, check(body, title=title, lead=lead))
        self.assertEqual(sorted(one.level != Level.ERROR for one in found), [one.level != Level.ERROR for one in found])
        self.assertEqual(len({one.fingerprint for one in found}), len(found))
        for one in found:
            self.assertTrue(one.places)
            self.assertGreaterEqual(one.count, len(one.places))

    @given(texts())
    def test_no_letter_of_the_text_escapes_the_reading(self, source):
        body = richtext.clean(source)
        read = " ".join(block.text for block in reading.read(body).blocks)
        self.assertEqual(sorted("".join(read.split())), sorted("".join(richtext.to_text(body).split())))

    @given(
        st.lists(st.sampled_from("Công tác xây dựng Đảng ở bản vùng cao Mường La được đẩy mạnh".split()), min_size=4)
    )
    def test_vietnamese_of_today_is_never_taken_for_an_old_font_and_an_old_font_always_told(self, words):
        text = " ".join([*words, "được đẩy mạnh công tác"])
        self.assertFalse({"legacy_letters", "broken_letters"} & codes(f"<p>{text}</p>"))
        old = _in_tcvn3(text)
        self.assertIn("legacy_letters", codes(f"<p>{old}</p>"))

    @given(st.text("đồng bào các dân tộc Sơn La ĐƯỜNG ưỡ ẵ ỵ", min_size=12, max_size=40))
    def test_letters_read_in_the_wrong_table_are_told(self, text):
        text = f"{text} đồng bào"
        misread = text.encode().decode("cp1252", errors="replace")
        self.assertIn("broken_letters", codes(f"<p>{richtext.plain(misread)}</p>"))


def _in_tcvn3(text):
    signs = {legacy_fonts.converted(chr(code), legacy_fonts.TCVN3): chr(code) for code in range(0xA1, 0x100)}
    return "".join(signs.get(letter, letter) for letter in text)


class CostTests(TestCase):
    """The longest text that the form takes has 300.000 letters; every worst case of it stays below half a second."""

    WORST = {
        "an ordinary text": "".join(
            f'<p>Chi bộ họp lần {n}, bàn việc <a href="/nghi-quyet/xv/">làm đường</a> và giữ rừng.</p><h2>Việc {n}</h2>'
            for n in range(2_700)
        ),
        "capitals": f"<p>{'MẬT ' * 75_000}</p>",
        "old letters": f"<p>{'C«ng t¸c §¶ng ' * 15}</p>" * 1_400,
        "empty lines": "<p>&nbsp; 1.2 <br><br></p>" * 12_000,
        "links": '<a href="/x">' * 23_000,
        "links without words": "<p>" + "Chi bộ họp. " * 5_000 + '<a href="/x"> </a>' * 12_000 + "</p>",
        "signs": "<p>" + "<" * 290_000,
        "quotes": '<a href="' * 30_000,
        "digits": "<p>" + "1.2,3" * 60_000 + "</p>",
        "one word": "<p>" + "Đ" * 300_000 + "</p>",
        "misread": "<p>" + "á»Ãáº" * 60_000 + "</p>",
    }

    def test_no_text_takes_long(self):
        for name, body in self.WORST.items():
            with self.subTest(name):
                with Spent() as spent:
                    check(body)
                spent.expect_under(self, 0.5)
