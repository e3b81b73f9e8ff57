"""What two people have agreed about one row: every version, what it changed, who proposed and who agreed, when."""

import copy
from dataclasses import dataclass

from django.db import models

from proposals import services
from proposals.models import Proposal


@dataclass(frozen=True)
class AgreedVersion:
    """`said`: (what, before, after), as people read it; `row`: as it stood from then on, and never saved."""

    number: int
    proposal: Proposal
    said: list[tuple[str, str, str]]
    row: models.Model
    previous: models.Model | None


def of(row: models.Model) -> list[AgreedVersion]:
    """Newest first; told back from how the row stands now.

    A row that came otherwise than by a proposal begins with the first change of it that was agreed to.
    """
    agreed = Proposal.objects.approved().filter(model=row._meta.model_name, object_id=row.pk)
    agreed = list(agreed.select_related("proposed_by", "decided_by").order_by("-decided_at", "-pk"))
    found, standing = [], row
    for place, proposal in enumerate(agreed):
        previous = None if proposal.action == Proposal.Action.ADD else _undone(standing, proposal)
        said = services.in_words(proposal)
        found.append(AgreedVersion(len(agreed) - place, proposal, said, standing, previous))
        standing = previous or standing
    return found


def as_proposed(proposal: Proposal, model: type[models.Model]) -> models.Model:
    """The row as it would be; nothing is saved."""
    wanted = model._default_manager.filter(pk=proposal.object_id).first() or model()
    services.fill(wanted, services.told_of(proposal))
    return wanted


def _undone(row: models.Model, proposal: Proposal) -> models.Model:
    before = copy.copy(row)
    services.fill(before, {name: values[0] for name, values in proposal.changes.items()})
    return before
