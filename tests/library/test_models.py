"""What a picture and a document say of themselves, and which pictures a text shows."""

from django.template import engines
from django.test import SimpleTestCase

from articles import richtext
from library.models import DocumentFile, Picture, new_key

KEY = "Ab-_0123456789Zz"


def picture(**facts):
    given = {"key": KEY, "width": 1200, "height": 800, "widths": [320, 640, 960, 1200], "alt": "Hội nghị"}
    return Picture(**given | facts)


class Pictures(SimpleTestCase):
    def test_srcset_names_every_width_that_was_made(self):
        self.assertEqual(
            picture(widths=[320, 500]).srcset,
            f"/thu-vien/anh/{KEY}-320.webp 320w, /thu-vien/anh/{KEY}-500.webp 500w",
        )

    def test_src_is_a_middle_width(self):
        for widths, middle in (
            ([320, 640, 960, 1440], 960),
            ([320, 500], 500),
            ([320, 640, 960, 1200], 960),
            ([90], 90),
        ):
            with self.subTest(widths=widths):
                self.assertEqual(picture(widths=widths).src, f"/thu-vien/anh/{KEY}-{middle}.webp")

    def test_a_decorative_picture_is_silent_even_with_words(self):
        self.assertEqual(picture(is_decorative=True).text, "")
        self.assertEqual(picture().text, "Hội nghị")

    def test_a_picture_without_words_still_has_a_name_in_lists(self):
        self.assertEqual(str(picture(alt="")), f"Ảnh {KEY}")

    def test_keys_are_long_and_fit_the_addresses(self):
        keys = {new_key() for _ in range(200)}
        self.assertEqual(len(keys), 200)
        for key in keys:
            self.assertEqual(richtext.picture_keys(picture(key=key).src), [key])


class Component(SimpleTestCase):
    def render(self, **context):
        shown = picture(**context.pop("facts", {}))
        return str(engines["jinja2"].env.get_template("components/picture.html").module.figure(shown, **context))

    def test_it_reserves_its_room_and_offers_every_width(self):
        html = self.render()
        for part in ('width="1200"', 'height="800"', "1200w", 'alt="Hội nghị"', 'loading="lazy"', 'decoding="async"'):
            self.assertIn(part, html)
        self.assertIn('sizes="(min-width: 48em) min(44rem, 1200px), 100vw"', html)
        self.assertNotIn("figcaption", html)

    def test_the_first_picture_of_a_page_is_fetched_early(self):
        html = self.render(sizes="100vw", lazy=False)
        self.assertIn('fetchpriority="high"', html)
        self.assertNotIn("lazy", html)
        self.assertIn('sizes="100vw"', html)

    def test_caption_and_credit_stand_under_it_when_asked_for(self):
        facts = {"caption": "Lễ <khai mạc>", "credit": "Lò Văn Đức"}
        self.assertNotIn("khai mạc", self.render(facts=facts))
        html = self.render(facts=facts, caption=True)
        self.assertIn("Lễ &lt;khai mạc&gt;", html)
        self.assertIn("Ảnh: Lò Văn Đức", html)

    def test_words_are_escaped(self):
        self.assertIn('alt="&#34; onerror=&#34;alert(1)"', self.render(facts={"alt": '" onerror="alert(1)'}))


class Documents(SimpleTestCase):
    def test_the_title_names_address_and_download(self):
        document = DocumentFile(key=KEY, title="Kế hoạch 25-KH/TU: chuyển đổi số", type="pdf", size=1)
        self.assertEqual(document.get_absolute_url(), f"/thu-vien/tep/{KEY}/ke-hoach-25-kh-tu-chuyen-doi-so.pdf")
        self.assertEqual(document.download_name, "Kế hoạch 25-KH-TU- chuyển đổi số.pdf")

    def test_no_title_makes_a_dangerous_name(self):
        for title, name in (
            ("../../etc/passwd", "etc-passwd.pdf"),
            ("a\r\nSet-Cookie: x", "a-Set-Cookie- x.pdf"),
            ('".exe', "exe.pdf"),
            ("///", f"{KEY}.pdf"),
            ("Đ" * 300, "Đ" * 120 + ".pdf"),
        ):
            with self.subTest(title=title[:20]):
                self.assertEqual(DocumentFile(key=KEY, title=title, type="pdf").download_name, name)

    def test_sizes_read_as_people_say_them(self):
        for size, words in ((1, "1 KB"), (860_160, "840 KB"), (1_258_291, "1,2 MB"), (31_457_280, "30,0 MB")):
            with self.subTest(size=size):
                self.assertEqual(DocumentFile(size=size).size_text, words)
