"""Commands that change content, people or letters wait until the site may be written again."""

from django.core.management.base import CommandError

from web import modes
from web.modes import Mode

WAITS = "Trang đang ở chế độ {}{}, nên lệnh này chờ: chưa có gì thay đổi. Xem và đổi chế độ: manage.py site_mode"
NAMES = {Mode.READ_ONLY: "chỉ đọc", Mode.MAINTENANCE: "bảo trì"}


def sentence(state: modes.State) -> str:
    return WAITS.format(NAMES[state.mode], f" ({state.reason})" if state.reason else "")


class WaitsWhileReadOnly:
    """Mixed into a command that an administrator types. While the site is shut it is they who work on it: it runs."""

    waits_in = frozenset({Mode.READ_ONLY})

    def execute(self, *args, **options):
        state = modes.now()
        if state.mode in self.waits_in and not options.get("dry_run"):
            return self.wait(sentence(state), options.get("stdout") or self.stdout)
        return super().execute(*args, **options)

    def wait(self, sentence: str, out) -> None:
        raise CommandError(sentence)


class TimerWaits(WaitsWhileReadOnly):
    """The same for a command of a timer: it waits in both modes, and to wait is no failure."""

    waits_in = frozenset({Mode.READ_ONLY, Mode.MAINTENANCE})

    def wait(self, sentence: str, out) -> None:
        out.write(f"{sentence}\n")
