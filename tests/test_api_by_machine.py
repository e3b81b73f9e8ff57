"""The open interface answers as docs/openapi.yaml says to whatever a machine makes of that description."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
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
    make_article(title="Đưa Nghị quyết Đại hội vào cuộc sống")
    make_target(congress=make_congress("xv"))


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
