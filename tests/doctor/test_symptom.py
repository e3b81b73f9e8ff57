"""What each look at the machine says of what it finds, as tables; and how it is told."""

import datetime as dt
import json
import os
import tempfile
from collections import namedtuple
from pathlib import Path
from unittest import TestCase

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from doctor import certificate, kept, machine, symptom
from doctor.symptom import Level, error, note, warning
from tests import certificates

pytestmark = pytest.mark.once
NOW = dt.datetime(2026, 11, 28, 9, 0, tzinfo=dt.UTC)
Usage = namedtuple("Usage", "total free")
Inodes = namedtuple("Inodes", "f_files f_favail")
GB = 1024**3


def levels(symptoms):
    return [one.level for one in symptoms]


class TellingTests(TestCase):
    found = (
        ("ổ đĩa", [error("sắp đầy.", "/srv", "dọn chỗ.")]),
        ("đồng hồ", []),
        ("thư", [warning("chậm.", "máy chủ thư", "xem tường lửa."), note("x", "y", "z")]),
    )

    def test_each_is_told_with_what_where_and_what_to_do(self):
        text = symptom.text(self.found)
        for words in (
            "LỖI      ổ đĩa: sắp đầy.",
            "Ở đâu: /srv",
            "Cách chữa: dọn chỗ.",
            "ổn       đồng hồ",
            "1 lỗi, 1 cảnh báo.",
        ):
            self.assertIn(words, text)
        self.assertTrue(symptom.text([("đồng hồ", [])]).endswith("Không thấy gì sai."))

    def test_machines_get_the_same(self):
        facts = json.loads(symptom.as_json(self.found))
        self.assertEqual((facts["errors"], facts["warnings"], facts["checked"]), (1, 1, ["ổ đĩa", "đồng hồ", "thư"]))
        self.assertEqual(facts["symptoms"][0], {
            "about": "ổ đĩa", "level": "error", "what": "sắp đầy.", "where": "/srv", "todo": "dọn chỗ.",
        })  # fmt: skip

    def test_the_exit_code_tells_the_worst(self):
        self.assertEqual([symptom.code(those) for _, those in self.found], [2, 0, 1])
        self.assertEqual(symptom.code([note("x", "y", "z")]), 0)


class MachineTests(TestCase):
    def test_a_disk_that_fills_up(self):
        plenty, few = Inodes(1000, 900), Inodes(1000, 10)
        for usage, inodes, wanted in (
            (Usage(100 * GB, 50 * GB), plenty, []),
            (Usage(100 * GB, 8 * GB), plenty, [Level.WARNING]),
            (Usage(100 * GB, 2 * GB), plenty, [Level.ERROR]),
            (Usage(4 * GB, GB), plenty, [Level.WARNING]),
            (Usage(1 * GB, GB // 4), plenty, [Level.ERROR]),
            (Usage(100 * GB, 50 * GB), few, [Level.WARNING]),
            (Usage(100 * GB, 50 * GB), Inodes(0, 0), []),
        ):
            with self.subTest(usage=usage, inodes=inodes):
                self.assertEqual(levels(machine.room("mã nguồn", Path("/srv"), usage, inodes)), wanted)

    def test_copies_that_share_a_disk_with_everything_or_have_no_room(self):
        for is_apart, usage, wanted in (
            (True, Usage(GB, GB // 2), []),
            (True, Usage(GB, GB // 50), [Level.ERROR]),
            (False, Usage(100 * GB, 50 * GB), [Level.WARNING]),
        ):
            with self.subTest(is_apart=is_apart, usage=usage):
                self.assertEqual(levels(kept.of_copies(is_apart, usage)), wanted)

    def test_a_clock_that_nobody_sets(self):
        self.assertEqual(
            [levels(machine.unsynchronised(said)) for said in ("yes", "no", None)], [[], [Level.ERROR], [Level.NOTE]]
        )

    def test_a_timer_that_does_not_run_and_a_run_that_failed(self):
        sound = {"cms.socket": "active", "cms-outbox.timer": "active"}
        self.assertEqual(machine.of_units(sound, []), [])
        (still,) = machine.of_units({**sound, "cms-outbox.timer": "inactive"}, [])
        self.assertEqual(
            (still.level, still.where, still.todo.split()[0]), (Level.ERROR, "cms-outbox.timer", "systemctl")
        )
        self.assertEqual(levels(machine.of_units(sound, ["cms-backup.service"])), [Level.ERROR])
        self.assertEqual(levels(machine.of_units({"cms.socket": "", "cms-outbox.timer": None}, [])), [Level.NOTE])

    def test_a_file_of_secrets_that_others_can_read(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "cms.env"
            self.assertEqual(machine.secret_file(path), [])
            path.touch()
            for mode in (0o640, 0o604, 0o660):
                path.chmod(mode)
                self.assertEqual(levels(machine.secret_file(path)), [Level.ERROR])
                self.assertIn(f"quyền {mode:o}", machine.secret_file(path)[0].what)
            path.chmod(0o600)
            self.assertEqual(levels(machine.secret_file(path)), [Level.ERROR] if os.getuid() else [])

    def test_a_web_server_that_can_read_what_the_site_reads(self):
        self.assertEqual(machine.group_of_nginx([]), [])
        self.assertIn("gpasswd -d www-data cms", machine.group_of_nginx(["www-data"])[0].todo)


class CertificateTests(TestCase):
    def judged(self, *names, days=90, host="sonla.example", **more):
        begins, ends = NOW - dt.timedelta(days=300), NOW + dt.timedelta(days=days)
        shown, _ = certificates.signed(*names, begins=begins, ends=ends, **more)
        return certificate.judged(shown.public_bytes(Encoding.DER), host, NOW)

    def test_one_for_this_name_with_time_left_is_sound(self):
        self.assertEqual(self.judged("sonla.example"), [])
        self.assertEqual(self.judged("*.example"), [])

    def test_days_that_run_out(self):
        for days, level, words in (
            (20, Level.WARNING, "20 ngày"),
            (3, Level.ERROR, "3 ngày"),
            (-1, Level.ERROR, "hết hạn"),
        ):
            (found,) = self.judged("sonla.example", days=days)
            self.assertEqual(found.level, level)
            self.assertIn(words, found.what)

    def test_one_of_another_name_or_of_its_own_hand(self):
        for names in (("khac.example",), (), ("*.sonla.example",)):
            self.assertEqual(levels(self.judged(*names)), [Level.ERROR])
        self.assertEqual(levels(self.judged("sonla.example", issuer="")), [Level.WARNING])
