"""What one user manager may not do alone: it waits until a second one, or a superuser, agrees."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from accounts import authority, links, notices, roles
from accounts.models import AccountRequest, User
from audit import services as audit
from desk.steps import NO_PERMISSION, Person, Step, StepRefused, Table, refuse

MANAGE = "accounts.change_user"
Kind = AccountRequest.Kind
State = AccountRequest.State
OWN = "Anh/chị không tự đồng ý được với đề nghị của mình; cần một người quản trị khác."
CONCERNS_ONESELF = "Đề nghị này về chính tài khoản của anh/chị; cần một người quản trị khác."
DECIDED = "Đề nghị này đã được quyết định."
ALREADY = "Đã có đề nghị như vậy đang chờ người thứ hai."
GOOD_FOR = dt.timedelta(days=1)
CLOSED = "Tài khoản này đã bị khóa; hãy mở lại trước."
LINK_NEEDS_SECOND = "Liên kết cho tài khoản này cần một người quản trị thứ hai đồng ý; người đó sẽ trao liên kết."

TABLE = Table(
    own=OWN,
    edited=CONCERNS_ONESELF,
    steps={
        "approve": Step(
            name="Đồng ý",
            address="dong-y",
            sources=frozenset({State.WAITING}),
            target=State.AGREED,
            permission=MANAGE,
            refusal=DECIDED,
            done="Đã đồng ý: {}.",
            four_eyes=True,
            follows=("Có hiệu lực ngay; người có tài khoản được báo.",),
        ),
        "send_back": Step(
            name="Từ chối",
            address="tu-choi",
            sources=frozenset({State.WAITING}),
            target=State.REFUSED,
            permission=MANAGE,
            refusal=DECIDED,
            done="Đã từ chối: {}.",
            note="Vì sao",
            note_refusal="Hãy ghi vì sao để người đề nghị biết.",
            follows=("Không có gì thay đổi; người đề nghị thấy lời nhắn này.",),
        ),
    },
)


@transaction.atomic
def ask(kind: Kind, user: User, *, by, at: dt.datetime, role: str = "", reason: str = "") -> AccountRequest:
    """Raises StepRefused where the same waits already."""
    facts = {"role": role, "reason": " ".join(reason.split())[:500], "asked_by": by, "asked_at": at}
    try:
        with transaction.atomic():
            request = AccountRequest.objects.create(kind=kind, user=user, **facts)
    except IntegrityError:
        raise StepRefused(ALREADY) from None
    audit.record("account.ask", request, by=by, at=at, after={"kind": kind, "role": role}, note=request.reason)
    return request


def refusal(step: str, request: AccountRequest, by) -> str | None:
    """Why `by` may not take the step on the request as it is at hand; None when they may."""
    person = Person(
        has_permission=by.has_perm(MANAGE) and authority.may_manage(by, request.user, or_oneself=True),
        is_author=request.asked_by_id == by.pk,
        has_edited=request.user_id == by.pk,
    )
    return TABLE.refusal(step, request.state, person)


@transaction.atomic
def take(step: str, request: AccountRequest, *, by, at: dt.datetime, note: str = "") -> None:
    """Decides. Raises StepRefused, and then nothing has changed."""
    if not by.has_perm(MANAGE):
        raise StepRefused(NO_PERMISSION)
    refuse(refusal(step, request, by) or TABLE.note_refusal(step, note))
    facts = {"state": TABLE.steps[step].target, "decided_by": by, "decided_at": at, "decision_note": note.strip()[:500]}
    if not AccountRequest.objects.waiting().filter(pk=request.pk).update(**facts):
        raise StepRefused(DECIDED)
    if step == "approve":
        _do(request, by, at)
    audit.record(f"account.{step}", request, by=by, at=at, note=facts["decision_note"])


def _do(request: AccountRequest, by, at):
    user = links.locked(request.user)
    if request.kind == Kind.OPEN:
        user.is_active = True
        user.save(update_fields=["is_active"])
        notices.tell(user, f"{by} và {request.asked_by} đã mở lại tài khoản của anh/chị.", by=by, at=at)
        return
    if not user.is_active:
        raise StepRefused(CLOSED)
    if request.kind == Kind.ROLE:
        give(user, [request.role], by=by, at=at, asked_by=request.asked_by)


def may_link(actor, user: User, at: dt.datetime) -> bool:
    """Make a link for this account now: alone, or once, after agreeing to a colleague's request."""
    if authority.may_link(actor, user):
        return True
    kinds = [Kind.LINK] if user.has_usable_password() else [Kind.LINK, Kind.ROLE]
    agreed = AccountRequest.objects.filter(
        kind__in=kinds, user=user, state=State.AGREED, decided_by=actor, decided_at__gt=at - GOOD_FOR
    )
    last = agreed.order_by("-decided_at").values_list("decided_at", flat=True).first()
    return last is not None and not user.password_links.filter(made_at__gte=last).exists()


@transaction.atomic
def make_link(user: User, *, by, at: dt.datetime) -> str:
    """The secret of a new link. Raises StepRefused where `by` may not make one alone, at this very moment."""
    user = links.locked(user)
    refuse(None if user.is_active else CLOSED)
    refuse(None if may_link(by, user, at) else LINK_NEEDS_SECOND)
    return links.make(user, by=by, at=at)


@transaction.atomic
def give(user: User, codes: Iterable[str], *, by, at: dt.datetime, asked_by=None) -> None:
    """`by`: None for a command on the machine."""
    links.locked(user)
    for group in Group.objects.filter(name__in=codes):
        user.groups.add(group)
        if authority.needs_two(group.name):
            # A link that is still about was made for somebody who could do less.
            links.void(user)
        name = roles.name_of(group.name)
        who = f"{asked_by} và {by}" if asked_by else by or links.MACHINE
        notices.tell(user, f"{who} đã giao cho anh/chị vai trò «{name}».", by=by, at=at)
        audit.record("role.give", user, by=by, at=at, after={"role": group.name}, note=name)


@transaction.atomic
def take_away(user: User, codes: Iterable[str], *, by, at: dt.datetime) -> None:
    """`by`: None for a command on the machine."""
    for group in Group.objects.filter(name__in=codes):
        user.groups.remove(group)
        name = roles.name_of(group.name)
        notices.tell(user, f"{by or links.MACHINE} đã thu của anh/chị vai trò «{name}».", by=by, at=at)
        audit.record("role.take", user, by=by, at=at, after={"role": group.name}, note=name)


@transaction.atomic
def set_roles(user: User, wanted: Iterable[str], *, by, at: dt.datetime) -> list[AccountRequest]:
    """Gives and takes what `by` may give and take alone. Returns what now waits for a second person."""
    wanted = set(wanted)
    held = set(user.groups.values_list("name", flat=True))
    waiting = authority.needs_second(by, wanted - held)
    take_away(user, held - wanted, by=by, at=at)
    give(user, wanted - held - waiting, by=by, at=at)
    known = AccountRequest.objects.waiting().filter(user=user, kind=Kind.ROLE).values_list("role", flat=True)
    return [ask(Kind.ROLE, user, role=code, by=by, at=at) for code in sorted(waiting - set(known))]
