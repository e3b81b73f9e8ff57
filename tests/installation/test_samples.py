"""The samples with a site's own name in them: filled in whole, or not at all."""

import re
from pathlib import Path
from unittest import TestCase

import pytest

from tests.installation import HERE
from tests.source import ROOT

from installation import base, environment_file, files, options, releases, samples, services  # isort: skip
from installation.machine import Refused  # isort: skip

pytestmark = pytest.mark.once
DEPLOY = ROOT / "deploy"


class SampleTests(TestCase):
    def filled(self, name):
        return samples.filled(name, (DEPLOY / name).read_text("utf-8"), HERE)

    def test_the_name_the_certificate_and_the_desks_networks_stand_where_the_examples_stood(self):
        text = self.filled("nginx.conf")
        for words in ("server_name sonla.example;", "https://sonla.example$request_uri", HERE.certificate, HERE.key):
            self.assertIn(words, text)
        settings = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
        self.assertNotIn("trang.example", "\n".join(settings))
        addresses = self.filled("cms-desk-addresses.conf")
        self.assertIn("allow 10.1.0.0/16;\nallow ::1;\ndeny all;\n", addresses)
        self.assertNotIn("10.0.0.0/8", addresses)

    def test_a_sample_without_a_place_to_fill_is_an_error_that_names_the_place(self):
        for name, place in (("nginx.conf", "ssl_certificate"), ("cms-desk-addresses.conf", "allow")):
            text = "\n".join(line for line in (DEPLOY / name).read_text("utf-8").splitlines() if place not in line)
            with self.subTest(sample=name), self.assertRaisesRegex(Refused, "Tệp mẫu không còn chỗ"):
                samples.filled(name, text, HERE)

    def test_each_sample_goes_where_its_head_says(self):
        for name, place in (
            ("nginx.conf", "/etc/nginx/conf.d/cms.conf"),
            ("cms-desk-addresses.conf", "/etc/nginx/cms-desk-addresses.conf"),
            ("cms.socket", "/etc/systemd/system/cms.socket"),
            ("cms-standin@.service", "/etc/systemd/system/cms-standin@.service"),
            ("nginx-service.conf", "/etc/systemd/system/nginx.service.d/cms.conf"),
            ("var-cache-cms.mount", "/etc/systemd/system/var-cache-cms.mount"),
            ("journald.conf", "/etc/systemd/journald.conf.d/cms.conf"),
            ("roles.sql", ""),
        ):
            with self.subTest(sample=name):
                self.assertEqual(samples.place(name, (DEPLOY / name).read_text("utf-8")), place)

    def test_every_sample_is_put_in_place_or_named_among_those_that_are_not(self):
        """Whoever adds one says where it belongs, or why script/install leaves it."""
        names = {path.name for path in DEPLOY.iterdir()}
        texts = {path.name: path.read_text("utf-8") for path in DEPLOY.iterdir() if path.is_file()}
        placed = {name for name, text in texts.items() if samples.place(name, text)}
        left = samples.BY_CHOICE | samples.WHERE_THEY_LIE
        self.assertEqual(names - placed, left, "tệp mẫu mới: ghi nơi đặt ở đầu tệp, hoặc thêm vào samples.BY_CHOICE")
        self.assertFalse(placed & left)
        self.assertFalse(samples.BY_CHOICE & samples.WHERE_THEY_LIE)

    def test_what_is_left_to_choice_stands_in_the_documents(self):
        told = "".join((ROOT / "docs" / name).read_text("utf-8") for name in ("operations.md", "scaling.md"))
        for name in samples.BY_CHOICE:
            self.assertIn(f"deploy/{name}", told)

    def test_everything_that_nginx_includes_is_put_there(self):
        wanted = files.wanted(DEPLOY, HERE)
        included = {name for text in wanted.values() for name in re.findall(r"include (/etc/nginx/[^;]+);", text)}
        self.assertEqual(len(included), 4)
        self.assertLessEqual(included, wanted.keys())
        self.assertNotIn("/etc/nginx/conf.d/cms-nodes.conf", wanted)

    def test_every_service_is_started_or_called_by_what_is_started(self):
        started = services.starting(DEPLOY)
        for path in DEPLOY.glob("*.service"):
            timer = path.with_suffix(".timer").name
            if path.name not in samples.BY_CHOICE and path.name != "cms-standin@.service":
                self.assertTrue({path.name, timer} & set(started), path.name)

    def test_what_the_units_write_to_is_made_by_the_installer(self):
        """systemd refuses to start a service whose folders are not there."""
        made = {*base.FOLDERS, base.MEDIA, f"{releases.APP}/var"}
        for path in DEPLOY.glob("*.service"):
            if path.name not in samples.BY_CHOICE:
                text = path.read_text("utf-8")
                writes = re.findall(r"^ReadWritePaths=(.*)$", text, re.M)[0].split()
                # A service that does nothing without its folder has it from whoever wants that.
                wanted = {f"-{name}" for name in re.findall(r"^ConditionPathIsDirectory=(.*)$", text, re.M)}
                self.assertLessEqual({name.lstrip("-") for name in {*writes} - wanted}, made, path.name)

    def test_a_database_of_sqlite_has_a_place_that_every_service_may_write_and_no_upgrade_replaces(self):
        guide = (ROOT / "docs" / "operations.md").read_text("utf-8")
        [path] = re.findall(r"`sqlite:///(/[^`]+)`", guide)
        place = str(Path(path).parent)
        self.assertEqual(base.FOLDERS[place], ("cms", "cms", 0o700))
        self.assertFalse(place.startswith((releases.APP, releases.RELEASES)))
        asking = [text for path in DEPLOY.glob("*.service") if "/etc/cms.env" in (text := path.read_text("utf-8"))]
        self.assertEqual(len(asking), 8)
        for text in asking:
            self.assertRegex(text, rf"(?m)^ReadWritePaths=.* -{place}(?: |$)")

    def test_file_systems_stand_before_what_uses_them_is_started(self):
        self.assertEqual(services.starting(DEPLOY)[0], "var-cache-cms.mount")

    def test_no_unit_is_without_a_place(self):
        for path in DEPLOY.iterdir():
            if path.suffix in {".service", ".socket", ".timer", ".mount"} and path.name not in samples.BY_CHOICE:
                with self.subTest(sample=path.name):
                    wanted = f"/etc/systemd/system/{path.name}"
                    self.assertEqual(samples.place(path.name, path.read_text("utf-8")), wanted)

    def test_what_a_timer_or_an_upgrade_calls_is_not_started_by_itself(self):
        started = {
            path.name for path in DEPLOY.iterdir() if path.suffix == ".service" and samples.is_enabled(path.read_text())
        }
        self.assertLessEqual({"cms.service", "cms-desk.service"}, started)
        self.assertFalse({"cms-outbox.service", "cms-standin@.service"} & started)


class EnvironmentFileTests(TestCase):
    def test_the_first_settings_are_complete_and_their_secret_is_of_this_machine_alone(self):
        sample = (ROOT / ".env.example").read_text("utf-8")
        one, other = (environment_file.parse(environment_file.first(sample, "sonla.example")) for _ in range(2))
        self.assertNotEqual(one["SECRET_KEY"], other["SECRET_KEY"])
        self.assertGreaterEqual(len(one["SECRET_KEY"]), 50)
        self.assertEqual(one["ALLOWED_HOSTS"], "sonla.example")
        self.assertEqual(one["TRUSTED_PROXIES"], "1")
        self.assertNotIn("mat-khau", one["DATABASE_URL"])
        self.assertEqual(one["PAGE_CACHES"], "/run/cms-pages/removals.sock")
        self.assertEqual(one["BACKUP_DIR"], base.BACKUPS)
        self.assertGreaterEqual(len(one["METRICS_TOKEN"]), 32)
        self.assertNotEqual(one["METRICS_TOKEN"], other["METRICS_TOKEN"])

    def test_nothing_that_must_outlive_a_version_lies_inside_one(self):
        given = environment_file.parse(environment_file.first((ROOT / ".env.example").read_text("utf-8"), "a.example"))
        for name in ("MEDIA_ROOT", "MONITORING_DIR", "BACKUP_DIR"):
            self.assertIn(given[name], base.FOLDERS)
            self.assertFalse(given[name].startswith((releases.APP, releases.RELEASES)), name)

    def test_settings_of_an_earlier_version_get_what_they_do_not_mention_and_nothing_else(self):
        before = "# của tôi\nSECRET_KEY=x\nMETRICS_TOKEN=\nBACKUP_DIR=/o-dia/khac\n"
        self.assertEqual(environment_file.lacking(before), ["MONITORING_DIR", "PAGE_CACHES"])
        after = environment_file.completed(before)
        self.assertTrue(after.startswith(before))
        self.assertEqual(environment_file.parse(after)["METRICS_TOKEN"], "")
        self.assertEqual(environment_file.completed(after), after)

    def test_values_are_read_as_systemd_reads_them_and_never_as_a_shell_would(self):
        text = """# ghi chú
A=một hai
 B="Đảng bộ \\"tỉnh\\""
C='a\\b'
; cũng là ghi chú

D=postgres://cms@/cms?host=/run&pooling=transaction
E=$(touch khong-bao-gio)
F="""
        self.assertEqual(
            environment_file.parse(text),
            {
                "A": "một hai",
                "B": 'Đảng bộ "tỉnh"',
                "C": "a\\b",
                "D": "postgres://cms@/cms?host=/run&pooling=transaction",
                "E": "$(touch khong-bao-gio)",
                "F": "",
            },
        )

    def test_a_line_that_says_nothing_is_named_by_its_number_and_not_repeated(self):
        with self.assertRaisesRegex(Refused, "^Dòng 2 ") as caught:
            environment_file.parse("A=1\nbi-mat khong co dau bang\n")
        self.assertNotIn("bi-mat", str(caught.exception))


class OptionTests(TestCase):
    def site(self, *words, known=()):
        return options.site(options.parser().parse_args(words), dict(known))

    def test_what_cannot_be_a_site_is_refused_with_every_reason_at_once(self):
        wrong = {
            ("--host", "https://a.example/"): "không phải tên máy",
            ("--host", "a"): "không phải tên máy",
            ("--host", "a.example;rm -rf /"): "không phải tên máy",
            ("--host", "10.0.0.1"): "không phải tên máy",
            ("--host", "a.example", "--desk", "10.0.0.0/8,10.1.2.3/8"): "«10.1.2.3/8» không phải mạng",
            ("--host", "a.example", "--desk", "all;"): "không phải mạng",
            ("--host", "a.example", "--desk", "10.0.0.0/8", "--certificate", "a.pem"): "phải đi cùng nhau",
            (): "(?s)--host.*--desk.*chứng chỉ",
        }
        for words, sentence in wrong.items():
            with self.subTest(words=words), self.assertRaisesRegex(Refused, sentence):
                self.site(*words)

    def test_a_later_run_needs_to_be_told_nothing_and_may_change_one_thing(self):
        first = self.site("--host", "a.example", "--desk", "10.0.0.0/8", "--self-signed")
        known = {"host": first.host, "desk": list(first.desk), "certificate": first.certificate, "key": first.key}
        self.assertEqual(self.site(known=known), first)
        other = self.site("--certbot", known=known)
        self.assertEqual(other.certificate, "/etc/letsencrypt/live/a.example/fullchain.pem")
        self.assertEqual(other.desk, first.desk)
