"""The demo whole, as the first start of `script/server` loads it."""

import tempfile
from pathlib import Path

from django.core.management import call_command

from tests.config.pages import FACTS


def load_demo():
    call_command("load_congress", str(FACTS), verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        call_command("load_demo", accounts_file=Path(folder) / "tai-khoan.txt", verbosity=0)
    call_command("load_demo_words", verbosity=0)
