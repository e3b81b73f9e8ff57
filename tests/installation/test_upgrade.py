"""One version to the next and back: in which order, what a failure leaves, and what going back cannot undo."""

import argparse
import contextlib
import datetime as dt
import errno
import io
import json
import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from unittest import TestCase

import pytest

from tests.installation import HERE, Trial
from tests.source import ROOT

from installation import asking, options, releases, upgrade, way_back  # isort: skip
from installation.machine import Refused  # isort: skip

pytestmark = pytest.mark.once
OLD, NEW = "20260101-000000-aaaaaaa", "20260201-000000-bbbbbbb"
SETTINGS = "SECRET_KEY=x\nALLOWED_HOSTS=sonla.example\nDATABASE_URL=postgres:///cms?host=/run/postgresql\n"
ADDS = """
class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(name="A", fields=[("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("a", "b", models.TextField(null=True)),
        migrations.AddField(model_name="a", name="c", field=models.IntegerField(db_default=0)),
        migrations.AddIndex("a", models.Index("b", name="a_b")),
    ]
"""
CHANGES = """
class Migration(migrations.Migration):
    operations = [
        migrations.AddField(model_name="a", name="d", field=models.TextField(default="")),
        migrations.RemoveField("a", "b"),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
"""


class ServerTestCase(TestCase):
    """A machine with one version that serves and runs systemd, and a new version in a folder."""

    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="cms-may-"))
        self.addCleanup(shutil.rmtree, self.root)
        self.machine = Trial(self.root)
        for folder in ("/run/systemd/system", releases.RELEASES):
            self.machine.path(folder).mkdir(parents=True)
        self.machine.write(releases.SETTINGS, SETTINGS, 0o600)
        options.remember(self.machine, HERE, {})
        self.release(OLD)
        releases.switch(self.machine, OLD)
        self.source = self.root / "nguon"
        shutil.copytree(ROOT / "deploy", self.source / "deploy")
        (self.source / "script").mkdir()
        (self.source / "script" / "bootstrap").touch(0o755)
        (self.source / "var").mkdir()
        (self.source / "var" / "rac").touch()

    def release(self, name):
        folder = self.machine.path(releases.folder(name))
        shutil.copytree(ROOT / "deploy", folder / "deploy")
        (folder / releases.MARK).touch()
        return folder

    def upgrade(self, **asked):
        words = argparse.Namespace(**{"back": False, "dry_run": False, "yes": True, **asked})
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), self.doors():
            code = upgrade.back(self.machine, HERE, words) if words.back else self.forward(words)
        return code, out.getvalue()

    def forward(self, words):
        return upgrade.forward(self.machine, HERE, words, self.source)

    @contextlib.contextmanager
    def doors(self, status=200):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(asking, "status", lambda *_: self.answers_with(status))
            patch.setattr(asking, "PATIENCE", 0)
            yield

    def answers_with(self, status):
        return status


class UpgradeTests(ServerTestCase):
    def test_everything_that_can_fail_comes_before_the_change(self):
        code, said = self.upgrade()
        self.assertEqual(code, 0, said)
        order = (
            "bootstrap", "check --deploy", "collectstatic", "manage.py backup", "migrate",
            "first_page.py sonla.example / /quan-tri/login/", "daemon-reload", "restart cms-standin@cms.service",
            "restart cms.service", "restart cms-desk.service", "stop cms-standin@", "nginx -t",
            "reload-or-restart nginx",
        )  # fmt: skip
        told = "\n".join(self.machine.told)
        places = [told.index(part) for part in order]
        self.assertEqual(places, sorted(places), told)
        self.assertIn("--lock-timeout", self.machine.asked_for("migrate --noinput")[0])
        self.assertIn(OLD, self.machine.asked_for("manage.py backup")[0], "sao lưu bằng mã cũ, vì bảng còn là của nó")
        self.assertEqual(releases.former(self.machine), OLD)
        self.assertNotEqual(releases.current(self.machine), OLD)

    def test_the_new_code_comes_without_what_a_start_makes_and_the_service_cannot_write_it(self):
        self.upgrade()
        folder = self.machine.path(releases.folder(releases.current(self.machine)))
        self.assertFalse((folder / "var" / "rac").exists())
        self.assertEqual((folder / "deploy" / "cms.service").stat().st_mode & 0o777, 0o644)
        self.assertEqual((folder / "script" / "bootstrap").stat().st_mode & 0o777, 0o755)
        given = [name for name in self.machine.given if name.startswith(releases.folder(folder.name))]
        self.assertEqual(given, [f"{releases.folder(folder.name)}/var"])

    def test_who_keeps_pages_is_started_anew_only_for_code_of_its_own(self):
        """Its start forgets every copy of before."""
        self.upgrade()
        self.assertEqual(self.machine.asked_for("restart cms-pages.service"), [])
        self.assertIn("cms-pages.service", self.machine.asked_for("systemctl enable")[0])

    def test_who_keeps_pages_is_started_anew_when_its_code_is_another(self):
        (self.source / "stale").mkdir()
        (self.source / "stale" / "rules.py").write_text("A = 1\n")
        self.upgrade()
        self.assertEqual(self.machine.asked_for("restart cms-pages.service"), ["systemctl restart cms-pages.service"])

    def test_a_site_of_an_earlier_version_gets_what_this_one_needs_before_its_code_serves(self):
        self.upgrade()
        given = releases.settings(self.machine)
        self.assertEqual(given["MONITORING_DIR"], "/srv/cms/data/monitoring")
        self.assertTrue(self.machine.path(given["MONITORING_DIR"]).is_dir())
        self.assertEqual(self.machine.path(releases.SETTINGS).stat().st_mode & 0o777, 0o600)
        told = self.machine.told
        roles = next(number for number, line in enumerate(told) if "ON_ERROR_STOP" in line)
        self.assertLess(roles, told.index("systemctl restart cms-standin@cms.service"))

    def test_a_dry_run_changes_nothing(self):
        before = sorted(map(str, self.root.rglob("*")))
        code, said = self.upgrade(dry_run=True)
        self.assertEqual(code, 0)
        self.assertIn("[sẽ làm] sao lưu vào /backup/cms", said)
        self.assertEqual(sorted(map(str, self.root.rglob("*"))), before)

    def test_a_failure_before_the_change_leaves_the_old_version_serving(self):
        for part in ("bootstrap", "check --deploy", "manage.py backup", "migrate", "first_page.py"):
            with self.subTest(part=part):
                self.machine.answers = {part: (1, "Một bảng đang bận")}
                with self.assertRaisesRegex(Refused, "(?s)Một bảng đang bận.*trang vẫn chạy phiên bản cũ"):
                    self.upgrade()
                self.assertEqual(releases.current(self.machine), OLD)
                self.assertEqual(self.machine.asked_for("systemctl restart"), [])

    def test_new_code_that_cannot_start_never_stops_the_old(self):
        self.machine.answers = {"restart cms-standin@cms.service": (1, "thiếu thiết lập")}
        with self.assertRaises(Refused):
            self.upgrade()
        self.assertEqual(releases.current(self.machine), OLD)

    def test_new_code_that_does_not_answer_gives_way_to_the_old(self):
        answers = iter([*[200] * 4, 500, *[200] * 50])
        self.answers_with = lambda _status: next(answers)
        with self.assertRaisesRegex(Refused, "đã trở lại"):
            self.upgrade()
        self.assertEqual(releases.current(self.machine), OLD)
        self.assertEqual(len(self.machine.asked_for("systemctl restart cms.service")), 2)

    def test_a_disk_that_is_full_in_the_middle_of_the_change_leads_back_to_the_old(self):
        give, full = self.machine.link, iter([OSError(errno.ENOSPC, "No space left on device", "/etc/systemd")])

        def link(name, target):
            give(name, target)
            if error := next(full, None):
                raise error

        self.machine.link = link
        with self.assertRaisesRegex(Refused, "đã trở lại"):
            self.upgrade()
        self.assertEqual(releases.current(self.machine), OLD)

    def test_wherever_the_link_is_cut_short_the_version_that_served_is_known(self):
        self.release(NEW)
        link = self.machine.link

        def cut(name, target):
            link(name, target)
            raise KeyboardInterrupt

        self.machine.link = cut
        with self.assertRaises(KeyboardInterrupt):
            releases.switch(self.machine, NEW)
        self.assertEqual((releases.current(self.machine), releases.former(self.machine)), (OLD, OLD))

    def test_a_former_version_that_was_cut_short_is_removed_and_the_serving_one_never(self):
        half = self.machine.path(releases.folder("20260115-000000-ccccccc"))
        half.mkdir()
        self.upgrade()
        self.assertFalse(half.exists())
        self.assertTrue(self.machine.path(releases.folder(OLD)).exists())

    def test_three_versions_stay_and_among_them_the_two_that_may_be_needed(self):
        for number in range(4):
            self.release(f"2025010{number}-000000-ddddddd")
        self.upgrade()
        names = releases.ready(self.machine)
        self.assertEqual(len(names), 3)
        self.assertLessEqual({OLD, releases.current(self.machine)}, set(names))

    def test_pages_that_were_kept_still_find_the_sheets_they_were_made_with(self):
        old, new = self.machine.path(releases.folder(OLD)), self.release(NEW)
        for folder, name in ((old, "site.old.css"), (new, "site.new.css")):
            (folder / "var" / "static").mkdir(parents=True)
            (folder / "var" / "static" / name).write_text(name)
            (folder / "var" / "static" / "staticfiles.json").write_text(json.dumps({"paths": {"site.css": name}}))
        upgrade.keep_static(self.machine, OLD, NEW)
        self.assertEqual((new / "var" / "static" / "site.old.css").read_text(), "site.old.css")
        self.assertIn("site.new.css", (new / "var" / "static" / "staticfiles.json").read_text())

    def test_the_link_never_leads_nowhere(self):
        self.release(NEW)
        missing, stop = [], threading.Event()
        app = self.machine.path(f"{releases.APP}")

        def look():
            while not stop.is_set():
                if not os.path.lexists(app):
                    missing.append(1)

        watcher = threading.Thread(target=look)
        watcher.start()
        for name in (NEW, OLD) * 100:
            releases.switch(self.machine, name)
        stop.set()
        watcher.join()
        self.assertEqual(missing, [])


class GitTests(ServerTestCase):
    def setUp(self):
        super().setUp()
        self.git("init", "-q")
        self.git("add", "deploy", "script")
        self.commit()

    def commit(self):
        who = ("-c", "user.name=a", "-c", "user.email=a@a.example")
        self.git(*who, "commit", "-qam", "một")

    def git(self, *words):
        subprocess.run(["git", "-C", self.source, *words], check=True, capture_output=True)

    def test_the_version_that_serves_already_is_nothing_to_do(self):
        self.assertEqual(self.upgrade()[0], 0)
        told = len(self.machine.told)
        code, said = self.upgrade()
        self.assertEqual((code, len(self.machine.told)), (0, told))
        self.assertIn("không có gì phải làm", said)

    def test_a_change_that_was_cut_short_is_ended_by_the_same_command(self):
        for part in ("restart cms-desk.service", "nginx -t"):
            with self.subTest(part=part):
                (self.source / "deploy" / "journald.conf").write_text(f"# {part}\n")
                self.commit()
                with self.machine.cut_at(part), self.assertRaises(KeyboardInterrupt):
                    self.upgrade()
                self.machine.told.clear()
                self.assertIn("bị ngắt khi đang đổi", self.upgrade(dry_run=True)[1])
                self.assertEqual(self.machine.asked_for("systemctl restart"), [])
                code, said = self.upgrade()
                self.assertEqual(code, 0, said)
                for line in ("systemctl restart cms.service", "systemctl restart cms-desk.service", "nginx -t"):
                    self.assertEqual(len(self.machine.asked_for(line)), 1, line)
                self.assertIn("không có gì phải làm", self.upgrade()[1])

    def test_a_version_must_be_what_it_says(self):
        (self.source / "deploy" / "cms.service").write_text("# sửa dở\n")
        with self.assertRaisesRegex(Refused, "chưa commit: deploy/cms.service"):
            self.upgrade()

    @pytest.mark.skipif(os.geteuid() != 0, reason="chỉ root đổi được chủ của một thư mục")
    def test_a_folder_that_somebody_else_owns_is_known_to_git_all_the_same(self):
        for path in (self.source, *self.source.rglob("*")):
            os.chown(path, 65534, 65534)
        (self.source / ".env").write_text("SECRET_KEY=bi-mat")
        self.assertNotEqual(releases.commit(self.source), releases.NO_COMMIT)
        self.upgrade()
        self.assertFalse((self.machine.path(releases.APP).resolve() / ".env").exists())

    def test_what_git_does_not_know_is_not_part_of_a_version(self):
        (self.source / ".env").write_text("SECRET_KEY=bi-mat")
        self.upgrade()
        self.assertFalse((self.machine.path(releases.APP).resolve() / ".env").exists())


class BackTests(ServerTestCase):
    def setUp(self):
        super().setUp()
        self.new = self.release(NEW)

    def migrate(self, text):
        path = self.new / "articles" / "migrations" / "0099_moi.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def test_one_command_leads_back_and_the_same_leads_forward_again(self):
        releases.switch(self.machine, NEW)
        for wanted in (OLD, NEW):
            code, said = self.upgrade(back=True, yes=False)
            self.assertEqual((code, releases.current(self.machine)), (0, wanted), said)
        self.assertIn("bản cũ chạy được", said)

    def test_cut_short_the_same_command_ends_it_and_leads_nowhere_else(self):
        releases.switch(self.machine, NEW)
        with self.machine.cut_at("restart cms.service"), self.assertRaises(KeyboardInterrupt):
            self.upgrade(back=True)
        self.machine.told.clear()
        code, said = self.upgrade(back=True)
        self.assertEqual((code, releases.current(self.machine)), (0, OLD), said)
        self.assertEqual(len(self.machine.asked_for("systemctl restart cms.service")), 1)
        self.assertEqual((self.upgrade(back=True)[0], releases.current(self.machine)), (0, NEW))

    def test_it_says_which_migrations_cannot_go_back_and_asks(self):
        self.migrate(CHANGES)
        releases.switch(self.machine, NEW)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdin", io.StringIO(""))
            code, said = self.upgrade(back=True, yes=False)
        self.assertEqual((code, releases.current(self.machine)), (1, NEW))
        self.assertIn("articles.0099_moi: thêm một cột mà mã cũ không biết điền, bỏ một cột, đổi dữ liệu", said)
        self.assertEqual(self.upgrade(back=True)[0], 0)
        self.assertEqual(releases.current(self.machine), OLD)

    def test_without_a_former_version_it_says_so(self):
        with self.assertRaisesRegex(Refused, "Không có phiên bản trước"):
            self.upgrade(back=True)

    def test_what_only_adds_stands_in_nobodys_way(self):
        self.assertEqual(way_back.obstacles(ADDS), [])

    def test_every_migration_of_this_code_can_be_judged(self):
        for path in way_back.unknown(ROOT, self.root):
            with self.subTest(migration=path.name):
                self.assertNotIn("migrations", " ".join(way_back.obstacles(path.read_text("utf-8"))))


class NameTests(TestCase):
    def test_names_stand_in_the_order_of_time(self):
        moments = [dt.datetime(2026, 1, day, tzinfo=dt.UTC) for day in (1, 2)]
        names = [releases.name_for(ROOT, at) for at in moments]
        self.assertEqual(names, sorted(names))
        self.assertEqual(len({releases.commit_of(name) for name in names}), 1)
