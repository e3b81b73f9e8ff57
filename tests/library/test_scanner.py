"""Uploads are shown to ClamAV where its socket is set.

The server here is a stand-in: no ClamAV runs in the tests. It speaks the protocol that clamd(8) describes (zINSTREAM,
chunks behind their length, one line back) over a real socket, and knows one "virus".
"""

import socket
import socketserver
import struct
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.test import TestCase, override_settings

from audit.models import Event
from library import scanner, services
from library.models import DocumentFile, Picture
from library.refusals import UploadRefused
from tests.factories import make_user
from tests.library import samples
from tests.library.samples import upload

VIRUS = b"nhiem-doc"
ADDRESS = "/quan-tri/library/documentfile/add/"


class StandIn(socketserver.StreamRequestHandler):
    """Answers one upload as clamd does."""

    def handle(self):
        self.server.said = self.rfile.read(len(b"zINSTREAM\0"))
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if self.server.most and len(content) > self.server.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.received = content
        found = b"stream: Eicar-Test-Signature FOUND\0" if VIRUS in content else b"stream: OK\0"
        self.wfile.write(self.server.answer or found)


@contextmanager
def running(kind, address, answer=b"", most=0):
    with kind(address, StandIn) as server:
        server.answer, server.most, server.received = answer, most, None
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def listening(**options):
    """On a socket in a folder of its own, and set so."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "clamd.ctl")
        with (
            running(socketserver.ThreadingUnixStreamServer, path, **options) as server,
            override_settings(CLAMAV_SOCKET=path),
        ):
            yield server


class Scanner(TestCase):
    def test_every_byte_is_shown_and_what_is_clean_comes_in(self):
        content = samples.docx(**{"word/media/a.jpg": bytes(range(256)) * 4000})
        with listening() as server:
            self.assertTrue(services.prepare_document(upload(content, "a.docx")))
            self.assertEqual((server.said, server.received), (b"zINSTREAM\0", content))
            picture = samples.jpeg()
            self.assertTrue(services.prepare_picture(upload(picture)))
            self.assertEqual(server.received, picture)

    def test_a_large_file_from_the_disk_is_shown_in_pieces(self):
        with TemporaryUploadedFile("a.pdf", "application/pdf", 0, None) as file:
            file.write(b"%PDF-" + bytes(3_000_000))
            file.size = 3_000_005
            with listening() as server:
                scanner.check(file)
                self.assertEqual(len(server.received), 3_000_005)

    def test_over_tcp_of_this_machine_it_is_the_same(self):
        with (
            running(socketserver.ThreadingTCPServer, ("127.0.0.1", 0)) as server,
            override_settings(CLAMAV_SOCKET=f"127.0.0.1:{server.server_address[1]}"),
        ):
            scanner.check(upload(b"sach", "a.pdf"))
            with self.assertRaisesMessage(UploadRefused, "Eicar-Test-Signature"):
                scanner.check(upload(b"..." + VIRUS, "a.pdf"))

    def test_what_the_scanner_knows_is_refused_named_and_recorded(self):
        user = make_user("tracker")
        self.client.force_login(user)
        infected = samples.docx(**{f"word/media/{VIRUS.decode()}.jpg": b"a"})
        with listening():
            page = self.client.post(ADDRESS, {"upload": upload(infected, "Giấy mời.docx"), "title": "Giấy mời"})
        sentence = "Trình quét thấy mã độc trong tệp (Eicar-Test-Signature). Không nhận tệp này"
        self.assertContains(page, sentence)
        self.assertFalse(DocumentFile.objects.exists())
        event = Event.objects.first()
        self.assertEqual((event.outcome, event.after, event.actor), ("refused", {"step": "upload"}, user))
        self.assertIn(f"«Giấy mời.docx»: {sentence}", event.note)

    def test_a_scanner_that_is_away_or_strange_lets_nothing_in(self):
        away = "Trình quét mã độc của máy chủ đang không trả lời nên chưa nhận tệp."
        with tempfile.TemporaryDirectory() as folder:
            silent = str(Path(folder) / "im-lang")
            listener = socket.socket(socket.AF_UNIX)
            self.addCleanup(listener.close)
            listener.bind(silent)  # there, but nobody listens
            for address in (f"{folder}/khong-co", silent, "127.0.0.1:1"):
                with self.subTest(address=address):
                    self.assert_nothing_comes_in(away, address)
        for options in ({"answer": b"stream: la ERROR\0"}, {"answer": b"\0"}, {"most": 10}):
            with (
                self.subTest(options=options),
                listening(**options),
                self.assertLogs("library.scanner", "ERROR"),
                self.assertRaisesMessage(UploadRefused, away),
            ):
                services.prepare_picture(upload(samples.jpeg()))

    def assert_nothing_comes_in(self, away, address):
        with override_settings(CLAMAV_SOCKET=address), self.assertLogs("library.scanner", "ERROR"):
            for prepare, file in (
                (services.prepare_document, upload(samples.docx(), "a.docx")),
                (services.prepare_picture, upload(samples.jpeg())),
            ):
                with self.assertRaisesMessage(UploadRefused, away):
                    prepare(file)
        self.assertFalse(Picture.objects.exists() or DocumentFile.objects.exists())

    def test_without_a_socket_nobody_is_asked(self):
        self.assertTrue(services.prepare_document(upload(samples.docx(**{"word/a.jpg": VIRUS}), "a.docx")))
