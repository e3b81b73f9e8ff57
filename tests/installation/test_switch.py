"""The change from one version to the next with the units' own command lines: not one request is refused or lost."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from unittest import TestCase

import pytest

from tests import activation
from tests.installation import Trial
from tests.source import ROOT

from installation import asking, releases  # isort: skip
from installation.machine import Refused  # isort: skip

pytestmark = pytest.mark.once
CODE = """
import time
def application(environ, start):
    time.sleep(0.02)
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"%s"]
"""
PATIENCE = 60


class SwitchTests(TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="cms-", dir="/tmp"))
        self.addCleanup(shutil.rmtree, self.root)
        self.machine = Trial(self.root)
        for name in ("cu", "moi"):
            folder = self.machine.path(releases.folder(name)) / "config"
            folder.mkdir(parents=True)
            (folder / "__init__.py").touch()
            (folder / "wsgi.py").write_text(CODE % name)
        self.lead_to("cu")
        self.path = self.root / "http.sock"
        self.socket = activation.listening(self.path)
        self.addCleanup(self.socket.close)
        self.processes = []
        self.addCleanup(self.end_all)

    def lead_to(self, name):
        self.machine.link(releases.APP, str(self.machine.path(releases.folder(name))))

    def start(self, unit, *more):
        """Its ExecStart in its WorkingDirectory, with the socket handed over; `more`: other sockets of its door."""
        text = (ROOT / "deploy" / f"{unit}.service").read_text("utf-8")
        command = re.search(r"^ExecStart=(.+)$", text, re.M)[1].replace("/srv/cms/app/.venv/bin/python", sys.executable)
        where = re.search(r"^WorkingDirectory=(.+)$", text, re.M)[1]
        log = self.root / f"{unit}-{len(self.processes)}.log"
        environment = {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"}
        with log.open("wb") as file:
            process = activation.start(
                command, self.socket, *more, cwd=self.machine.path(where), env=environment, stdout=file, stderr=file
            )
        self.processes.append(process)
        self.wait(lambda: "Booting worker" in log.read_text("utf-8"), log)
        return process

    def wait(self, holds, log):
        deadline = time.monotonic() + PATIENCE
        while not holds():
            self.assertLess(time.monotonic(), deadline, log.read_text("utf-8"))
            time.sleep(0.02)

    def end(self, process):
        """As systemd does with KillMode=mixed."""
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)

    def end_all(self):
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=PATIENCE)

    def test_not_one_request_fails_while_the_services_are_started_anew(self):
        old = self.start("cms")
        said, wrong, stop = [], [], threading.Event()

        def visit():
            while not stop.is_set():
                try:
                    said.append(get(self.path))
                except (OSError, http.client.HTTPException, AssertionError) as error:
                    wrong.append(repr(error))

        visitors = [threading.Thread(target=visit) for _ in range(4)]
        [one.start() for one in visitors]
        try:
            self.wait(lambda: len(said) > 20, self.root / "cms-0.log")
            self.lead_to("moi")
            standing_in = self.start("cms-standin@")
            self.end(old)
            self.start("cms")
            self.end(standing_in)
            seen = len(said)
            self.wait(lambda: len(said) > seen + 20, self.root / "cms-2.log")
        finally:
            stop.set()
            [one.join() for one in visitors]
        self.assertEqual(wrong, [])
        self.assertEqual((said[0], said[-1]), ("cu", "moi"))

    def test_whoever_knocks_while_nobody_serves_waits_and_is_answered(self):
        answers = []
        visitor = threading.Thread(target=lambda: answers.append(get(self.path)))
        visitor.start()
        self.start("cms")
        visitor.join(timeout=PATIENCE)
        self.assertEqual(answers, ["cu"])

    def test_a_machine_behind_a_balancer_is_reached_where_the_balancer_looks(self):
        upstreams = (ROOT / "deploy" / "cluster" / "upstreams.conf").read_text("utf-8")
        for name in ("cms-node.conf", "cms-desk-node.conf"):
            text = (ROOT / "deploy" / "cluster" / name).read_text("utf-8")
            # Of the socket's unit: gunicorn is told no address once systemd hands it one.
            [address] = re.findall(r"^\[Socket\]\nListenStream=(\S+)$", text, re.M)
            self.assertIn(f"server {address} ", upstreams)
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.start("cms", door)
            line = http.client.HTTPConnection(*door.getsockname(), timeout=PATIENCE)
            line.request("GET", "/")
            self.assertEqual(line.getresponse().read(), b"cu")
            line.close()
        self.assertEqual(get(self.path), "cu")

    def test_what_answers_and_what_does_not_is_told_apart(self):
        machine = Trial(self.root)
        machine.write(releases.SETTINGS, "ALLOWED_HOSTS=a.example\n")
        self.assertEqual(asking.status(machine, "/khong-co.sock", "/", "a.example"), 0)
        with self.assertRaisesRegex(Refused, "không trả lời"):
            asking.prove(machine, {"/khong-co.sock": "/healthz"}, patience=0)
        self.start("cms")
        self.assertEqual(asking.status(machine, "/http.sock", "/", "a.example"), 200)
        asking.prove(machine, {"/http.sock": "/"}, patience=PATIENCE)


def get(path):
    line = asking._Door(str(path))
    line.timeout = PATIENCE
    with contextlib.closing(line):
        line.request("GET", "/")
        answer = line.getresponse()
        assert answer.status == 200, answer.status
        return answer.read().decode()
