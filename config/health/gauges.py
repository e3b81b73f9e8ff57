"""What monitoring reads besides the counters of the processes: how the parts are, and how much work waits at the desk.

Asked only when somebody reads, with the limits of config/health/asking.py; what does not answer is left out.
"""

from collections.abc import Iterable, Mapping

from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

import vietnamese
from articles.models import Article
from articles.workflow import Status
from audit.models import Head
from config.health.asking import OK, Found, Part
from config.health.database import looking
from config.health.parts import GOOD, PARTS
from resolutions.admin import gaps
from resolutions.models import Observation, Target

HELP = {
    "cms_database_answer_seconds": "Time of the smallest question, a new connection included.",
    "cms_search_entries": "What readers can find.",
    "cms_disk_free_ratio": "Free share of the scarcest disk.",
    "cms_backup_age_seconds": "Age of the newest finished backup.",
    "cms_outbox_waiting": "Letters that wait to be sent.",
    "cms_outbox_late": "Letters that should have gone a quarter of an hour ago.",
    "cms_outbox_given_up": "Letters that were given up and are still known.",
    "cms_figures_missing": "Indicators without a figure of the last full year.",
    "cms_figures_waiting": "Figures that wait for a second person.",
    "cms_milestones_due": "Targets whose day has passed and that nobody has found done.",
    "cms_articles_waiting": "Articles that wait for a second person.",
}
RECORDED = "cms_audit_events"


def work() -> Found:
    now = timezone.now()
    with looking():
        late = Target.objects.filter(due_on__lt=vietnamese.local(now).date(), done_on__isnull=True)
        facts = {
            "cms_figures_missing": gaps.without_figure(gaps.last_full_year(now)).count(),
            "cms_figures_waiting": Observation.objects.waiting().count(),
            "cms_milestones_due": late.count(),
            "cms_articles_waiting": Article.objects.filter(status=Status.SUBMITTED).count(),
        }
    return Found(OK, numbers=facts)


def record() -> Found:
    """The head of the chain counts all that ever happened; to count the rows would read every one."""
    with looking():
        number = Head.objects.filter(pk=1).values_list("number", flat=True).first()
    return Found(OK, numbers={RECORDED: number or 0})


MORE = (Part("work", work), Part("record", record))
ALL = (*PARTS, *MORE)


def families(found: Mapping[str, Found]) -> Iterable[Metric]:
    """What was found, in the library's words."""
    well = GaugeMetricFamily("cms_part_ok", "Whether a part of the site is well.", labels=["part"])
    for name, part in found.items():
        well.add_metric([name], float(part.word in GOOD))
    yield well
    numbers = {name: number for part in found.values() for name, number in part.numbers.items()}
    if RECORDED in numbers:
        yield CounterMetricFamily(RECORDED, "Rows of the record.", value=numbers.pop(RECORDED))
    for name, number in numbers.items():
        yield GaugeMetricFamily(name, HELP[name], value=number)
