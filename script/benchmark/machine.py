"""Where it was measured: the processor, how many cores there are, Python and Django."""

import os
import platform
import re
from pathlib import Path

import django


def describe() -> str:
    model = processor(Path("/proc/cpuinfo").read_text())
    return f"{model}, {os.cpu_count()} nhân, Python {platform.python_version()}, Django {django.__version__}"


def processor(told: str) -> str:
    """The model that /proc/cpuinfo names; the kind of machine where it names none."""
    found = re.search(r"^model name\s*:\s*(.+)$", told, re.M)
    return found[1].strip() if found else platform.machine()
