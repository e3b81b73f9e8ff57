"""Pictures and files in a store of its own: signed for whoever may see them; nothing is kept that it did not take."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.config import Config
from django.core.files.storage import default_storage
from django.test import TestCase, override_settings
from moto.server import ThreadedMotoServer

from config import engines
from library import services
from library.models import Picture
from library.refusals import UploadRefused
from tests.factories import MORNING
from tests.library import samples
from tests.ports import closed_port

pytestmark = pytest.mark.once


def storage(port):
    address = f"s3+http://thu:bi-mat@127.0.0.1:{port}/cms"
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return {"MEDIA_STORE": address, "STORAGES": {"default": engines.media_store(address), "staticfiles": plain}}


def store(alt="Cầu Trắng bắc qua suối Nậm La", seed=0):
    upload = samples.upload(samples.jpeg(400, 300, seed=seed))
    picture = services.store_picture(upload, by=None, at=MORNING, alt=alt)
    services.set_uses("articles.article", 1, pictures=[picture.pk], public_from=MORNING, public_until=None)
    return picture


class StoreTests(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        cls.server.start()
        cls.addClassCleanup(cls.server.stop)
        _host, port = cls.server.get_host_and_port()
        client = boto3.client(
            "s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1", aws_access_key_id="thu",
            aws_secret_access_key="bi-mat", config=Config(s3={"addressing_style": "path"}),
        )  # fmt: skip
        client.create_bucket(Bucket="cms")
        cls.here = override_settings(**storage(port))
        cls.here.enable()
        cls.addClassCleanup(cls.here.disable)

    def test_what_comes_in_lies_in_the_store_and_is_read_from_it(self):
        picture = store()
        self.assertFalse(Path(picture.original.name).exists())
        answer = self.client.get(picture.src)
        self.assertEqual((answer.status_code, answer["Content-Type"]), (200, "image/webp"))
        self.assertEqual(b"".join(answer)[8:12], b"WEBP")
        with self.captureOnCommitCallbacks(execute=True):
            services.clear_uses("articles.article", 1)
            services.delete(picture)
        self.assertFalse(default_storage.exists(picture.original.name))

    def test_a_taken_name_is_never_written_over(self):
        default_storage.save("thu/mot.txt", samples.upload(b"mot"))
        self.assertNotEqual(default_storage.save("thu/mot.txt", samples.upload(b"hai")), "thu/mot.txt")
        self.assertEqual(default_storage.open("thu/mot.txt").read(), b"mot")

    @override_settings(LIBRARY_ACCEL_PREFIX="/kho/")
    def test_nginx_is_handed_a_signed_address_and_only_for_whoever_may_see_the_file(self):
        picture = store()
        answer = self.client.get(picture.src)
        inner = urlsplit(answer["X-Accel-Redirect"])
        self.assertTrue(inner.path.startswith(f"/kho/cms/renditions/{picture.key}"), inner.path)
        self.assertEqual(parse_qs(inner.query)["X-Amz-Expires"], ["60"])
        self.assertIn("X-Amz-Signature", inner.query)
        self.assertNotIn("Location", answer)
        services.clear_uses("articles.article", 1)
        hidden = self.client.get(picture.src)
        self.assertEqual((hidden.status_code, "X-Accel-Redirect" in hidden), (404, False))


class StoreAwayTests(TestCase):
    def test_a_reader_is_told_and_an_upload_is_refused_before_anything_is_kept(self):
        picture = store()
        with closed_port() as port, override_settings(**storage(port)):
            with self.assertLogs("library.views", "ERROR"), self.assertLogs("django.request", "ERROR"):
                answer = self.client.get(picture.src)
            self.assertEqual((answer.status_code, answer["Retry-After"]), (503, "30"))
            self.assertIn("Kho ảnh và tệp đang không trả lời", answer.content.decode())
            with self.assertRaisesMessage(UploadRefused, "Hãy thử lại sau ít phút"):
                store(seed=1)
            with self.assertLogs("library.files", "ERROR"), self.captureOnCommitCallbacks(execute=True):
                services.clear_uses("articles.article", 1)
                services.delete(picture)
        self.assertEqual(Picture.objects.count(), 0)
