"""`manage.py doctor` on a sound site and on sites that are broken on purpose, on both engines."""

import contextlib
import datetime as dt
import http.server
import io
import json
import os
import shutil
import socket
import ssl
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import TestCase, override_settings
from django.utils import timezone

import vietnamese
from audit import guards
from audit import services as audit
from audit.models import Head
from backup.engines import postgresql
from backup.places.folder import PROVEN, STAMP
from doctor import examination, front_door, machine, stored
from notices.models import Letter
from search.models import SearchEntry, SearchPlace
from stale import serving
from stale.rules import Removals
from tests import certificates
from tests.factories import make_article, make_user
from web.models import Removal

SOUND = {
    "ALLOWED_HOSTS": ["sonla.example"], "SITE_URL": "https://sonla.example", "TRUSTED_PROXIES": 1,
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789" * 2, "SECURITY_CONTACT": "mailto:an-ninh@sonla.example",
    "SECURE_HSTS_SECONDS": 3600, "SECURE_SSL_REDIRECT": True, "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "DEBUG": False, "SILENCED_SYSTEM_CHECKS": ["ckeditor.W001", "security.W005", "security.W021"],
}  # fmt: skip
THIS_MACHINE = ("ổ đĩa", "đồng hồ", "dịch vụ và hẹn giờ", "chỗ của trang giữ lại")
"""How it is with the machine that runs the tests is no part of these sites; test_symptom.py has tables for them."""


@contextlib.contextmanager
def page_cache(path):
    """Hears what may not be shown any more, as cms-pages does."""
    hears = partial(serving.Removing, Removals(since=time.time()), (path.parent,))
    with serving.Server(str(path), hears) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


class BadGateway(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_error(502)

    def log_message(self, *_words):
        pass


class DoctorTests(TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="cms-kham-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.media, self.backups = self.folder / "media", self.folder / "sao-luu"
        self.media.mkdir(mode=0o700)
        self.backup(hours=2)
        (self.backups / PROVEN).touch()
        self.node = self.folder / "removals.sock"
        self.enterContext(page_cache(self.node))
        given = {"METRICS_TOKEN": "m" * 40, "MONITORING_DIR": str(self.folder), "PAGE_CACHES": [str(self.node)]}
        self.enterContext(override_settings(**given))
        silent = {about: lambda _at: [] for about in THIS_MACHINE}
        self.enterContext(mock.patch.dict(examination.WITHOUT_DATABASE, silent))
        self.enterContext(mock.patch.object(machine, "SETTINGS", self.folder / "cms.env"))
        self.enterContext(mock.patch.object(front_door, "HERE", ("127.0.0.1", 9)))
        self.enterContext(override_settings(**SOUND, MEDIA_ROOT=self.media, BACKUP_DIR=str(self.backups)))

    def backup(self, hours):
        """The only one, made so many hours ago."""
        shutil.rmtree(self.backups, ignore_errors=True)
        made = self.backups / f"{vietnamese.local(timezone.now() - dt.timedelta(hours=hours)):{STAMP}}"
        made.mkdir(parents=True, mode=0o700)
        (made / "manifest.json").touch()
        return made

    def examined(self, *words):
        out, code = io.StringIO(), 0
        try:
            call_command("doctor", "--json", *words, stdout=out)
        except SystemExit as end:
            code = end.code
        return code, json.loads(out.getvalue())

    def assert_found(self, about, words, code=2, **how):
        ended, facts = self.examined(*how.pop("options", ()))
        told = [one for one in facts["symptoms"] if one["about"] == about]
        self.assertTrue(any(words in one["what"] for one in told), facts)
        self.assertTrue(all(one["where"] and one["todo"] for one in facts["symptoms"]))
        self.assertEqual(ended, code, facts)
        return facts

    def test_a_sound_site_has_nothing_but_notes(self):
        make_article()
        audit.record("account.command", make_user(), by=None, at=timezone.now())
        for words in ((), ("--thorough",)):
            code, facts = self.examined(*words)
            self.assertEqual((code, facts["errors"], facts["warnings"]), (0, 0, 0), facts)
        self.assertIn("nhật ký", facts["checked"])

    def test_it_says_so_to_people_too(self):
        out = io.StringIO()
        call_command("doctor", stdout=out)
        self.assertIn("Không thấy gì sai.", out.getvalue())

    def test_settings(self):
        for more, words, code in (
            ({"ALLOWED_HOSTS": ["khac.example"]}, "không trả lời dưới tên của chính nó (sonla.example)", 2),
            ({"TRUSTED_PROXIES": 0}, "chuyển hướng mãi", 1),
            ({"DEBUG": True}, "security.W018", 1),
            ({"SECURITY_CONTACT": ""}, "không biết báo cho ai", 0),
        ):
            with self.subTest(words=words), override_settings(**more):
                self.assert_found("thiết lập", words, code)

    def test_rights_of_files(self):
        (self.folder / "cms.env").touch(0o644)
        self.assert_found("quyền của tệp", "không chỉ riêng root đọc được")
        (self.folder / "cms.env").unlink()
        self.media.chmod(0o755)
        self.assert_found("quyền của tệp", "ai trên máy cũng đọc được", 1)
        shutil.rmtree(self.media)
        self.assert_found("quyền của tệp", "không ghi được nơi giữ ảnh")

    def test_static_files_that_were_never_collected(self):
        with override_settings(STATIC_BUNDLES=True, STATIC_ROOT=str(self.folder / "static")):
            self.assert_found("quyền của tệp", "chưa gom tệp tĩnh")

    def test_the_age_of_the_newest_backup(self):
        for hours, code in ((30, 1), (24 * 5, 2)):
            self.backup(hours)
            (self.backups / PROVEN).touch()
            self.assert_found("sao lưu", "bản sao lưu mới nhất là từ", code)
        # Of the future, by a clock that was wrong: it says nothing about today.
        made = self.backup(hours=-24 * 365)
        self.assert_found("sao lưu", "chưa có bản sao lưu nào")
        (made / "manifest.json").unlink()
        self.assert_found("sao lưu", "chưa có bản sao lưu nào")
        shutil.rmtree(self.backups)
        self.assert_found("sao lưu", "không có hoặc không đọc được thư mục sao lưu")

    def test_the_age_of_the_last_proof_of_a_backup(self):
        then = (timezone.now() - dt.timedelta(days=9)).timestamp()
        os.utime(self.backups / PROVEN, (then, then))
        self.assert_found("bằng chứng sao lưu", "lần kiểm tra bản sao lưu gần nhất: từ", 1)
        (self.backups / PROVEN).unlink()
        self.assert_found("bằng chứng sao lưu", "gần nhất: chưa có", 1)

    def test_a_folder_that_a_killed_restore_has_left(self):
        left = self.folder / "media.moi_20261128020000"
        left.mkdir()
        self.assertIn(str(left), str(self.assert_found("bản dựng dở", "bị ngắt", 1)))
        # What the site had before is kept on purpose.
        left.rename(self.folder / "media.cu_20261128020000")
        self.assertEqual(self.examined()[0], 0)

    def test_files_that_a_loss_of_power_has_kept_from_their_restored_database(self):
        fresh = self.folder / "media.moi_20261128020000"
        fresh.mkdir()
        self.media.rename(self.folder / "media.cu_20261128020000")
        told = str(self.assert_found("bản dựng dở", "tệp thì chưa", 2))
        self.assertIn(f"mv {fresh} {self.media}", told)
        self.assertNotIn("rm -r", told)

    @pytest.mark.postgresql_only
    def test_files_are_known_to_be_lacking_by_the_database_that_was_put_aside(self):
        connection = connections[DEFAULT_DB_ALIAS]
        name = f"{connection.settings_dict['NAME']}_cu_20261128020000"
        self.addCleanup(postgresql.drop, connection, name)
        with postgresql._maintenance(connection) as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        (self.folder / "media.moi_20261128020000").mkdir()
        (self.folder / "media.moi_20261129020000").mkdir()
        told = str(self.assert_found("bản dựng dở", "tệp thì chưa", 2))
        self.assertRegex(told, "media.moi_20261129020000.*rm -r")

    @pytest.mark.postgresql_only
    def test_a_database_that_a_killed_proof_has_left(self):
        connection = connections[DEFAULT_DB_ALIAS]
        name = f"{connection.settings_dict['NAME']}_thu_1a2b3c4d"
        self.addCleanup(postgresql.drop, connection, name)
        with postgresql._maintenance(connection) as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        self.assertIn(name, str(self.assert_found("bản dựng dở", "bị ngắt", 1)))

    def test_who_keeps_pages_and_does_not_hear(self):
        self.node.unlink()
        self.assert_found("trang giữ lại", "nơi giữ trang không trả lời")
        with override_settings(PAGE_CACHES=[]):
            self.assert_found("trang giữ lại", "không ai được báo", 0)

    def test_words_of_removal_that_wait(self):
        Removal.objects.create(node="http://10.0.0.2:8081", mark="/a/")
        code, facts = self.examined()
        self.assertEqual(code, 0, facts)
        Removal.objects.update(made_at=timezone.now() - dt.timedelta(minutes=6))
        facts = self.assert_found("lời báo không hiện nữa", "đã đợi hơn năm phút", 1)
        self.assertIn("http://10.0.0.2:8081", json.dumps(facts))

    def test_a_site_that_nobody_can_watch(self):
        with override_settings(METRICS_TOKEN=""):
            self.assert_found("theo dõi", "không ai xem được /metrics", 0)
        with override_settings(MONITORING_DIR=str(settings.BASE_DIR / "var" / "monitoring")):
            self.assert_found("theo dõi", "mất đi khi nâng cấp", 0)

    def test_a_site_that_was_left_in_another_mode(self):
        with override_settings(SITE_MODE="read_only"):
            self.assert_found("chế độ", "trang đang ở chế độ chỉ đọc", 1)

    def test_a_site_that_answers_with_a_fault_behind_a_certificate_that_runs_out(self):
        certificates.write(self.folder, "trang", *certificates.valid_for("sonla.example", 3))
        server = http.server.HTTPServer(("127.0.0.1", 0), BadGateway)
        self.addCleanup(server.server_close)
        safe = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        safe.load_cert_chain(self.folder / "trang.pem", self.folder / "trang.key")
        server.socket = safe.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.addCleanup(server.shutdown)
        with mock.patch.object(front_door, "HERE", server.server_address):
            self.assert_found("trang", "trả lời 502")
            self.assert_found("chứng chỉ", "còn 2 ngày")

    def test_a_mail_server_that_does_not_answer(self):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        mail = "django.core.mail.backends.smtp.EmailBackend"
        with override_settings(MAIL_READY=True, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_BACKEND=mail):
            self.assert_found("máy chủ thư", "không nối được máy chủ thư")

    def test_a_database_that_does_not_answer_ends_the_questions_to_it(self):
        with mock.patch.object(stored, "database", side_effect=OperationalError("connection refused")):
            facts = self.assert_found("cơ sở dữ liệu", "không trả lời (connection refused)")
        self.assertNotIn("tìm kiếm", facts["checked"])

    def test_tables_of_another_version(self):
        MigrationRecorder.Migration.objects.create(app="articles", name="9999_cua_ban_sau")
        self.assert_found("bảng", "mới hơn mã nguồn", 1)
        MigrationRecorder.Migration.objects.filter(app="words").delete()
        facts = self.assert_found("bảng", "bước migrate chưa chạy")
        self.assertNotIn("nhật ký", facts["checked"])

    def test_an_index_that_lost_something(self):
        make_article()
        SearchPlace.objects.all().delete()
        self.assert_found("tìm kiếm", "không tìm được")
        SearchEntry.objects.update(fold_version=0)
        self.assert_found("tìm kiếm", "theo quy tắc cũ")

    def test_letters_that_nobody_takes(self):
        now, user = timezone.now(), make_user()
        letter = Letter.objects.create(user=user, made_at=now, next_at=now - dt.timedelta(hours=1))
        self.assert_found("hàng gửi", "1 thư đáng lẽ đã được thử gửi")
        Letter.objects.filter(pk=letter.pk).update(state=Letter.State.FAILED, done_at=now)
        self.assert_found("hàng gửi", "1 thư bỏ cuộc", 1)

    def test_a_record_that_does_not_hold(self):
        for _ in range(3):
            audit.record("account.command", make_user(), by=None, at=timezone.now())
        Head.objects.update(hash="0" * 64)
        self.assert_found("nhật ký", "không nguyên vẹn")

    def test_a_record_that_nothing_guards(self):
        guards.take_down(connections[DEFAULT_DB_ALIAS])
        self.assert_found("nhật ký", "thiếu trigger")

    def test_what_cannot_be_looked_at_does_not_keep_it_from_the_rest(self):
        def broken(_at):
            with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
                cursor.execute("SELECT 1 FROM khong_co_bang_nay")

        with mock.patch.dict(examination.IN_DATABASE, {"tìm kiếm": broken}):
            facts = self.assert_found("tìm kiếm", "không kiểm tra được")
        self.assertEqual(facts["errors"], 1)
        self.assertIn("nhật ký", facts["checked"])

    @pytest.mark.postgresql_only
    def test_a_clock_that_is_not_the_databases(self):
        found = stored.database(timezone.now() + dt.timedelta(days=1, minutes=10))
        self.assertTrue(any("lệch 8700" in one.what for one in found), found)

    @pytest.mark.postgresql_only
    def test_a_check_that_takes_long_is_no_wrong_clock(self):
        slow = mock.patch.dict(examination.WITHOUT_DATABASE, {"đồng hồ": lambda _at: time.sleep(0.5) or []})
        with slow, mock.patch.object(stored, "DRIFT", dt.timedelta(seconds=0.4)):
            self.assertEqual(self.examined()[0], 0)
