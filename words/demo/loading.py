"""The standing pages of the demo, taken the way staff take them: proposed by one, agreed to by another."""

import datetime as dt
from pathlib import Path

import yaml
from django.db import transaction

from accounts.models import User
from articles.services import clean_body
from proposals import services as proposals
from proposals.models import Proposal
from words.models import Page

FILE = Path(__file__).with_name("pages.yaml")
REASON = "Trang mẫu"


@transaction.atomic
def load(*, at: dt.datetime) -> int:
    """Returns how many came. Once there are any, nothing is added: what people removed stays removed."""
    if Page.objects.exists():
        return 0
    first, second = (User.objects.get(username=name) for name in ("quan-tri", "bien-tap"))
    pages = yaml.safe_load(FILE.read_text(encoding="utf-8"))["pages"]
    for order, facts in enumerate(pages, start=1):
        page = Page(**{**facts, "body": clean_body(facts["body"])}, order=order)
        proposal = proposals.propose(page, Proposal.Action.ADD, {}, by=first, at=at, reason=REASON)
        proposals.take("approve", proposal, by=second, at=at)
    return len(pages)
