"""What script/install finds to do, refuses to do, and does twice without doing it twice."""

import argparse
import contextlib
import io
import os
import shutil
import tempfile
import threading
from pathlib import Path
from unittest import TestCase

import pytest

from tests import certificates
from tests.installation import HERE, Trial
from tests.source import ROOT

from installation import actions, checks, database, files, install, locking, options, releases, services  # isort: skip
from installation.actions import Action  # isort: skip
from installation.machine import Refused  # isort: skip

pytestmark = pytest.mark.once
DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n'


class InstallTestCase(TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="cms-may-"))
        self.addCleanup(shutil.rmtree, self.root)
        self.machine = Trial(self.root)
        self.machine.write("/etc/os-release", DEBIAN)

    def everything(self):
        return {
            str(path.relative_to(self.root)): (path.lstat().st_mtime_ns, path.lstat().st_mode)
            for path in self.root.rglob("*")
        }


class PlanTests(InstallTestCase):
    def test_on_a_clean_machine_everything_is_to_be_done_and_planning_does_nothing(self):
        before = self.everything()
        lines, is_work = actions.plan(install.plan(self.machine, HERE))
        self.assertTrue(is_work)
        self.assertEqual([line for line in lines if "[xong]" in line], [line for line in lines if "www-data" in line])
        self.assertEqual(self.everything(), before)
        writing = [line for line in self.machine.told if not line.startswith(("dpkg-query", "psql -XAtqc"))]
        self.assertEqual(writing, [])

    def test_the_plan_says_what_a_dry_run_would_do_and_a_closed_terminal_agrees_to_nothing(self):
        for more in ({"dry_run": True}, {"dry_run": False}):
            asked = argparse.Namespace(
                host=HERE.host, desk="10.0.0.0/8", certificate=None, key=None, certbot=False, self_signed=True,
                yes=False, **more,
            )  # fmt: skip
            out = io.StringIO()
            self.machine.answers = {"ss -Hltnp": (0, "")}
            with contextlib.redirect_stdout(out), pytest.MonkeyPatch.context() as patch:
                patch.setattr("sys.stdin", io.StringIO(""))
                install.run(self.machine, asked)
            self.assertIn("[sẽ làm] dựng các bảng (migrate)", out.getvalue())
            self.assertIn("Chưa làm gì", out.getvalue())
        self.assertFalse(self.machine.path("/srv/cms").exists())

    def test_what_is_done_is_not_done_again_and_what_failed_is_tried_again(self):
        done, log = set(), []

        def action(name, *, fails=False):
            def do():
                log.append(name)
                if fails and log.count(name) == 1:
                    raise Refused("hỏng")
                done.add(name)

            return Action(name, lambda: name in done, do)

        steps = [action("một"), action("hai", fails=True), action("ba")]
        with self.assertRaisesRegex(Refused, "hỏng"):
            actions.carry_out(steps)
        actions.carry_out(steps)
        actions.carry_out(steps)
        self.assertEqual(log, ["một", "hai", "hai", "ba"])
        self.assertFalse(actions.plan(steps)[1])

    def test_a_full_disk_stops_with_a_sentence_that_names_the_step(self):
        def full():
            raise OSError(28, "No space left on device", "/srv/cms/x")

        with self.assertRaisesRegex(Refused, "chép mã nguồn: /srv/cms/x: ổ đĩa đã đầy"):
            actions.carry_out([Action("chép mã nguồn", lambda: False, full)])

    def test_two_at_once_the_second_refuses(self):
        with (
            locking.only_one(self.machine),
            self.assertRaisesRegex(Refused, "khác đang chạy"),
            locking.only_one(self.machine),
        ):
            pass
        with locking.only_one(self.machine):
            pass

    def test_a_database_that_the_administrator_named_is_not_made_here(self):
        self.assertTrue(database.is_local(self.machine))
        self.machine.write(releases.SETTINGS, "DATABASE_URL=postgres://cms:bi-mat@10.0.0.5/cms\n")
        self.assertFalse(database.is_local(self.machine))

    def test_a_list_of_who_may_come_in_is_never_there_without_its_owner(self):
        """PostgreSQL could not read it, would not start, and a second run would find it done."""
        self.machine.write("/etc/passwd", "postgres:x:1:1::/:/bin/sh\n")
        self.machine.answers = {"hba_file": (0, "/etc/pg_hba.conf"), "ident_file": (0, "/etc/pg_ident.conf")}
        for name in ("/etc/pg_hba.conf", "/etc/pg_ident.conf"):
            self.machine.write(name, "local all all peer\n")
        with self.machine.cut_at("give /etc/pg_hba.conf"), self.assertRaises(KeyboardInterrupt):
            database.let_in(self.machine)
        self.assertEqual(self.machine.read("/etc/pg_hba.conf"), "local all all peer\n")
        database.let_in(self.machine)
        self.assertTrue(database.is_let_in(self.machine))

    def test_the_limits_of_the_roles_are_those_of_the_sample_or_are_set_again(self):
        sample = (ROOT / "deploy" / "roles.sql").read_text("utf-8")
        limits = [f"{role} {name}={value}" for role, name, value in database.LIMIT.findall(sample)]
        self.machine.write("/etc/passwd", "postgres:x:1:1::/:/bin/sh\n")
        own = "cms work_mem=64MB"
        for said, right in (
            (limits, True),
            ([*limits, own], True),
            (limits[1:], False),
            ([*limits[1:], "cms_desk lock_timeout=10s"], False),
        ):
            self.machine.answers = {"rolconfig": (0, "\n".join(said))}
            with self.subTest(said=said):
                self.assertEqual(database.has_roles(self.machine, ROOT / "deploy"), right)
        for role, statement, wait in (("cms_readers", "5s", "500ms"), ("cms_desk", "30s", "2s")):
            self.assertLessEqual(
                {
                    f"{role} statement_timeout={statement}",
                    f"{role} lock_timeout={wait}",
                    f"{role} idle_in_transaction_session_timeout=30s",
                },
                set(limits),
            )

    def test_without_systemd_it_says_which_steps_are_left(self):
        left = services.left_over(self.machine, ROOT / "deploy")
        self.assertIn(
            "systemctl enable --now var-cache-cms.mount cms.socket cms-desk.socket cms.service cms-desk.service", left
        )
        self.machine.path("/run/systemd/system").mkdir(parents=True)
        self.assertEqual(services.left_over(self.machine, ROOT / "deploy"), "")

    def test_one_service_that_runs_does_not_stand_for_all(self):
        units = [*services.starting(ROOT / "deploy"), "nginx.service"]
        for states, running in ((["active"], True), (["active", "inactive"], False), (["inactive", "active"], False)):
            said = "\n".join([*states[:1] * (len(units) - 1), states[-1]])
            self.machine.answers = {"is-active": (0, said), "is-enabled": (0, "enabled\n" * len(units))}
            with self.subTest(states=states):
                self.assertEqual(services.are_running(self.machine, ROOT / "deploy"), running)


class FileTests(InstallTestCase):
    def setUp(self):
        super().setUp()
        self.files = files.wanted(ROOT / "deploy", HERE)
        self.name = "/etc/nginx/conf.d/cms.conf"

    def test_a_second_time_changes_nothing(self):
        files.put(self.machine, HERE, self.files)
        self.assertTrue(files.are_there(self.machine, self.files))
        before = {name: value for name, value in self.everything().items() if "cms-install.json" not in name}
        files.put(self.machine, HERE, self.files)
        after = {name: value for name, value in self.everything().items() if "cms-install.json" not in name}
        self.assertEqual({k: v for k, v in after.items() if not k.endswith("/etc")}.keys(), before.keys())
        self.assertEqual(
            {k: v[0] for k, v in after.items() if (self.root / k).is_file()},
            {k: v[0] for k, v in before.items() if (self.root / k).is_file()},
        )

    def test_what_people_changed_by_hand_stays_and_the_new_text_lies_beside_it(self):
        files.put(self.machine, HERE, self.files)
        self.machine.write(self.name, "# sửa tay\n")
        newer = {**self.files, self.name: "# bản mới\n"}
        self.assertIn("sửa tay", " ".join(files.put(self.machine, HERE, newer)))
        self.assertEqual(self.machine.read(self.name), "# sửa tay\n")
        self.assertEqual(self.machine.read(self.name + ".moi"), "# bản mới\n")
        self.assertTrue(files.are_there(self.machine, newer))

    def test_what_was_put_there_follows_a_new_version(self):
        files.put(self.machine, HERE, self.files)
        newer = {**self.files, self.name: "# bản mới\n"}
        self.assertEqual(files.put(self.machine, HERE, newer), [])
        self.assertEqual(self.machine.read(self.name), "# bản mới\n")

    def test_what_nginx_refuses_is_taken_back(self):
        files.put(self.machine, HERE, self.files)
        self.machine.answers["nginx -t"] = (1, "unknown directive in cms.conf:3")
        with self.assertRaisesRegex(Refused, "(?s)cấu hình cũ đã được đặt lại.*unknown directive"):
            files.put_nginx(self.machine, HERE, {self.name: "hỏng\n"})
        self.assertEqual(self.machine.read(self.name), self.files[self.name])
        # and the next version is still told apart from what people change
        self.machine.answers.clear()
        self.assertEqual(files.put_nginx(self.machine, HERE, {self.name: "# tốt\n"}), [])

    def test_a_secret_is_never_readable_by_others_not_even_while_it_is_written(self):
        seen, stop = [], threading.Event()

        def watch():
            while not stop.is_set():
                for path in self.root.glob("etc/cms.env*"):
                    with contextlib.suppress(OSError):
                        seen.append(path.stat().st_mode & 0o077)

        watcher = threading.Thread(target=watch)
        watcher.start()
        before = os.umask(0)
        try:
            for _ in range(8):
                self.machine.write("/etc/cms.env", "SECRET_KEY=x\n", 0o600)
        finally:
            os.umask(before)
            stop.set()
            watcher.join()
        self.assertEqual(set(seen) - {0}, set())


class RefusalTests(InstallTestCase):
    def test_another_system_is_named(self):
        self.assertEqual(checks.system(DEBIAN), [])
        for release in (
            'ID=debian\nVERSION_ID="11"\nPRETTY_NAME="Debian 11"',
            "ID=fedora\nVERSION_ID=40\nPRETTY_NAME=Fedora",
            "",
        ):
            self.assertIn("chỉ dành cho Debian 12", checks.system(release)[0])

    def test_too_little_room(self):
        self.assertEqual(checks.room(self.machine, 1), [])
        self.assertIn("cần ít nhất 999999999 MB", checks.room(self.machine, 999_999_999)[0])

    def test_a_port_that_another_program_holds(self):
        said = (
            'LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("apache2",pid=7,fd=4),("apache2",pid=8,fd=4))\n'
            'LISTEN 0 511 [::]:80 [::]:* users:(("apache2",pid=7,fd=5))\n'
            'LISTEN 0 511 0.0.0.0:443 0.0.0.0:* users:(("nginx",pid=9,fd=5))\n'
        )
        self.machine.answers["ss -Hltnp"] = (0, said)
        self.assertEqual(len(found := checks.ports(self.machine)), 1)
        self.assertIn("Cổng 80 đang do chương trình «apache2» giữ", found[0])

    def test_settings_of_another_host_are_not_overwritten_but_named(self):
        self.assertEqual(checks.settings_of_another_host(self.machine, "sonla.example"), [])
        for named, fits in (
            ("sonla.example", True),
            ("khac.example,.example", True),
            ("*", True),
            ("khac.example", False),
        ):
            self.machine.write(releases.SETTINGS, f"ALLOWED_HOSTS={named}\n")
            self.assertEqual(checks.settings_of_another_host(self.machine, "sonla.example") == [], fits, named)

    def test_a_file_of_options_that_cannot_be_read(self):
        self.machine.write(options.REMEMBERED, "{")
        with self.assertRaisesRegex(Refused, "không đọc được"):
            options.remembered(self.machine)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="máy này không có openssl")
class CertificateTests(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = Path(tempfile.mkdtemp(prefix="cms-chung-chi-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        for name, days in (("tot", 30), ("het-han", -1)):
            certificates.write(cls.folder, name, *certificates.valid_for("a.example", days))

    def refusals(self, certificate, key, host="a.example"):
        site = options.Site(host, str(self.folder / certificate), str(self.folder / key), ())
        return checks.certificate(checks.Machine(), site)

    def test_a_pair_for_this_name_is_good(self):
        self.assertEqual(self.refusals("tot.pem", "tot.key"), [])

    def test_what_is_wrong_with_it_is_said(self):
        for words, sentence in (
            (("khong-co.pem", "tot.key"), "Không có hoặc không đọc được"),
            (("tot.pem", "het-han.key"), "không phải một cặp"),
            (("tot.key", "tot.key"), "không phải một cặp"),
            (("het-han.pem", "het-han.key"), "đã hết hạn"),
            (("tot.pem", "tot.key", "b.example"), "không phải của tên máy b.example"),
        ):
            with self.subTest(words=words):
                self.assertIn(sentence, " ".join(self.refusals(*words)))

    def test_whoever_has_none_of_certbots_yet_is_told_the_way(self):
        site = options.Site("a.example", "/etc/letsencrypt/live/a.example/fullchain.pem", "x", ())
        self.assertIn("certbot certonly --webroot", checks.certificate(Trial(self.folder), site)[0])
