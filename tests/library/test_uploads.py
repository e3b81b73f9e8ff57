"""What comes in, and what is turned away with which sentence. No database."""

from django.test import SimpleTestCase

from library import services, uploads
from library.refusals import UploadRefused
from tests.library import samples
from tests.library.samples import upload


class RefusalMixin:
    def refused(self, check, content, name):
        """The sentence of the refusal."""
        with self.assertRaises(UploadRefused) as caught:
            check(upload(content, name))
        return caught.exception.messages[0]


class Pictures(RefusalMixin, SimpleTestCase):
    def refusal(self, content, name="Ảnh.png"):
        return self.refused(uploads.check_picture, content, name)

    def test_pictures_of_the_short_list_come_in(self):
        for name, content in {
            "Ảnh.jpg": samples.jpeg(),
            "ANH.JPEG": samples.jpeg(),
            "ảnh.png": samples.png(),
            "ảnh.webp": samples.saved(samples.drawing(), "WEBP"),
            "không mất nét.webp": samples.saved(samples.drawing(), "WEBP", lossless=True),
            "trong suốt.webp": samples.saved(samples.drawing(mode="RGBA"), "WEBP"),
            "ảnh.gif": samples.saved(samples.drawing(), "GIF"),
        }.items():
            with self.subTest(name=name):
                facts = uploads.check_picture(upload(content, name))
                self.assertEqual((facts.width, facts.height), (900, 600))

    def test_a_phones_jpeg_with_a_second_picture_behind_it_comes_in(self):
        second = samples.drawing(100, 80)
        content = samples.saved(samples.drawing(), "MPO", save_all=True, append_images=[second])
        self.assertEqual(uploads.check_picture(upload(content, "IMG_0001.JPG")).type, "jpeg")

    def test_the_extension_must_say_what_is_inside(self):
        sentence = self.refusal(samples.jpeg(), "Ảnh.png")
        self.assertIn("bên trong là tệp JPEG", sentence)
        self.assertIn("đổi đuôi thành .jpg", sentence)
        for name in ("Ảnh", "Ảnh.jpg.html", "ảnh.jpg\x00.svg", "jpg"):
            with self.subTest(name=name):
                self.assertIn("Đuôi tên tệp không khớp", self.refusal(samples.jpeg(), name))

    def test_markup_never_comes_in_whatever_its_name(self):
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        for content in (svg, b'\xef\xbb\xbf\n  <?xml version="1.0"?>' + svg, b"<!doctype html><script>1</script>"):
            for name in ("Ảnh.png", "Ảnh.svg", "Ảnh.jpg"):
                with self.subTest(content=content[:10], name=name):
                    self.assertIn("Không nhận tệp SVG, HTML", self.refusal(content, name))

    def test_other_types_are_refused_with_the_way_out(self):
        for content, words in {
            b"\x00\x00\x00\x18ftypavif" + bytes(60): "Chưa nhận ảnh AVIF",
            b"II*\x00" + bytes(60): "Chưa nhận ảnh TIFF",
            b"BM" + bytes(60): "Chưa nhận ảnh BMP",
            b"MZ" + bytes(60): "chương trình chạy được",
            b"#!/bin/sh\nrm -rf /": "chương trình chạy được",
            samples.pdf(): "Hãy chọn ảnh JPEG, PNG",
            samples.docx(): "Hãy chọn ảnh JPEG, PNG",
            b"chi la chu": "Không nhận loại tệp này",
        }.items():
            with self.subTest(words=words):
                self.assertIn(words, self.refusal(content, "Ảnh.jpg"))

    def test_a_picture_larger_than_it_may_be_is_refused_from_its_header(self):
        for content, name in (
            (samples.png_header(50_000, 50_000), "Ảnh.png"),
            (samples.png_header(10_000, 8_000), "Ảnh.png"),
            (samples.png_header(8_000, 3_001), "Ảnh.png"),
        ):
            with self.subTest(size=len(content), name=name):
                self.assertIn("tối đa 24 triệu điểm ảnh", self.refusal(content, name))
        self.assertIn("WEBP tối đa 6 triệu", self.refusal(samples.webp_header(16_000, 16_000), "Ảnh.webp"))
        self.assertEqual(uploads.check_picture(upload(samples.png_header(8_000, 3_000), "a.png")).width, 8_000)

    def test_a_ribbon_that_no_rendition_can_hold_is_refused(self):
        self.assertIn("mỗi cạnh tối đa 16.000", self.refusal(samples.png_header(16_001, 10)))

    def test_animations_are_refused(self):
        for encoder, name in (("GIF", "a.gif"), ("WEBP", "a.webp"), ("PNG", "a.png")):
            with self.subTest(encoder=encoder):
                self.assertIn("Chưa nhận ảnh động", self.refusal(samples.animation(encoder), name))

    def test_empty_heavy_and_broken_files_are_refused(self):
        self.assertIn("Tệp trống", self.refusal(b""))
        heavy = samples.jpeg() + bytes(uploads.MAX_PICTURE_BYTES)
        self.assertIn("Tệp nặng 20 MB, vượt mức 20 MB", self.refusal(heavy, "Ảnh.jpg"))
        for content, name in (
            (samples.png()[:30], "a.png"),
            (b"\xff\xd8\xff\xe0", "a.jpg"),
            (b"GIF89a", "a.gif"),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a.webp"),
            (b"RIFF\x00\x00\x00\x00WEBPxxxx", "a.webp"),
        ):
            with self.subTest(name=name):
                self.assertIn("bị hỏng", self.refusal(content, name))


class Names(SimpleTestCase):
    def test_a_name_is_read_without_folders_nul_and_decomposed_letters(self):
        for name, stem, extension in (
            ("../../etc/passwd.png", "passwd", "png"),
            ("C:\\Users\\Hường\\Ảnh_1.JPG", "Ảnh 1", "jpg"),
            ("Ke\u0302\u0301 hoa\u0323ch.pdf", "Kế hoạch", "pdf"),
            ("ảnh\x00.png", "ảnh", "png"),
            ("a" * 10_000 + ".png", "a" * 10_000, "png"),
            ("png", "", ""),
            (None, "", ""),
        ):
            with self.subTest(name=name and name[:30]):
                self.assertEqual((uploads.stem(name), uploads.extension(name)), (stem, extension))


class Documents(RefusalMixin, SimpleTestCase):
    def refusal(self, content, name="Kế hoạch.docx"):
        return self.refused(services.prepare_document, content, name)

    def test_a_program_named_pdf_is_refused(self):
        self.assertIn("chương trình chạy được", self.refusal(b"MZ" + bytes(500), "Giấy mời.pdf"))

    def test_a_pdf_starts_as_one_and_is_whole(self):
        self.assertIn("Không nhận tệp SVG, HTML", self.refusal(b"<html>" + samples.pdf(), "a.pdf"))
        self.assertIn("cắt ngắn", self.refusal(samples.pdf()[:-8], "a.pdf"))

    def test_old_or_locked_office_files_are_refused_with_the_way_out(self):
        self.assertIn("Office đời cũ", self.refusal(b"\xd0\xcf\x11\xe0" + bytes(600), "Công văn.doc"))

    def test_one_document_under_the_name_of_another_is_refused(self):
        self.assertIn("bên trong là tệp XLSX", self.refusal(samples.xlsx()))
        self.assertIn("bên trong là tệp DOCX", self.refusal(samples.docx(), "Kế hoạch.pdf"))
        self.assertIn("Hãy chọn tệp PDF", self.refusal(samples.png(), "Kế hoạch.docx"))
