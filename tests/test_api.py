"""The open interface: as docs/openapi.yaml describes it, open to readers from anywhere, never more than the page."""

import datetime as dt
import re
from decimal import Decimal

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from search.retrieval import results
from search.storage import kinds
from tests import openapi
from tests.factories import MORNING, make_article
from tests.factories_resolutions import make_congress, make_document, make_observation, make_target

SEARCH, TARGETS = "/api/v1/tim-kiem/", "/api/v1/chi-tieu/"


class ApiCase(TestCase):
    def ask(self, address, query=None, status=200, **headers):
        """The answer, once it looks as the description says."""
        response = self.client.get(address, query or {}, headers=headers)
        self.assertEqual(response.status_code, status, response.content)
        if status != 304:
            described = openapi.description()["paths"][address.partition("?")[0]]["get"]["responses"][str(status)]
            schema = described["content"]["application/json"]["schema"]
            self.assertEqual(openapi.faults(response.json(), schema), [])
        return response

    def errors(self, address, query):
        return self.ask(address, query, 400).json()["errors"]

    def assert_open(self, response):
        self.assertEqual(response["Access-Control-Allow-Origin"], "*")
        self.assertNotIn("Set-Cookie", response)
        self.assertNotIn("Cookie", response.get("Vary", ""))
        self.assertEqual(len(response.cookies), 0)


class DescriptionTests(ApiCase):
    def test_the_description_is_served_as_it_lies_in_docs(self):
        response = self.client.get("/api/v1/openapi.yaml")
        self.assertEqual(response.content.decode(), openapi.FILE.read_text("utf-8"))
        self.assertEqual(response["Content-Type"], "application/yaml; charset=utf-8")
        self.assert_open(response)

    def test_every_path_and_reference_of_the_description_exists(self):
        text = openapi.FILE.read_text("utf-8")
        for address in openapi.description()["paths"]:
            self.ask(address)
        for reference in re.findall(r'"(#/[^"]+)"', text):
            openapi.resolve(reference)

    def test_every_parameter_of_the_description_is_known_and_no_other(self):
        for address, path in openapi.description()["paths"].items():
            names = [parameter["name"] for parameter in path["get"]["parameters"]]
            said = self.errors(address, {"la": "1"})["la"][0]
            self.assertEqual(sorted(said.removesuffix(".").rpartition(": ")[2].split(", ")), sorted(names))

    def test_the_description_names_every_kind_and_order_that_is_taken(self):
        parameters = {one["name"]: one["schema"] for one in openapi.description()["paths"][SEARCH]["get"]["parameters"]}
        self.assertEqual(set(parameters["loai"]["enum"]), {kind.code for kind in kinds.everything()})
        for name in ("loai", "thu-tu"):
            for value in parameters[name]["enum"]:
                with self.subTest(name=name, value=value):
                    self.ask(SEARCH, {name: value, "q": "nghị quyết"})

    def test_the_checker_finds_what_is_wrong(self):
        schema = {"$ref": "#/components/schemas/Errors"}
        self.assertEqual(openapi.faults({"errors": {"q": ["Sai."]}}, schema), [])
        for wrong in ({}, {"errors": []}, {"errors": {"q": "Sai."}}, {"errors": {}, "x": 1}, {"errors": {"q": [1]}}):
            with self.subTest(wrong=wrong):
                self.assertNotEqual(openapi.faults(wrong, schema), [])


class OpennessTests(ApiCase):
    def setUp(self):
        make_article()
        make_target(congress=make_congress("xv"))

    def test_anyone_may_read_and_nobody_gets_a_cookie(self):
        for address in (SEARCH, TARGETS):
            for query, status in (({}, 200), ({"la": "1"}, 400)):
                with self.subTest(address=address, status=status):
                    self.assert_open(self.ask(address, query, status))

    def test_what_the_reader_has_already_is_not_sent_again(self):
        for address in (SEARCH, TARGETS, "/api/v1/openapi.yaml"):
            with self.subTest(address=address):
                first = self.client.get(address)
                again = self.client.get(address, headers={"if-none-match": first["ETag"]})
                self.assertEqual((again.status_code, again.content), (304, b""))
                self.assertEqual(again["ETag"], first["ETag"])
                self.assert_open(again)

    def test_a_change_is_sent_at_once(self):
        before = self.ask(SEARCH)
        make_article(title="Bài mới đăng")
        after = self.ask(SEARCH, **{"if-none-match": before["ETag"]})
        self.assertEqual(after.json()["items"][0]["title"], "Bài mới đăng")

    def test_it_can_only_be_read(self):
        client = Client(enforce_csrf_checks=True)
        for address in (SEARCH, TARGETS, "/api/v1/openapi.yaml"):
            for method in ("post", "put", "patch", "delete", "options"):
                with self.subTest(address=address, method=method):
                    response = getattr(client, method)(address)
                    self.assertEqual((response.status_code, response["Allow"]), (405, "GET, HEAD"))
                    self.assertIn("Chỉ đọc được", response.json()["errors"][""][0])
                    self.assertNotIn("Access-Control-Allow-Origin", response)
            self.assertEqual(self.client.head(address).status_code, 200)

    def test_what_cannot_be_read_is_refused_in_json(self):
        for query in ("q=%00", "%00=1", "dai-hoi=%00", "trang=%00"):
            for address in (SEARCH, TARGETS):
                with self.subTest(address=address, query=query):
                    self.assertIn("NUL", self.errors(f"{address}?{query}", None)[""][0])

    def test_an_address_that_is_not_there_is_said_in_json(self):
        for address in ("/api/", "/api/v1/", "/api/v1/khong-co/", "/api/v2/tim-kiem/"):
            with self.subTest(address=address):
                response = self.client.get(address)
                self.assertEqual(response.status_code, 404)
                self.assertIn("Không có địa chỉ này", response.json()["errors"][""][0])

    def test_a_parameter_given_twice_is_refused(self):
        for query in ("trang=1&trang=1", "trang=&trang=1"):
            for address in (SEARCH, TARGETS):
                with self.subTest(address=address, query=query):
                    self.assertEqual(
                        self.errors(f"{address}?{query}", None)["trang"][0], "Tham số này chỉ được ghi một lần."
                    )


class SearchApiTests(ApiCase):
    def test_an_item_says_what_the_page_says(self):
        article = make_article(title="Đưa Nghị quyết Đại hội vào cuộc sống", lead="Cả hệ thống vào cuộc.")
        facts = self.ask(SEARCH, {"q": "nghi quyet", "tu": "25/09/2020", "den": "2020-09-25"}).json()
        self.assertEqual(facts["sentence"], "Có 1 mục ngày 25/09/2020 cho «nghi quyet».")
        self.assertEqual((facts["total"], facts["newer"], facts["older"]), (1, None, None))
        [item] = facts["items"]
        self.assertEqual(item["title"], article.title)
        self.assertEqual(item["url"], f"http://testserver{article.get_absolute_url()}")
        self.assertEqual((item["date"], item["date_text"]), ("2020-09-25", "Đăng ngày 25/09/2020"))
        self.assertEqual(item["section"], {"code": article.section.slug, "name": article.section.name})

    def test_pages_lead_from_one_to_the_next_and_hold_no_more_than_promised(self):
        for number in range(results.PAGE * 2 + 3):
            make_article(title=f"Bài số {number}", publish_at=MORNING + dt.timedelta(minutes=number))
        for query in ({"thu-tu": "moi-nhat"}, {"thu-tu": "cu-nhat"}, {"q": "bài"}):
            with self.subTest(query=query):
                seen, answer = [], self.ask(SEARCH, query).json()
                while True:
                    self.assertLessEqual(len(answer["items"]), results.PAGE)
                    seen += [item["title"] for item in answer["items"]]
                    following = answer["newer"] if query.get("thu-tu") == "cu-nhat" else answer["older"]
                    if not following:
                        break
                    answer = self.client.get(following).json()
                self.assertEqual((len(seen), len(set(seen))), (results.PAGE * 2 + 3,) * 2)

    def test_every_wrong_parameter_gets_its_own_sentence(self):
        errors = self.errors(
            SEARCH, {"tu": "31/02/2020", "loai": "la", "chuyen-muc": "la", "thu-tu": "la", "truoc": "x"}
        )
        self.assertEqual(set(errors), {"tu", "loai", "chuyen-muc", "thu-tu", "truoc"})
        self.assertEqual(errors["loai"], ["Không có loại «la». Hãy chọn một loại trong danh sách."])
        self.assertIn("", self.errors(SEARCH, {"truoc": "1", "sau": "1"}))

    def test_nothing_is_dropped_silently(self):
        self.assertIn("Không có tham số này", self.errors(SEARCH, {"query": "nghị quyết"})["query"][0])
        self.assertEqual(self.errors(SEARCH, {"q": ["a", "b"]}), {"q": ["Tham số này chỉ được ghi một lần."]})
        notes = self.ask(SEARCH, {"tu": "2020-09-30", "den": "2020-09-01"}).json()["notes"]
        self.assertIn("đổi chỗ", notes[0])

    def test_there_is_an_end_to_pages_by_relevance(self):
        self.ask(SEARCH, {"q": "bài", "trang": "5"})
        self.assertIn("Chỉ có 5 trang", self.errors(SEARCH, {"q": "bài", "trang": "6"})["trang"][0])

    def test_hostile_input_gets_an_answer_or_a_sentence(self):
        for typed in ('"' * 10_000, "NEAR(a b) OR *", "\u0301\u0323", "😀", "a" * 5_000, "'; DROP TABLE --", "\ud800"):
            with self.subTest(typed=typed[:20]):
                response = self.client.get(SEARCH, {"q": typed.encode("utf-8", "replace")})
                self.assertIn(response.status_code, {200, 400})


class TargetsApiTests(ApiCase):
    def setUp(self):
        self.target = make_target(congress=make_congress("xv"), value=Decimal("60"))

    def test_a_target_says_what_was_resolved_and_what_was_found(self):
        make_observation(self.target, self.target.target_year, Decimal("61.5"))
        [item] = self.ask(TARGETS, {"dai-hoi": "xv"}).json()["items"]
        self.assertEqual(item["target"], {"value": "60", "low": None, "high": None})
        self.assertEqual((item["found"], item["found_year"]), ("61.5", self.target.target_year))
        self.assertEqual(item["verdict"]["word"] in {"Vượt", "Đạt"}, True)

    def test_without_a_figure_it_says_so_and_gives_no_zero(self):
        [item] = self.ask(TARGETS).json()["items"]
        self.assertEqual((item["found"], item["ratio_percent"], item["verdict"]["code"]), (None, None, "no_data"))

    def test_pages_hold_no_more_than_promised_and_lead_on(self):
        for _ in range(60):
            make_target(congress=self.target.congress)
        first = self.ask(TARGETS, {"dai-hoi": "xv"}).json()
        self.assertEqual((first["total"], len(first["items"]), first["previous"]), (61, 50, None))
        second = self.client.get(first["next"]).json()
        self.assertEqual((len(second["items"]), second["next"]), (11, None))
        self.assertEqual(len({item["code"] for item in first["items"] + second["items"]}), 61)

    def test_as_many_questions_to_the_database_for_3_targets_as_for_30(self):
        def questions():
            with CaptureQueriesContext(connection) as asked:
                self.ask(TARGETS)
            return len(asked)

        few = questions()
        for _ in range(27):
            make_observation(make_target(congress=self.target.congress), 2024)
        self.assertEqual(questions(), few)

    def test_every_wrong_parameter_gets_its_own_sentence(self):
        errors = self.errors(TARGETS, {"dai-hoi": "xx", "trang": "0"})
        self.assertEqual(errors["dai-hoi"], ["Không có đại hội «xx»; đang có: xv."])
        self.assertEqual(errors["trang"], ["Số trang phải là số nguyên từ 1 đến 9999."])


class VisibilityTests(ApiCase):
    """What the page does not show, the interface does not either; the walk of test_visibility.py asks both as well."""

    def titles(self, query=None):
        return [item["title"] for item in self.ask(SEARCH, query or {}).json()["items"]]

    def test_only_what_is_public_now_is_found(self):
        far = MORNING + dt.timedelta(days=365 * 40)
        make_article(title="Bài đang đăng")
        for facts in ({"status": "draft"}, {"status": "submitted"}, {"status": "withdrawn", "publish_at": MORNING},
                      {"publish_at": far}, {"expire_at": MORNING + dt.timedelta(days=1)}):  # fmt: skip
            make_article(title="Bài đang giấu", **facts)
        self.assertEqual(self.titles(), ["Bài đang đăng"])
        self.assertEqual(self.titles({"q": "bài đang"}), ["Bài đang đăng"])
        self.assertEqual(self.ask(SEARCH, {"loai": "bai-viet"}).json()["total"], 1)

    def test_an_internal_document_is_not_found(self):
        make_document(abstract="Báo cáo nội bộ về xím vàng", scope="internal")
        self.assertEqual(self.titles({"q": "xím vàng"}), [])

    def test_a_figure_that_waits_for_approval_is_not_told(self):
        target = make_target(congress=make_congress("xv"))
        make_observation(target, target.target_year, Decimal("77.7"), approved_at=None)
        self.assertNotContains(self.client.get(TARGETS), "77.7")
