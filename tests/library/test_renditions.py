"""Only pixels survive an upload. No database."""

import io

from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from library import renditions, uploads
from library.refusals import UploadRefused
from tests.library import samples
from tests.library.samples import upload


def encoded(content, name="Ảnh.jpg"):
    file = upload(content, name)
    return renditions.encode(file, uploads.check_picture(file))


def opened(content):
    return Image.open(io.BytesIO(content))


class Widths(SimpleTestCase):
    def test_no_rendition_is_wider_than_the_picture(self):
        for width, expected in {
            1: [1],
            200: [200],
            320: [320],
            500: [320, 500],
            960: [320, 640, 960],
            1200: [320, 640, 960, 1200],
            1440: [320, 640, 960, 1440],
            8000: [320, 640, 960, 1440],
        }.items():
            with self.subTest(width=width):
                self.assertEqual(renditions.widths(width), expected)

    @settings(max_examples=100)
    @given(st.integers(1, 20_000))
    def test_widths_rise_without_repeating_and_never_exceed_the_picture(self, width):
        made = renditions.widths(width)
        self.assertEqual(made, sorted(set(made)))
        self.assertLessEqual(max(made), width)


class OnlyPixels(SimpleTestCase):
    def contents(self, made):
        return [made.original, *made.renditions.values()]

    def test_place_and_camera_are_gone(self):
        content = samples.jpeg_with_gps()
        self.assertTrue(opened(content).getexif().get_ifd(0x8825))
        for kept in self.contents(encoded(content)):
            self.assertFalse(opened(kept).getexif())
            self.assertNotIn(b"Exif", kept)
            self.assertNotIn("Lò Văn Đức".encode(), kept)

    def test_a_picture_taken_sideways_is_stored_upright(self):
        made = encoded(samples.jpeg_with_gps(orientation=6))
        self.assertEqual((made.width, made.height), (600, 900))
        self.assertEqual(opened(made.renditions[320]).size, (320, 480))

    def test_what_hides_behind_or_inside_the_picture_is_gone(self):
        script = b"<script>alert(document.domain)</script>"
        gif = bytearray(samples.saved(samples.drawing(), "GIF"))
        polyglot = bytes(gif[:-1]) + b"\x21\xfe" + bytes([len(script)]) + script + b"\x00\x3b"
        for name, content in {
            "a.gif": polyglot,
            "b.gif": bytes(gif) + script,
            "a.jpg": samples.jpeg() + script,
            "b.jpg": samples.jpeg(comment=script),
            "a.png": samples.png_with_text() + b"PK\x03\x04" + script,
        }.items():
            with self.subTest(name=name):
                for kept in self.contents(encoded(content, name)):
                    self.assertNotIn(b"script", kept)
                    self.assertNotIn(b"mat-khau", kept)

    def test_colours_are_brought_to_the_common_profile(self):
        content = samples.jpeg_with_profile()
        self.assertIn("icc_profile", opened(content).info)
        made = encoded(content)
        for kept in self.contents(made):
            self.assertNotIn("icc_profile", opened(kept).info)
        red, green, _blue = opened(made.original).getpixel((9, 9))
        self.assertGreater(red, 240)
        self.assertLess(green, 15)

    def test_a_broken_profile_is_left_aside(self):
        self.assertEqual(encoded(samples.jpeg(icc_profile=b"khong phai")).width, 900)


class Forms(SimpleTestCase):
    def test_every_way_of_storing_pixels_becomes_plain_colour(self):
        drawing = samples.drawing()
        for name, content, mode in (
            ("xám.png", samples.png(mode="L"), "RGB"),
            ("xám 16 bit.png", samples.png(mode="I;16"), "RGB"),
            ("bảng màu.png", samples.saved(drawing.quantize(8), "PNG"), "RGB"),
            ("bảng màu trong suốt.gif", samples.saved(drawing.quantize(8), "GIF", transparency=0), "RGBA"),
            ("trong suốt.png", samples.png(mode="RGBA"), "RGBA"),
            ("đen trắng.png", samples.saved(drawing.convert("1"), "PNG"), "RGB"),
            ("xám trong suốt.png", samples.saved(samples.drawing(mode="RGBA").convert("LA"), "PNG"), "RGBA"),
            ("in ấn.jpg", samples.saved(drawing.convert("CMYK"), "JPEG"), "RGB"),
            ("ảnh.webp", samples.saved(drawing, "WEBP"), "RGB"),
        ):
            with self.subTest(name=name):
                self.assertEqual(opened(encoded(content, name).original).mode, mode)

    def test_sixteen_bit_grey_keeps_its_tones(self):
        grey = Image.new("I;16", (400, 300), 32_768)
        made = encoded(samples.saved(grey, "PNG"), "a.png")
        self.assertAlmostEqual(opened(made.original).getpixel((5, 5))[0], 128, delta=1)

    def test_renditions_are_webp_of_their_width(self):
        made = encoded(samples.jpeg(2000, 1001))
        self.assertEqual(sorted(made.renditions), [320, 640, 960, 1440])
        for width, content in made.renditions.items():
            self.assertEqual(opened(content).format, "WEBP")
            self.assertEqual(opened(content).size, (width, round(1001 * width / 2000)))

    def test_a_ribbon_keeps_at_least_one_line(self):
        self.assertEqual(opened(encoded(samples.png(8000, 2), "a.png").renditions[320]).size, (320, 1))

    def test_a_truncated_picture_is_refused(self):
        for name, content in (
            ("a.jpg", samples.jpeg()),
            ("a.png", samples.png()),
            ("a.gif", samples.saved(samples.drawing(), "GIF")),
            ("a.webp", samples.saved(samples.drawing(), "WEBP")),
        ):
            with self.subTest(name=name), self.assertRaisesMessage(UploadRefused, "tải lên chưa trọn vẹn"):
                encoded(content[: len(content) * 2 // 3], name)

    def test_random_bytes_after_a_true_beginning_end_in_a_refusal(self):
        for seed in range(40):
            noise = bytes((seed * 31 + n * 17) % 256 for n in range(400))
            content = samples.jpeg(120, 80)[: 200 + seed * 5] + noise
            with self.subTest(seed=seed):
                try:
                    encoded(content)
                except UploadRefused as refusal:
                    self.assertTrue(refusal.messages[0])


class SharePictures(SimpleTestCase):
    def test_a_link_shows_a_jpeg_of_the_size_that_messengers_want(self):
        wide, tall = (samples.jpeg(2400, 900), "a.jpg"), (samples.jpeg(300, 1200), "a.jpg")
        for content, name in (wide, tall, (samples.png(800, 600, mode="RGBA"), "a.png")):
            share = opened(encoded(content, name).share)
            self.assertEqual((share.format, share.size, share.mode), ("JPEG", (1200, 630), "RGB"))

    def test_however_restless_the_picture_it_stays_small(self):
        noise = Image.effect_noise((1600, 1000), 120).convert("RGB")
        self.assertLess(len(renditions.share_picture(noise)), renditions.SHARE_BYTES)
