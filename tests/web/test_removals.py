"""Nodes hear what they may not show any more; who does not hear is named, and told again."""

import datetime as dt
import json
import socketserver
import tempfile
import threading
from http.server import BaseHTTPRequestHandler
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import TestCase, override_settings
from django.urls import path
from django.utils import timezone

from articles import services
from articles.models import Article
from library.models import Picture
from resolutions.models import Unit
from tests.factories import make_article, make_user
from tests.factories_resolutions import make_congress
from tests.library.making import make_picture
from web import removals, versions
from web.models import Removal
from words.models import SiteWords


def act(request):
    """What happens at the end of a deed, as its transaction is committed."""
    removals.deliver()
    return HttpResponse()


urlpatterns = [path("lam/", act)]


class Node:
    """Stands for cms-pages on another machine: a socket that keeps what it hears."""

    def __init__(self, path, heard):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["marks"])
                self.send_response_only(204)
                self.end_headers()

        self.server = socketserver.UnixStreamServer(str(path), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class RemovalTests(TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path, self.heard = Path(folder.name) / "a.sock", []
        self.node = Node(self.path, self.heard)
        self.addCleanup(self.node.stop)
        self.silent = str(Path(folder.name) / "b.sock")
        removals.forget_silence()
        self.use(str(self.path))

    def use(self, *nodes):
        settings = override_settings(PAGE_CACHES=list(nodes))
        settings.enable()
        self.addCleanup(settings.disable)

    def marks(self, act):
        """What the node hears of it once it is committed."""
        self.heard.clear()
        Removal.objects.all().delete()
        with self.captureOnCommitCallbacks(execute=True):
            act()
        return {mark for marks in self.heard for mark in marks}

    def test_each_change_names_the_pages_that_show_it(self):
        article, approver = make_article(), make_user("approver")
        congress, picture = make_congress(), make_picture()
        note = {"by": approver, "at": timezone.now(), "note": "Đăng nhầm."}
        expire_at = timezone.now() + dt.timedelta(days=3)
        tracker, everything = {f"/nghi-quyet/{congress.code}/"}, {""}
        for act, expected in (
            (lambda: Article.objects.get(pk=article.pk).save(), {f"-{article.pk}/"}),
            (lambda: reschedule(article, expire_at, note), {f"-{article.pk}/"}),
            (lambda: services.outdate(article, **note), {f"-{article.pk}/"}),
            (lambda: services.withdraw(article, **note), {f"-{article.pk}/"}),
            (lambda: Picture.objects.get(pk=picture.pk).save(), {picture.key}),
            (lambda: Unit.objects.create(name="Sở Tài chính"), tracker),
            (lambda: SiteWords.objects.create(motto="Đoàn kết"), everything),
            (lambda: article.section.save(), everything),
            (lambda: versions.renew("articles"), everything),
        ):
            self.assertEqual(self.marks(act), expected)
        self.assertFalse(Removal.objects.exists())

    def test_what_is_rolled_back_is_told_to_nobody(self):
        def undone():
            with transaction.atomic():
                versions.renew("words")
                transaction.set_rollback(True)

        self.assertEqual(self.marks(undone), set())
        self.assertFalse(Removal.objects.exists())

    def test_who_does_not_answer_is_named_waits_and_is_told_again(self):
        self.use(self.silent, str(self.path))
        with removals.watched() as unreached:
            self.assertEqual(self.marks(lambda: versions.renew("words")), {""})
        self.assertEqual(unreached, {self.silent})
        self.assertEqual([row.node for row in Removal.objects.all()], [self.silent])
        with self.assertRaisesMessage(CommandError, f"Chưa báo được {self.silent}: còn 1."):
            call_command("send_removals")
        heard = []
        node = Node(self.silent, heard)
        try:
            call_command("send_removals", stdout=(said := StringIO()))
        finally:
            node.stop()
        self.assertEqual((heard, said.getvalue().strip()), ([[""]], "Các nơi giữ trang đã biết hết."))
        self.assertFalse(Removal.objects.exists())

    def test_the_person_who_acted_is_told_who_did_not_hear(self):
        self.use(self.silent)
        self.client.force_login(make_user("approver"))
        Removal.objects.create(node=self.silent, mark="-7/")
        with override_settings(ROOT_URLCONF=__name__):
            self.client.get("/lam/")
        self.assertContains(self.client.get("/quan-tri/"), f"nơi giữ trang «{self.silent}» chưa trả lời")

    def test_a_node_that_was_given_up_is_forgotten_and_a_dry_run_tells_nobody(self):
        Removal.objects.create(node="/run/cu.sock", mark="")
        call_command("send_removals", "--dry-run", stdout=(said := StringIO()))
        self.assertIn("Đang chờ báo: 1.", said.getvalue())
        call_command("send_removals", stdout=StringIO())
        self.assertFalse(Removal.objects.exists())
        self.heard.clear()
        with self.captureOnCommitCallbacks(execute=True):
            call_command("send_removals", "--everything", stdout=StringIO())
        self.assertEqual(self.heard, [[""]])

    def test_without_nodes_nothing_is_written(self):
        self.use()
        versions.renew("words")
        self.assertFalse(Removal.objects.exists())
        with self.assertRaisesMessage(CommandError, "Chưa đặt PAGE_CACHES"):
            call_command("send_removals", "--everything")


def reschedule(article, expire_at, note):
    article.expire_at = expire_at
    services.reschedule(article, **note)
