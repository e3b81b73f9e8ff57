"""script/install, script/upgrade, script/manage: on a folder instead of a machine, the switch for real."""

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
        self.told, self.given, self.answers = [], {}, answers

    def try_run(self, *words, given="", **how):
        line = " ".join(map(str, words))
        self.told.append(line)
        code, said = next((answer for part, answer in self.answers.items() if part in line), (0, ""))
        return subprocess.CompletedProcess(words, code, said, said if code else "")

    def give(self, name, owner, group, mode):
        self.path(name).chmod(mode)
        self.given[str(name)] = (owner, group, mode)

    def is_given(self, name, owner, group, mode):
        return self.given.get(str(name)) == (owner, group, mode)

    def asked_for(self, part):
        return [line for line in self.told if part in line]
