"""/healthz, /readyz and /metrics. None of them is kept by a cache, and none says more to a stranger than a word."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from config.health import asking, gauges
from config.health.parts import GOOD, PARTS
from monitoring import counters
from web.methods import read_only

TEXT = "text/plain; charset=utf-8"
BEARER = "Bearer "


@read_only
@never_cache
def healthz(request):
    """The process lives: asks nobody, so that a lost database does not have every process started anew."""
    return HttpResponse("ok", content_type="text/plain")


@read_only
@never_cache
def readyz(request):
    """The first line says whether readers can be served, and decides the status; the others, which part is how."""
    found = asking.ask(PARTS)
    is_served = any(found[part.name].word == asking.OK for part in PARTS if part.serves)
    is_well = all(one.word in GOOD for one in found.values())
    head = ("ready" if is_well else "degraded") if is_served else "unavailable"
    is_known = _is_known(request)
    lines = [_line(name, one, with_details=is_known) for name, one in found.items()]
    return HttpResponse("\n".join([head, *lines, ""]), status=200 if is_served else 503, content_type=TEXT)


def _line(name, found, *, with_details):
    details = f": {found.told}" if found.told and with_details else ""
    return f"{name} {found.word}{details}"


@read_only
@never_cache
def metrics(request):
    """Everything that is counted or measured, for Prometheus. Not there where no token is set."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not _is_known(request):
        response = HttpResponse("Cần METRICS_TOKEN trong Authorization: Bearer.\n", status=401, content_type=TEXT)
        response["WWW-Authenticate"] = "Bearer"
        return response
    return HttpResponse(_counted() + _measured(), content_type=CONTENT_TYPE_LATEST)


def _is_known(request) -> bool:
    said = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not said.startswith(BEARER):
        return False
    return constant_time_compare(said.removeprefix(BEARER), settings.METRICS_TOKEN)


def _measured() -> bytes:
    return _written(lambda: gauges.families(asking.ask(gauges.ALL)))


def _counted() -> bytes:
    """What no process can read is no reason to hide the rest."""
    counters.flush()
    try:
        return _written(counters.collector(Path(settings.MONITORING_DIR)).collect)
    except Exception:  # whatever a broken file makes of its reader
        return b""


def _written(collect) -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collected(list(collect())))
    return generate_latest(registry)


class _Collected:
    """The library asks a collector; here it has been asked already."""

    def __init__(self, families):
        self.families = families

    def collect(self):
        return self.families
