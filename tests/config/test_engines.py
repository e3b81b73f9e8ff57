"""What may stand beside the site: addresses read or refused with one sentence, and nothing loaded that is not used."""

import pickle
from unittest import TestCase, mock

import pytest
from django.conf import settings
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisAway

from config import engines, shared_cache
from config.env import MissingSettingError
from tests.config.test_settings import run

pytestmark = pytest.mark.once

STORE = "s3://KHOA:bi%2Fmat@kho.example:9000/anh?region=vn-1"


class AddressTests(TestCase):
    def assert_refused(self, read, address, named):
        with self.assertRaises(MissingSettingError) as stopped:
            read(address)
        self.assertIn(named, str(stopped.exception))
        self.assertNotIn("\n", str(stopped.exception))
        self.assertNotIn("bi-mat", str(stopped.exception))

    def test_a_replica_is_a_postgresql_written_like_the_primary(self):
        found = engines.replica("postgres://cms:bi-mat@:6432/cms_replica?host=/run/postgresql&pooling=transaction")
        self.assertEqual((found["NAME"], found["HOST"], found["PORT"]), ("cms_replica", "/run/postgresql", "6432"))
        self.assertTrue(found["DISABLE_SERVER_SIDE_CURSORS"])
        for wrong in ("sqlite:///var/bi-mat", "mysql://cms:bi-mat@may/cms", "postgres://cms:bi-mat@may"):
            self.assert_refused(engines.replica, wrong, "REPLICA_URL")

    def test_nobody_waits_long_for_a_machine_that_is_gone_unless_the_address_says_so(self):
        def options(address):
            return engines.patient_no_longer(engines.replica(address))["OPTIONS"]

        self.assertEqual(options("postgres://may/cms"), {"connect_timeout": "2"})
        self.assertEqual(options("postgres://may/cms?connect_timeout=9"), {"connect_timeout": "9"})

    def test_a_cache_is_redis_over_a_line_or_a_socket(self):
        for address in ("redis://:bi-mat@may:6379/0", "rediss://may", "unix:///run/redis/redis.sock"):
            self.assertEqual(engines.cache(address)["LOCATION"], address)
        for wrong in ("memcached://:bi-mat@may", "may:6379", "/run/redis.sock"):
            self.assert_refused(engines.cache, wrong, "CACHE_URL")

    def test_a_store_is_a_machine_a_key_and_a_bucket(self):
        options = engines.media_store(STORE)["OPTIONS"]
        self.assertEqual(options["endpoint_url"], "https://kho.example:9000")
        self.assertEqual((options["access_key"], options["secret_key"]), ("KHOA", "bi/mat"))
        self.assertEqual((options["bucket_name"], options["region_name"]), ("anh", "vn-1"))
        self.assertEqual(
            engines.media_store("s3+http://a:b@10.0.0.5/cms")["OPTIONS"]["endpoint_url"], "http://10.0.0.5"
        )
        for wrong in (
            "https://KHOA:bi-mat@may/anh", "s3://may/anh", "s3://KHOA@may/anh", "s3://KHOA:bi-mat@may",
            "s3://KHOA:bi-mat@may/", "s3://KHOA:bi-mat@may/anh/con", "s3://KHOA:bi-mat@may/anh?acl=public-read",
        ):  # fmt: skip
            self.assert_refused(engines.media_store, wrong, "MEDIA_STORE")


class ProductionTests(TestCase):
    LOADED = (
        "import django, sys; django.setup(); from config.urls import urlpatterns\n"
        "print(sorted({'boto3', 'botocore', 'redis', 'storages'} & set(sys.modules)))"
    )
    ENGINES = {
        "DATABASE_URL": "postgres://cms@may/cms",
        "REPLICA_URL": "postgres://cms@may-hai/cms",
        "CACHE_URL": "redis://may/0",
        "MEDIA_STORE": STORE,
    }

    def test_what_is_not_set_is_not_loaded(self):
        self.assertEqual(run("-c", self.LOADED).stdout.strip(), "[]")

    def test_everything_set_starts_and_the_middleware_stands_before_the_sessions(self):
        code = (
            "import django; django.setup()\n"
            "from django.conf import settings as s; from django.core.cache import cache\n"
            "from django.core.files.storage import default_storage as d\n"
            "place = s.MIDDLEWARE.index('config.replica.middleware.ReadFromReplica')\n"
            "print(place < s.MIDDLEWARE.index('django.contrib.sessions.middleware.SessionMiddleware'),\n"
            "      sorted(s.DATABASES), type(cache._connections['default']).__name__, d.url('anh/a.webp'))"
        )
        done = run("-c", code, **self.ENGINES)
        self.assertEqual(done.stderr, "")
        before, after = done.stdout.split(" https://kho.example:9000/anh/anh/a.webp?")
        self.assertEqual(before, "True ['default', 'replica'] NearAndShared")
        for word in ("X-Amz-Signature=", "X-Amz-Expires=60", "X-Amz-SignedHeaders=host"):
            self.assertIn(word, after)
        self.assertNotIn("mat", after)


class SharedCacheTests(TestCase):
    """With a shared cache of this test; the cluster's tests ask a real one."""

    def setUp(self):
        self.kept = {}
        for name, new in (("get", self.shared_get), ("set", self.shared_set)):
            patch = mock.patch.object(RedisCache, name, new)
            patch.start()
            self.addCleanup(patch.stop)
        self.is_away, self.asked = False, 0
        shared_cache._not_before[0] = 0
        self.cache = shared_cache.NearAndShared("redis://may/0", {})
        super(shared_cache.NearAndShared, self.cache).clear()

    def shared_get(self, key, default=None, version=None):
        self.answer()
        return pickle.loads(self.kept[key]) if key in self.kept else default  # noqa: S301

    def shared_set(self, key, value, timeout=None, version=None):
        self.answer()
        self.kept[key] = pickle.dumps(value)

    def answer(self):
        self.asked += 1
        if self.is_away:
            raise RedisAway

    def test_what_another_machine_has_made_is_not_made_again_and_then_near(self):
        self.kept["tin"] = pickle.dumps(["một"])
        self.assertEqual(self.cache.get("tin"), ["một"])
        self.assertEqual((self.cache.get("tin"), self.asked), (["một"], 1))

    def test_what_is_made_here_goes_to_both(self):
        self.cache.set("tin", ["hai"], 60)
        self.assertEqual((pickle.loads(self.kept["tin"]), self.cache.get("tin"), self.asked), (["hai"], ["hai"], 1))  # noqa: S301

    def test_while_it_is_away_nothing_fails_and_it_is_not_asked_each_time(self):
        self.is_away = True
        with self.assertLogs("config.shared_cache", "WARNING") as said:
            self.assertIsNone(self.cache.get("tin"))
            self.cache.set("tin", "ba")
            self.assertEqual(self.cache.get("tin"), "ba")
            self.assertEqual(self.cache.get("khac", "không có"), "không có")
        self.assertEqual((self.asked, len(said.output)), (1, 1))
        self.assertNotIn("redis://", said.output[0])

    def test_another_release_has_other_keys(self):
        self.assertRegex(shared_cache.release(), r"^[0-9a-f]{16}$")
        with mock.patch.object(shared_cache, "_code", list):
            self.assertNotEqual(shared_cache.release.__wrapped__(), shared_cache.release())
        self.assertEqual(shared_cache.ROOT, settings.BASE_DIR)
