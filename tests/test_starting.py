"""What stands ready before the first reader is let in, as the samples under deploy/ start the site."""

import json
import re
from unittest import TestCase

import pytest

from tests.deployed import DEPLOY, HOST, NGINX, OPENSSL

pytestmark = pytest.mark.once
SERVING = ("cms", "cms-desk", "cms-standin@")
PAGES = ("/", "/van-ban/", "/nghi-quyet/", "/tim-kiem/?q=nghi+quyet", "/rss/", "/so-do-trang/", "/khong-co/")
FIRST_PAGES = """
import json, sys
import jinja2
import config.wsgi
from django.db import connections
from django.test import Client
asked = [one.alias for one in connections.all() if one.connection]
loaded = set(sys.modules)
def compiled(_environment, source, name=None, *rest, **more):
    late.append(name)
    return compiles(_environment, source, name, *rest, **more)
late, compiles, jinja2.Environment.compile = [], jinja2.Environment.compile, compiled
visitor = Client(HTTP_HOST=sys.argv[1], HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_FOR="127.0.0.1")
answers = {path: visitor.get(path).status_code for path in sys.argv[2:]}
fresh = [name for name in set(sys.modules) - loaded if not name.startswith("django.")]
late += [name for name in fresh if name.endswith((".views", ".urls", ".feeds"))]
print(json.dumps([asked, answers, late]))
"""


@pytest.mark.skipif(NGINX is None or OPENSSL is None, reason="máy này không có nginx và openssl")
class FirstPageTests(TestCase):
    @pytest.fixture(autouse=True)
    def the_site(self, deployed_site):
        self.site = deployed_site

    def test_all_that_a_first_page_needs_is_loaded_before_and_no_database_is_asked_for_it(self):
        asked, answers, late = json.loads(self.site.run("-c", FIRST_PAGES, HOST, *PAGES))
        self.assertEqual(asked, [])
        self.assertEqual(list(answers.values()), [200] * (len(PAGES) - 1) + [404])
        self.assertEqual(late, [])


class UnitTests(TestCase):
    def unit(self, name):
        return (DEPLOY / f"{name}.service").read_text("utf-8")

    def test_whoever_serves_has_loaded_everything_when_systemd_hears_of_it(self):
        for name in SERVING:
            self.assertRegex(self.unit(name), r"(?m)^Type=notify$")
            self.assertRegex(self.unit(name), r"(?m)^ExecStart=.* --preload .* config\.wsgi$")

    def test_after_a_reboot_nginx_waits_for_the_readers_service_and_that_one_for_no_database(self):
        self.assertEqual(re.findall(r"^Before=(.*)$", self.unit("cms"), re.M), ["nginx.service"])
        self.assertNotIn("postgresql", re.search(r"^After=(.*)$", self.unit("cms"), re.M)[1])
