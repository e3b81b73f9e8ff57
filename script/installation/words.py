"""The words of a command line, its help and its refusals in Vietnamese."""

import argparse
import sys


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, prefix or "Cách dùng: ")


class Parser(argparse.ArgumentParser):
    """Everything that is added stands under one heading."""

    def __init__(self, program: str, description: str):
        super().__init__(
            prog=program, description=description, add_help=False, formatter_class=_Help, allow_abbrev=False
        )
        self.choices = self.add_argument_group("Lựa chọn")
        self.choices.add_argument("--help", action="help", help="in lời này")
        self.choices.add_argument("--dry-run", action="store_true", help="chỉ nói sẽ làm gì")
        self.choices.add_argument("--yes", action="store_true", help="làm luôn, không hỏi")

    def error(self, message):
        print(f"Không hiểu lệnh này. Xem cách dùng: {self.prog} --help", file=sys.stderr)
        sys.exit(2)
