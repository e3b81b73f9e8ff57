"""The open interface answers as docs/openapi.yaml says to whatever a machine makes of that description."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from tests.factories import make_article
from tests.factories_resolutions import make_congress, make_target

EXAMPLES = 60
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.yaml", get_wsgi_application())
CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.CHECKS.get_one("status_code_conformance"),
    schemathesis.checks.CHECKS.get_one("content_type_conformance"),
    schemathesis.checks.CHECKS.get_one("response_headers_conformance"),
    schemathesis.checks.CHECKS.get_one("response_schema_conformance"),
    schemathesis.checks.CHECKS.get_one("unsupported_method"),
]


@pytest.fixture
def facts(db):
    # As Django's own test client does: the transaction that the test takes back must outlive each request.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    make_article(title="Đưa Nghị quyết Đại hội vào cuộc sống")
    make_target(congress=make_congress("xv"))
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_the_interface_answers_as_described(facts, case):
    case.call_and_validate(checks=CHECKS)
