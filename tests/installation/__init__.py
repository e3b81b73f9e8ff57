"""script/install, script/upgrade, script/manage: on a folder instead of a machine, the switch for real."""

import contextlib
import subprocess
import sys
from pathlib import Path

from tests.source import ROOT

sys.path.append(str(ROOT / "script"))

from installation.machine import Machine
from installation.samples import Site

HERE = Site("sonla.example", "/etc/ssl/cms/sonla.example.pem", "/etc/ssl/cms/sonla.example.key", ("10.1.0.0/16", "::1"))


class Trial(Machine):
    """A folder for /; programs are noted instead of run, and answer what the test says."""

    def __init__(self, root: Path, **answers):
        super().__init__(root)
        self.told, self.given, self.answers, self.cut = [], {}, answers, ""

    def try_run(self, *words, given="", **how):
        line = " ".join(map(str, words))
        self.told.append(line)
        self.come_to(line)
        code, said = next((answer for part, answer in self.answers.items() if part in line), (0, ""))
        return subprocess.CompletedProcess(words, code, said, said if code else "")

    def come_to(self, line):
        if self.cut and self.cut in line:
            raise KeyboardInterrupt

    def give(self, name, owner, group, mode):
        self.come_to(f"give {name}")
        self.path(name).chmod(mode)
        self.given[str(name)] = (owner, group, mode)

    def is_given(self, name, owner, group, mode):
        return self.given.get(str(name)) == (owner, group, mode)

    @contextlib.contextmanager
    def cut_at(self, part):
        """Whoever installs is gone when it comes to that: the line to the terminal is lost, or the power."""
        self.cut = part
        try:
            yield
        finally:
            self.cut = ""

    def asked_for(self, part):
        return [line for line in self.told if part in line]
