"""Who may manage whose account. The admin asks when it draws a form and again when a request comes in."""

from collections.abc import Iterable

from accounts.roles import ROLES

LEAST = min(ROLES, key=lambda code: ROLES[code].rank)
"""What an account without a role may become."""
ABOVE_ALL = 1 + max(role.rank for role in ROLES.values())


def power(actor) -> int:
    """Up to which rank this person may manage accounts. Only roles of the table count."""
    if actor.is_superuser:
        return ABOVE_ALL
    return max((ROLES[code].rank for code in _codes(actor) if code in ROLES), default=0)


def rank(subject) -> int:
    """How high this person stands.

    Rights that come from outside the table (given directly, or by a group of another name) cannot be weighed, so
    they stand above every role: only a superuser touches such an account.
    """
    codes = _codes(subject)
    if subject.is_superuser or any(code not in ROLES for code in codes) or subject.user_permissions.exists():
        return ABOVE_ALL
    return max((ROLES[code].rank for code in codes), default=0)


def may_manage(actor, subject, *, or_oneself: bool = False) -> bool:
    """Change the account or its roles: never above oneself, never a superuser, never oneself."""
    if actor.is_superuser:
        return True
    return (or_oneself or actor.pk != subject.pk) and rank(subject) <= power(actor)


def may_give(actor, codes: Iterable[str]) -> bool:
    """Give or take every one of these roles."""
    return actor.is_superuser or set(codes) <= grantable(actor)


def grantable(actor) -> set[str]:
    return {code for code, role in ROLES.items() if role.rank <= power(actor)}


def needs_second(actor, codes: Iterable[str]) -> set[str]:
    """Those of the roles that this person gives only once another agrees; the same holds for whoever has such a role.

    Whoever approves gives no role alone: with a second account to write with, they would approve their own words.
    """
    codes = set(codes)
    if actor.is_superuser:
        return set()
    if any(ROLES[code].approves for code in _codes(actor) if code in ROLES):
        return codes
    return {code for code in codes if needs_two(code)}


def needs_two(code: str) -> bool:
    """Whether nobody becomes this by one person's will. What a group from outside the table allows, nobody knows."""
    return code not in ROLES or ROLES[code].needs_two


def may_link(actor, subject) -> bool:
    """Make a link for the password of this account alone: whoever has the link has the account."""
    codes = _codes(subject)
    return may_manage(actor, subject) and not needs_second(actor, codes or [LEAST])


def _codes(user) -> list[str]:
    return list(user.groups.values_list("name", flat=True))
