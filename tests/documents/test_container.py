"""From nothing to a site: "A server" of docs/operations.md, and the drill of its backups, run as they stand there."""

import contextlib
import datetime as dt
from unittest import TestCase

import pytest

from tests import certificates
from tests.documents import blocks, container, places

HOST = "trang.example"
DRILL = "by tests/backup/test_drill.py"
OFFICE, ELSEWHERE = "10.1.2.3", "203.0.113.7"
TRIES = 8
AROUND = """
manage() {{ /srv/cms/app/script/manage "$@"; }}
systemctl() {{ /usr/bin/python3 /usr/local/src/cms/tests/documents/units.py "$@"; }}
{block}
"""
ASK = """
/usr/bin/python3 - {source} {path} {times} <<'END'
import http.client, socket, ssl, sys, time
source, path, times = sys.argv[1:]
trusting = ssl.create_default_context(cafile="/etc/ssl/trang.example.pem")
for _ in range(int(times)):
    line = http.client.HTTPSConnection("trang.example", context=trusting, timeout=60)
    plain = socket.create_connection((source, 443), timeout=60, source_address=(source, 0))
    line.sock = trusting.wrap_socket(plain, server_hostname="trang.example")
    line.request("GET", path)
    answer = line.getresponse()
    if answer.status != 503:
        break
    time.sleep(0.2)
print(answer.status, answer.read().decode())
END
"""


@pytest.mark.once
@pytest.mark.skipif(bool(container.why_not()), reason=f"không có bản riêng của máy này: {container.why_not()}")
class ServerTests(TestCase):
    def test_one_person_who_follows_the_document_has_a_site_a_verified_backup_and_a_restored_copy(self):
        with contextlib.ExitStack() as stack:
            self.there = container.Container(stack)
            now = dt.datetime.now(dt.UTC)
            pair = certificates.signed(HOST, begins=now - dt.timedelta(1), ends=now + dt.timedelta(40), issuer="")
            certificates.write(self.there.given, HOST, *pair)
            self.there.must(f"cp /mnt/given/{HOST}.pem /mnt/given/{HOST}.key /etc/ssl/")
            server, commands, who_holds_what = (
                block.text for block in blocks.blocks() if block.place == places.IN_A_CONTAINER
            )
            self.installed(server)
            self.started()
            self.served()
            self.kept_while_the_site_is_away()
            self.assertIn("Bản sao lưu nguyên vẹn", self.do(commands))
            self.assertIn("pid", self.do(who_holds_what))
            self.backed_up_and_restored()
            self.served()

    def do(self, block, typed=""):
        return self.there.must(AROUND.format(block=block), typed)

    def installed(self, server):
        block = server.replace("ADDRESS-OF-THIS-REPOSITORY", "file:///mnt/given/code")
        block = block.replace("script/install ", "script/install --wheels /mnt/given/wheels ")
        said = self.do(block, typed="có\n")
        for sentence in ("Chưa làm gì (--dry-run)", "Trang đã cài xong", "Máy này không chạy systemd"):
            self.assertIn(sentence, said)
        self.assertIn("không có gì phải làm", self.do("/usr/local/src/cms/script/install"))

    def started(self):
        """What the installer has named as left for systemd."""
        self.do("systemctl start var-cache-cms.mount cms.socket cms-desk.socket cms cms-desk cms-pages; nginx")

    def asked(self, source, path, times=30):
        """On a busy machine the first page of a process may take longer than readers wait: they come again."""
        return self.do(ASK.format(source=source, path=path, times=times))

    def served(self):
        for source, path, status, sentence in (
            (ELSEWHERE, "/", 200, "Tỉnh ủy"),
            (ELSEWHERE, "/quan-tri/login/", 403, ""),
            (OFFICE, "/quan-tri/login/", 200, "Ban biên tập"),
        ):
            with self.subTest(path=path, source=source):
                said = self.asked(source, path)
                self.assertEqual(said[:3], str(status), said[:2000])
                self.assertIn(sentence, said)

    def kept_while_the_site_is_away(self):
        """A page that took longer than the second for which it may be kept is not kept: it is asked for again."""
        found = []
        while "200" not in found and len(found) < TRIES:
            self.assertEqual(self.asked(ELSEWHERE, "/")[:3], "200")
            self.do("systemctl stop cms")
            found.append(self.asked(ELSEWHERE, "/", times=1)[:3])
            self.do("systemctl start cms")
        self.assertEqual(found[-1], "200", found)

    def backed_up_and_restored(self):
        (drill,) = (block.text for block in blocks.blocks() if block.place == DRILL)
        said = self.do(drill)
        for sentence in ("Đã sao lưu vào", "Bản sao lưu nguyên vẹn", "Đã khôi phục", "khớp"):
            self.assertIn(sentence, said)
