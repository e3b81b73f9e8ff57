"""script/install: the plan first, then, when agreed, what is not done. A second run finds nothing to do and says so."""

import datetime as dt
import os
import sys
from pathlib import Path

from installation import actions, asking, base, checks, database, locking, options, releases, services
from installation.actions import Action, say
from installation.machine import Machine, Refused
from installation.samples import Site

SOURCE = Path(__file__).resolve().parents[2]
NEXT = """Trang đã cài xong. Việc tiếp theo:
  {manage} create_first_admin quan-tri --name "Họ và tên" --site https://{host} --yes   (in liên kết đặt mật khẩu)
  {manage} load_congress {app}/resolutions/data/congress-xv.yaml                        (số liệu đại hội)
  {manage} doctor                                                                       (còn gì chưa ổn)
  Tên trang, thư điện tử, nơi nhận báo lỗi bảo mật: điền vào {settings}, rồi systemctl restart cms cms-desk"""
OTHER_CODE = (
    "Mã nguồn ở đây ({}) khác bản đang chạy ({}); script/install không đổi phiên bản. Để nâng cấp: {}/script/upgrade"
)


def main(words: list[str]) -> int:
    asked = options.parser().parse_args(words)
    machine = Machine()
    try:
        if os.geteuid():
            raise Refused(checks.NOT_ROOT)
        with locking.only_one(machine):
            return run(machine, asked)
    except Refused as refusal:
        say(str(refusal))
        return 1
    except OSError as error:
        say(actions.in_words(error))
        return 1
    except KeyboardInterrupt:
        say("Đã dừng giữa chừng; chạy lại thì làm tiếp từ chỗ dở.")
        return 1


def run(machine: Machine, asked) -> int:
    site = options.site(asked, options.remembered(machine))
    if refusals := checks.refusals(machine, site):
        raise Refused("\n".join(refusals))
    steps = plan(machine, site, wheels=options.wheels(asked))
    lines, is_work = actions.plan(steps)
    print("\n".join([f"Kế hoạch cài trang {site.host}:", *lines]), flush=True)
    if not is_work:
        print(actions.NOTHING_LEFT)
    elif asked.dry_run:
        print("Chưa làm gì (--dry-run).")
        return 0
    elif not asked.yes and not actions.agreed("Làm những việc chưa xong?"):
        print("Chưa làm gì. Chạy lại với --yes để làm luôn.")
        return 1
    else:
        actions.carry_out(steps)
        if machine.runs_systemd:
            asking.prove(machine, asking.DOORS, asking.PATIENCE)
    tell_the_rest(machine, site, is_work)
    return 0


def plan(machine: Machine, site: Site, source: Path = SOURCE, wheels: str = "") -> list[Action]:
    deploy = deploy_of(machine, source)
    return [
        *base.actions(machine, site.host, source / ".env.example"),
        *(database.actions(machine, deploy) if database.is_local(machine) else []),
        *code(machine, source, wheels),
        *services.actions(machine, deploy, site),
    ]


def deploy_of(machine: Machine, source: Path) -> Path:
    """Those of the version that serves, once one does."""
    serving = releases.current(machine)
    return machine.path(f"{releases.folder(serving)}/deploy") if serving else source / "deploy"


def code(machine: Machine, source: Path, wheels: str) -> list[Action]:
    def name():
        return releases.current(machine) or next(reversed(releases.ready(machine)), "")

    def has(*words):
        return bool(name()) and releases.try_manage(machine, name(), *words).returncode == 0

    fresh = releases.name_for(source, dt.datetime.now(dt.UTC))
    return [
        Action(
            "chép mã nguồn và cài thư viện theo danh sách có mã băm",
            lambda: releases.is_ready(machine, name()),
            lambda: releases.lay_down(machine, source, fresh, wheels),
        ),
        Action(
            "dựng các bảng (migrate)",
            lambda: has("migrate", "--check"),
            lambda: releases.manage(machine, name(), "migrate", "--noinput", "-v0"),
        ),
        Action(
            "gom tệp tĩnh (collectstatic)",
            lambda: machine.path(f"{releases.folder(name())}/var/static/staticfiles.json").exists(),
            lambda: releases.manage(machine, name(), "collectstatic", "--noinput", "-v0"),
        ),
        Action(
            f"trỏ {releases.APP} vào phiên bản này",
            lambda: bool(releases.current(machine)),
            lambda: releases.switch(machine, name()),
        ),
    ]


def tell_the_rest(machine: Machine, site: Site, was_work: bool) -> None:
    if rest := services.left_over(machine, deploy_of(machine, SOURCE)):
        print(rest)
    serving, here = releases.commit_of(releases.current(machine)), releases.commit(SOURCE)
    if serving != here:
        print(OTHER_CODE.format(here, serving, SOURCE))
    if was_work:
        manage = f"{releases.APP}/script/manage"
        print(NEXT.format(manage=manage, host=site.host, app=releases.APP, settings=releases.SETTINGS))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
