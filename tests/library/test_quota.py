"""Pictures and documents share one quota; the desk is warned before it is full."""

from django.core.files.storage import default_storage
from django.test import TestCase, override_settings
from django.urls import reverse

from library import quota, services
from library.models import DocumentFile, Picture
from library.refusals import UploadRefused
from tests.factories import MORNING, make_user
from tests.library import samples
from tests.library.samples import upload

ALT = "Đồng bào bản Lóng Luông thu hoạch mận hậu"
GIGABYTE = quota.GIGABYTE


def filled(size):
    """A document that says it is so large."""
    return DocumentFile.objects.create(
        title="Kế hoạch", type="pdf", size=size, sha256=f"{size:064x}", uploaded_at=MORNING, file="documents/a.pdf"
    )


class Quota(TestCase):
    def test_without_a_quota_nothing_is_counted(self):
        filled(900 * GIGABYTE)
        with self.assertNumQueries(0):
            quota.check(10**9)
        self.assertIsNone(quota.usage())

    @override_settings(MEDIA_QUOTA_GB=2)
    def test_all_that_is_kept_of_pictures_and_documents_counts(self):
        picture = services.store_picture(upload(samples.jpeg()), by=None, at=MORNING, alt=ALT)
        kept = [default_storage.size(name) for name in (picture.original.name, *picture.rendition_names)]
        self.assertEqual(Picture.objects.get().size, sum(kept))
        document = services.store_document_file(upload(samples.pdf(), "a.pdf"), title="Kế hoạch", by=None, at=MORNING)
        self.assertEqual(quota.usage().used, sum(kept) + document.size)

    @override_settings(MEDIA_QUOTA_GB=1)
    def test_what_does_not_fit_is_refused_with_a_sentence_and_what_fits_is_not(self):
        content = samples.docx()
        kept = filled(GIGABYTE - len(content))
        self.assertTrue(services.prepare_document(upload(content, "a.docx")))
        DocumentFile.objects.filter(pk=kept.pk).update(size=GIGABYTE - len(content) + 1)
        sentence = r"Kho tệp đã đầy \(1 trên 1 GB\). Hãy xóa ảnh, tệp không còn dùng"
        with self.assertRaisesRegex(UploadRefused, sentence):
            services.prepare_document(upload(content, "a.docx"))
        with self.assertRaisesRegex(UploadRefused, sentence):
            services.prepare_picture(upload(samples.jpeg()))

    @override_settings(MEDIA_QUOTA_GB=10)
    def test_the_desk_is_warned_from_90_percent(self):
        self.client.force_login(make_user("writer"))
        for size, is_said in ((9 * GIGABYTE - 1, False), (9 * GIGABYTE, True), (10 * GIGABYTE, True)):
            DocumentFile.objects.all().delete()
            filled(size)
            page = self.client.get(reverse("admin:index")).content.decode()
            with self.subTest(size=size):
                self.assertEqual("% kho ảnh và tệp đã dùng" in page, is_said)
        self.assertIn('<strong class="todo__count">100</strong> % kho ảnh và tệp đã dùng (10 trên 10 GB)', page)

    @override_settings(MEDIA_QUOTA_GB=10)
    def test_who_may_not_upload_is_not_warned(self):
        filled(10 * GIGABYTE)
        self.client.force_login(make_user("user_manager"))
        self.assertNotContains(self.client.get(reverse("admin:index")), "kho ảnh và tệp đã dùng")
