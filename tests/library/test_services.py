"""Files and rows come together and go together; what is used stays."""

import hashlib
import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test import TestCase, TransactionTestCase

from audit.models import Event
from library import services
from library.models import DocumentFile, Picture, Use
from library.refusals import UploadRefused
from tests.factories import MORNING, local, make_user
from tests.library import samples
from tests.library.samples import stored_files, upload

PEOPLE = ["Người soạn", "Người lưu lần cuối", "Người sửa, ghi chú"]
WORDS = {"alt": "Đồng bào bản Lóng Luông thu hoạch mận hậu"}


def files_of(picture):
    return {picture.original.name, *picture.rendition_names}


class StoringPictures(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.writer = make_user("writer")

    def store(self, content=None, name="Ảnh hội nghị.jpg", **words):
        file = upload(content or samples.jpeg(), name)
        return services.store_picture(file, by=self.writer, at=MORNING, **(words or WORDS))

    def test_a_picture_is_kept_with_its_words_and_renditions(self):
        picture = self.store(
            samples.jpeg(1000, 500), alt="  Cầu  Trắng ", caption="Một sáng mùa thu", credit="Lò Thị Ưng"
        )
        picture.refresh_from_db()
        self.assertEqual(
            (picture.alt, picture.caption, picture.credit), ("Cầu Trắng", "Một sáng mùa thu", "Lò Thị Ưng")
        )
        self.assertEqual((picture.width, picture.height, picture.widths), (1000, 500, [320, 640, 960, 1000]))
        self.assertEqual((picture.uploaded_by, picture.uploaded_at), (self.writer, MORNING))
        self.assertLessEqual(files_of(picture), stored_files())

    def test_pictures_of_old_get_what_links_show_and_a_second_run_changes_nothing(self):
        picture = self.store()
        default_storage.delete(picture.share_name)
        Picture.objects.update(has_share=False)
        for told in ("Đã làm 1 ảnh", "Đã làm 0 ảnh"):
            said = io.StringIO()
            call_command("make_share_pictures", stdout=said)
            self.assertIn(told, said.getvalue())
            self.assertTrue(Picture.objects.get().has_share)
            self.assertIn(picture.share_name, stored_files())

    def test_words_arrive_in_one_spelling(self):
        self.assertEqual(self.store(alt="Ðe\u0302\u0300n Vua Le\u0302").alt, "Đền Vua Lê")

    def test_nothing_of_the_uploads_name_reaches_storage(self):
        for number, name in enumerate(
            (
                "../../manage.jpg",
                "C:\\Windows\\a.jpg",
                "a" * 10_000 + ".jpg",
                "a\x00.jpg",
                "Đa\u0323i ho\u0323\u0302i.jpg",
            )
        ):
            with self.subTest(name=name[:30]):
                picture = self.store(samples.jpeg(seed=number), name)
                self.assertRegex(picture.original.name, rf"^pictures/{picture.key}\.jpg$")
                self.assertEqual(len(picture.key), 16)

    def test_a_picture_needs_words_or_is_decorative(self):
        before = stored_files()
        with self.assertRaisesMessage(ValidationError, "Hãy mô tả ảnh bằng lời"):
            self.store(alt="   ")
        self.assertEqual(stored_files(), before)
        self.assertEqual(self.store(is_decorative=True).text, "")

    def test_words_that_are_too_long_are_refused(self):
        with self.assertRaisesMessage(ValidationError, "300"):
            self.store(alt="ả" * 301)

    def test_the_same_file_is_recognised_whatever_its_name_and_words(self):
        first = self.store()
        before = stored_files()
        with self.assertRaisesMessage(services.AlreadyStored, "đã có trong thư viện từ ngày 25/09/2020") as caught:
            self.store(name="Tên khác.jpeg", alt="Lời khác")
        self.assertEqual(caught.exception.existing, first)
        self.assertIsInstance(caught.exception, UploadRefused)
        self.assertEqual(stored_files(), before)

    def test_files_go_with_the_transaction_that_is_rolled_back(self):
        before = stored_files()
        with self.assertRaisesMessage(RuntimeError, "sau đó hỏng"), transaction.atomic():
            picture = self.store()
            self.assertLessEqual(files_of(picture), stored_files())
            raise RuntimeError("sau đó hỏng")
        self.assertEqual(stored_files(), before)
        self.assertFalse(Picture.objects.exists())

    def test_files_stay_after_the_commit(self):
        with self.captureOnCommitCallbacks(execute=True):
            picture = self.store()
        self.assertLessEqual(files_of(picture), stored_files())


class StoringDocuments(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tracker = make_user("tracker")

    def store(self, content=None, name="Kế hoạch.pdf", title="Kế hoạch thực hiện Nghị quyết", **wishes):
        file = upload(content or samples.pdf(), name)
        return services.store_document_file(file, title=title, by=self.tracker, at=MORNING, **wishes)

    def test_a_document_is_kept_byte_for_byte(self):
        content = samples.docx()
        document = self.store(content, "Kế hoạch.docx")
        self.assertEqual(document.file.read(), content)
        document.file.close()
        self.assertEqual((document.type, document.size), ("docx", len(content)))
        self.assertEqual(document.file.name, f"documents/{document.key}.docx")

    def test_what_a_file_tells_and_hides_stays_with_it_and_the_record_names_the_kinds_alone(self):
        document = self.store(samples.real("openpyxl.xlsx"), "Số liệu.xlsx")
        self.assertFalse(document.is_cleaned)
        self.assertIn({"kind": "Người soạn", "values": ["Lò Thị Hoa"], "count": 0}, document.traces)
        told = Event.objects.get(kind="file.upload")
        self.assertEqual(told.after["traces"][:2], ["Người soạn", "Người lưu lần cuối"])
        self.assertNotIn("Lò Thị Hoa", str(told.after))

    def test_at_a_tick_names_go_and_only_the_cleaned_file_is_kept(self):
        content = samples.real("openpyxl.xlsx")
        before = stored_files()
        document = self.store(content, "Số liệu.xlsx", clean=True)
        (name,) = stored_files() - before
        with default_storage.open(name) as file:
            kept = file.read()
        self.assertEqual((document.file.name, document.size), (name, len(kept)))
        self.assertEqual(document.sha256, hashlib.sha256(kept).hexdigest())
        self.assertNotEqual(kept, content)
        self.assertTrue(document.is_cleaned)
        left = [told["kind"] for told in document.traces]
        self.assertEqual(left, ["Ghi chú bên lề", "Trang tính ẩn", "Hàng, cột ẩn"])
        after = Event.objects.get(kind="file.upload").after
        self.assertEqual((after["cleaned"], after["removed"]), (True, PEOPLE))
        self.assertEqual(after["left"], sorted(left))

    def test_with_and_without_names_are_two_files_and_each_is_known_again(self):
        content = samples.real("openpyxl.xlsx")
        kept = [self.store(content, "Số liệu.xlsx", clean=clean) for clean in (False, True)]
        for clean, existing in zip((False, True), kept, strict=True):
            with self.subTest(clean=clean), self.assertRaises(services.AlreadyStored) as caught:
                self.store(content, "Số liệu.xlsx", clean=clean)
            self.assertEqual(caught.exception.existing, existing)

    def test_a_signed_file_is_refused_when_its_names_are_to_go(self):
        signed = samples.docx(**{"_xmlsignatures/sig1.xml": "<a/>"})
        with self.assertRaisesMessage(UploadRefused, "Tệp có chữ ký số"):
            self.store(signed, "a.docx", clean=True)
        self.assertEqual(self.store(signed, "a.docx").type, "docx")

    def test_without_a_title_the_file_gives_its_name(self):
        self.assertEqual(self.store(name="Ke\u0302\u0301_hoa\u0323ch 25.pdf", title="").title, "Kế hoạch 25")

    def test_the_same_document_is_recognised(self):
        first = self.store()
        with self.assertRaises(services.AlreadyStored) as caught:
            self.store(title="Khác")
        self.assertEqual(caught.exception.existing, first)

    def test_documents_of_old_are_opened_and_the_dangerous_ones_named(self):
        document = self.store(samples.real("libreoffice.odt"), "a.odt", title="Báo cáo")
        told = document.traces
        DocumentFile.objects.update(traces=None)
        said, named = io.StringIO(), io.StringIO()
        call_command("inspect_documents", stdout=said, stderr=named)
        document.refresh_from_db()
        self.assertEqual(document.traces, told)
        self.assertEqual((said.getvalue(), named.getvalue()), ("Đã mở 1 tệp; 0 tệp nay không được nhận nữa.\n", ""))
        for content, words in ((samples.docx(**{"word/vbaProject.bin": b"x"}), "Tệp có macro"), (None, "mất tệp")):
            default_storage.delete(document.file.name)
            if content:
                default_storage.save(document.file.name, ContentFile(content))
            with self.subTest(words=words), self.assertRaises(SystemExit):
                call_command("inspect_documents", stdout=said, stderr=named)
            self.assertIn("Báo cáo (/thu-vien/tep/", named.getvalue())
            self.assertIn(words, named.getvalue())

    def test_a_refused_document_leaves_nothing(self):
        before = stored_files()
        with self.assertRaises(UploadRefused):
            self.store(samples.docx(**{"word/vbaProject.bin": b"x"}), "a.docx")
        self.assertEqual(stored_files(), before)
        self.assertFalse(DocumentFile.objects.exists())


class Uses(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.pictures = [
            services.store_picture(upload(samples.jpeg(200, 100, seed=seed)), by=None, at=MORNING, **WORDS)
            for seed in range(3)
        ]
        cls.document = services.store_document_file(
            upload(samples.pdf(), "a.pdf"), title="Kế hoạch", by=None, at=MORNING
        )

    def set(self, pictures=(), document_files=(), public_from=MORNING, public_until=None, object_id=7):
        services.set_uses(
            "articles.article",
            object_id,
            pictures=[self.pictures[number].pk for number in pictures],
            document_files=document_files,
            public_from=public_from,
            public_until=public_until,
        )

    def used(self, at=MORNING, object_id=7):
        public = Use.objects.public(at).filter(object_id=object_id)
        return {self.pictures.index(use.picture) if use.picture else "tệp" for use in public}

    def test_uses_are_replaced_as_a_whole(self):
        self.set([0, 1, 1], [self.document.pk])
        self.assertEqual(self.used(), {0, 1, "tệp"})
        self.set([1, 2])
        self.assertEqual(self.used(), {1, 2})
        self.set([])
        self.assertFalse(Use.objects.exists())

    def test_one_thing_does_not_touch_the_uses_of_another(self):
        self.set([0], object_id=7)
        self.set([0], object_id=8)
        self.set([], object_id=7)
        services.clear_uses("resolutions.document", 8)
        self.assertEqual(self.used(object_id=8), {0})
        services.clear_uses("articles.article", 8)
        self.assertFalse(Use.objects.exists())

    def test_times_are_taken_over_by_uses_that_stay(self):
        self.set([0])
        self.set([0], public_from=None)
        self.assertEqual(self.used(), set())
        self.set([0], public_from=MORNING, public_until=local(2020, 10, 1))
        self.assertEqual(self.used(), {0})

    def test_a_use_is_public_from_its_first_moment_up_to_but_not_at_its_last(self):
        self.set([0], public_from=local(2020, 9, 25), public_until=local(2020, 10, 1))
        for at, seen in (
            (local(2020, 9, 24, 23, 59), set()),
            (local(2020, 9, 25), {0}),
            (local(2020, 9, 30, 23, 59), {0}),
            (local(2020, 10, 1), set()),
        ):
            with self.subTest(at=at):
                self.assertEqual(self.used(at), seen)

    def test_saying_the_same_again_writes_nothing(self):
        self.set([0, 1])
        with self.assertNumQueries(3):  # savepoint, one question, release
            self.set([0, 1])

    def test_what_is_used_cannot_be_deleted_published_or_not(self):
        self.set([0], [self.document.pk], public_from=None)
        for stored in (self.pictures[0], self.document):
            with self.subTest(stored=stored), self.assertRaises(ProtectedError):
                services.delete(stored)

    def test_files_go_only_once_their_row_has_gone_for_good(self):
        picture = self.pictures[2]
        names = files_of(picture)
        with self.captureOnCommitCallbacks(execute=True):
            services.delete(picture)
            self.assertLessEqual(names, stored_files())
        self.assertFalse(names & stored_files())
        self.assertFalse(Picture.objects.filter(key=picture.key).exists())


class AtTheSameTime(TransactionTestCase):
    def send(self, together):
        """Both have checked and drawn the picture before either keeps it."""
        try:
            prepared = services.prepare_picture(upload(samples.jpeg(300, 200)))
            together.wait()
            return services.keep_picture(prepared, by=None, at=MORNING, **WORDS)
        except services.AlreadyStored as refusal:
            return refusal
        finally:
            connection.close()

    def assert_one_is_kept(self, before, outcomes):
        kept = Picture.objects.get()
        self.addCleanup(services.delete, kept)
        self.assertEqual({type(outcome) for outcome in outcomes}, {Picture, services.AlreadyStored})
        self.assertEqual(next(o for o in outcomes if isinstance(o, UploadRefused)).existing, kept)
        self.assertEqual(stored_files() - before, files_of(kept))

    @pytest.mark.postgresql_only
    def test_of_two_uploads_in_one_moment_one_is_kept_and_the_other_led_to_it(self):
        before, together = stored_files(), threading.Barrier(2, timeout=20)
        with ThreadPoolExecutor(2) as senders:
            outcomes = list(senders.map(self.send, [together, together]))
        self.assert_one_is_kept(before, outcomes)

    def test_of_two_uploads_drawn_side_by_side_one_is_kept_and_the_other_led_to_it(self):
        before = stored_files()
        prepared = [services.prepare_picture(upload(samples.jpeg(300, 200))) for _ in range(2)]
        outcomes = [services.keep_picture(prepared[0], by=None, at=MORNING, **WORDS)]
        with self.assertRaises(services.AlreadyStored) as caught:
            services.keep_picture(prepared[1], by=None, at=MORNING, **WORDS)
        self.assert_one_is_kept(before, [*outcomes, caught.exception])
