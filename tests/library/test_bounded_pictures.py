"""Whatever picture is sent: within a second of one core and 150 MB, or refused with a sentence."""

import fcntl
import io
import os
import tempfile
import threading
from pathlib import Path

import pillow_heif
import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import SimpleTestCase, TestCase, override_settings
from PIL import Image

from library import renditions, services, turns, uploads
from library.inspection import jpeg
from library.models import Picture
from library.refusals import UploadRefused
from tests.cpu import Spent
from tests.factories import make_user
from tests.library import samples
from tests.library.measured import cost
from tests.library.samples import stored_files, upload

ALT = "Bà con bản Phiêng Khoài thu hoạch chè"
BUSY = "Máy chủ đang xử lý ảnh khác; hãy thử lại sau ít giây."


def noise(width, height):
    """The most restless picture there is, so the slowest to pack."""
    return Image.merge("RGB", [Image.effect_noise((width, height), 90) for _ in range(3)])


def tiled(width, height):
    """As restless, of one tile again and again: JPEG has forgotten a block at the next, and to draw one is quick."""
    tile, image = noise(960, 960), Image.new("RGB", (width, height))
    for left in range(0, width, tile.width):
        for top in range(0, height, tile.height):
            image.paste(tile, (left, top))
    return image


def patched(width, height):
    """As large as said, and small as a file: noise in one corner."""
    image = Image.new("RGB", (width, height), (143, 20, 16))
    image.paste(noise(1000, 1000))
    return image


def with_scans(content, more):
    """The last scan of a progressive JPEG once more, and once more."""
    last = content[content.rindex(b"\xff\xda") : -2]
    return content[:-2] + last * more + b"\xff\xd9"


def heic(image, **options):
    buffer = io.BytesIO()
    # What it costs to make one is no question here; otherwise a restless picture takes the encoder half a minute.
    quick = {"quality": 60, "enc_params": {"preset": "ultrafast"}}
    pillow_heif.from_pillow(image).save(buffer, **(quick | options))
    return buffer.getvalue()


@pytest.mark.once
class Cost(SimpleTestCase):
    def assert_bounded(self, content, name):
        taken = cost("picture", content, name)
        self.assertLess(taken["cpu"], 1, taken)
        self.assertLess(taken["megabytes"], 150, taken)
        return taken["sentence"]

    def test_the_largest_pictures_that_come_in_stay_within_a_second_and_150_megabytes(self):
        wide, tall = patched(6000, 4000), noise(1440, 2080)
        for name, content in {
            "máy ảnh.jpg": samples.saved(tiled(6000, 4000), "JPEG", quality=60),
            "không bớt màu.jpg": samples.saved(wide, "JPEG", quality=95, subsampling=0),
            "tăng dần.jpg": samples.saved(tiled(6000, 4000), "JPEG", quality=50, progressive=True),
            "in ấn.jpg": samples.saved(wide.convert("CMYK"), "JPEG"),
            "phẳng.png": samples.saved(wide, "PNG", compress_level=1),
            "nhiễu.png": samples.saved(noise(2500, 2500), "PNG", compress_level=1),
            "cao.png": samples.saved(tall, "PNG", compress_level=1),
            "trong suốt.png": samples.png(4000, 2500, "RGBA"),
            "xám 16 bit.png": samples.png(6000, 4000, "I;16"),
            "bảng màu.png": samples.saved(wide.quantize(64), "PNG"),
            "một màu trong suốt.png": samples.saved(patched(4000, 2500).quantize(64), "PNG", transparency=0),
            "bảng màu.gif": samples.saved(patched(4000, 3000).quantize(64), "GIF"),
            "không mất nét.webp": samples.saved(noise(2450, 2440), "WEBP", lossless=True, method=0),
            "điện thoại.heic": heic(noise(1200, 900).resize((4032, 3024)), quality=35),
        }.items():
            with self.subTest(name=name, size=len(content)):
                self.assertLess(len(content), uploads.MAX_PICTURE_BYTES)
                self.assertEqual(self.assert_bounded(content, name), "")

    def test_what_would_take_longer_is_refused_at_once(self):
        small = samples.jpeg(1400, 1000, progressive=True)
        large = samples.saved(patched(6000, 4000), "JPEG", progressive=True)
        rich = samples.saved(patched(6000, 4000), "JPEG", progressive=True, subsampling=0)
        for name, content, words in (
            ("2.000 lớp.jpg", with_scans(small, 2000), "quá nhiều lớp quét"),
            ("65 lớp.jpg", with_scans(small, 65 - small.count(b"\xff\xda")), "quá nhiều lớp quét"),
            ("14 lớp của ảnh lớn.jpg", with_scans(large, 4), "quá nhiều lớp quét"),
            ("đủ màu tăng dần.jpg", rich, "progressive"),
            ("40 triệu.png", samples.png(8000, 5000), "tối đa 24 triệu điểm ảnh"),
            ("trong suốt lớn.png", samples.png(4001, 2500, "RGBA"), "có nền trong suốt tối đa 10 triệu"),
            ("nặng.heic", heic(noise(400, 300)) + bytes(5 * uploads.MEGABYTE), "vượt mức 4 MB"),
            ("lớn.webp", samples.webp_header(3000, 2001), "WEBP tối đa 6 triệu"),
            ("lớn.gif", samples.saved(Image.new("P", (4000, 3001)), "GIF"), "GIF tối đa 12 triệu"),
            ("lớn.heic", heic(Image.new("RGB", (4096, 3100))), "HEIC tối đa 12,5 triệu"),
        ):
            with self.subTest(name=name):
                sentence = self.assert_bounded(content, name)
                self.assertIn(words, sentence)


class Scans(SimpleTestCase):
    def test_scans_are_counted_as_the_decoder_meets_them(self):
        plain, progressive = samples.jpeg(), samples.jpeg(progressive=True)
        motion = plain + b"\xff\xda" * 500  # a film behind the picture
        thumbnail = samples.jpeg(exif=_with_thumbnail(plain))
        filled = plain.replace(b"\xff\xda", b"\xff\xff\xff\xda", 1)
        for name, content, scans in (
            ("plain", plain, 1),
            ("progressive", progressive, progressive.count(b"\xff\xda")),
            ("a film behind", motion, 1),
            ("a thumbnail within", thumbnail, 1),
            ("fill bytes", filled, 1),
            ("sixty more", with_scans(progressive, 60), progressive.count(b"\xff\xda") + 60),
        ):
            with self.subTest(name=name):
                self.assertEqual(jpeg.work(content).scans, scans)

    def test_64_scans_of_a_small_picture_come_in(self):
        progressive = samples.jpeg(progressive=True)
        most = with_scans(progressive, 64 - progressive.count(b"\xff\xda"))
        self.assertEqual(uploads.check_picture(upload(most)).type, "jpeg")

    def test_forms_that_browsers_do_not_show_are_refused(self):
        arithmetic = samples.jpeg().replace(b"\xff\xc0", b"\xff\xc9", 1)
        with self.assertRaisesMessage(UploadRefused, "Ảnh bị hỏng"):
            uploads.check_picture(upload(arithmetic))


def _with_thumbnail(content):
    exif = Image.Exif()
    exif[0x927C] = content[:30_000]
    return exif


class Heic(SimpleTestCase):
    def test_a_phones_picture_is_kept_upright_and_without_its_place(self):
        exif = Image.Exif()
        exif[0x010F] = "Dien thoai cua dong chi Duc"
        exif[0x0112] = 6
        exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 19.0, 37.0)})
        image = Image.new("RGB", (640, 480), (200, 10, 10))
        image.paste((10, 10, 200), (0, 0, 640, 100))  # what is on top when the phone lies on its side
        content = heic(image, exif=exif.tobytes())
        self.assertIn(b"dong chi Duc", content)
        made = renditions.encode(upload(content, "IMG_0001.HEIC"), uploads.check_picture(upload(content, "a.heic")))
        kept = Image.open(io.BytesIO(made.original))
        self.assertEqual((made.type, made.width, made.height, kept.format), ("jpg", 480, 640, "JPEG"))
        self.assertFalse(kept.getexif())
        self.assertNotIn(b"dong chi Duc", made.original)
        self.assertGreater(kept.getpixel((470, 300))[2], 150)
        self.assertGreater(kept.getpixel((10, 300))[0], 150)

    def test_a_broken_one_is_refused(self):
        content = heic(noise(400, 300))
        for broken in (content[:60], content[:200], content[: len(content) // 2], content[:40] + bytes(5000)):
            with self.subTest(size=len(broken)), self.assertRaisesMessage(UploadRefused, "Ảnh bị hỏng"):
                file = upload(broken, "a.heic")
                renditions.encode(file, uploads.check_picture(file))


class Kept(SimpleTestCase):
    def test_a_large_picture_is_kept_smaller_in_its_own_shape(self):
        for size, kept in (((6000, 4000), (2121, 1414)), ((1000, 8000), (612, 4898)), ((1700, 1700), (1700, 1700))):
            content = samples.jpeg(*size)
            made = renditions.encode(upload(content), uploads.check_picture(upload(content)))
            with self.subTest(size=size):
                self.assertEqual((made.width, made.height), kept)

    def test_a_large_one_taken_sideways_stands_upright(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        content = samples.jpeg(4000, 3000, exif=exif)
        made = renditions.encode(upload(content), uploads.check_picture(upload(content)))
        self.assertGreater(made.height, made.width)


class OneAtATime(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user()
        cls.editor.user_permissions.set(Permission.objects.filter(content_type__app_label="library"))

    def setUp(self):
        self.client.force_login(self.editor)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.enterContext(override_settings(MEDIA_ROOT=folder.name))

    def busy(self):
        """Another process is drawing: the same lock, taken by other means."""
        other = os.open(Path(turns.settings.MEDIA_ROOT) / turns.LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(other, fcntl.LOCK_EX)
        return other

    def add(self):
        file = upload(samples.jpeg(300, 200))
        return self.client.post("/quan-tri/library/picture/add/", {"upload": file, "alt": ALT})

    def test_whoever_waits_too_long_reads_a_sentence_and_nothing_is_kept(self):
        other = self.busy()
        with Spent() as spent:
            response = self.add()
        spent.expect_under(self, 1)
        self.assertEqual(response.context["adminform"].form.errors["upload"], [BUSY])
        self.assertEqual((Picture.objects.count(), stored_files()), (0, set()))
        os.close(other)
        self.assertEqual(self.add().status_code, 302)

    def test_whoever_waits_a_little_gets_the_turn(self):
        other = self.busy()
        threading.Timer(0.2, os.close, [other]).start()
        self.assertEqual(self.add().status_code, 302)

    def test_threads_of_one_process_take_turns_too(self):
        with turns.turn("ảnh"), self.assertRaisesMessage(UploadRefused, BUSY), turns.turn("ảnh"):
            self.fail("hai lượt cùng lúc")

    def test_a_failure_gives_the_turn_back(self):
        for _ in range(2):
            with self.assertRaises(ZeroDivisionError), turns.turn("ảnh"):
                raise ZeroDivisionError

    def test_the_admin_draws_before_its_transaction_opens(self):
        depth, seen, drawn = len(connection.savepoint_ids), [], renditions.encode

        def watched(*arguments):
            seen.append(len(connection.savepoint_ids) - depth)
            return drawn(*arguments)

        services.renditions.encode = watched
        self.addCleanup(setattr, services.renditions, "encode", drawn)
        self.assertEqual(self.add().status_code, 302)
        self.assertEqual(seen, [0])
