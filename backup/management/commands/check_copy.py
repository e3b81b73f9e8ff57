"""manage.py check_copy: the checks of a site's content, one after the other, in the process of `verify_backup`."""

import sys

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

CHECKS = ("check_search", "verify_audit")


class Command(BaseCommand):
    help = "Chạy lần lượt check_search và verify_audit; mã thoát 1 khi có chỗ sai. Không đổi gì."
    requires_system_checks = []

    def handle(self, **options):
        failed = [command for command in CHECKS if not self._holds(command)]
        if failed:
            sys.exit(1)

    def _holds(self, command):
        try:
            call_command(command, stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            self.stderr.write(f"{command}: {error}")
            return False
        except SystemExit:
            self.stderr.write(f"{command}: không đạt.")
            return False
        return True
