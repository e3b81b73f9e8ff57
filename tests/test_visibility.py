"""What a reader may not see does not exist, wherever one looks.

Every address of a reader is asked twice at the same second: on a site where the thing was never made, and on one where
it is hidden. The answers must be the same, byte for byte; beside it stands a twin that may be seen, in both.
"""

import datetime as dt
import re
from decimal import Decimal

from django.test import TestCase

import vietnamese
from articles import services
from articles.models import Article
from library import services as library
from resolutions import services as resolutions
from resolutions.models import Document, Observation
from tests.clock import clock
from tests.factories import local, make_article, make_section, make_user
from tests.factories_resolutions import make_congress, make_document, make_parts, make_target
from tests.library import samples

HOUR = local(2021, 3, 10, 8)
MIDNIGHT = local(2021, 3, 10)
LATER = local(2023, 3, 10, 8)
SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)
NEVER = "AAAAAAAAAAAAAAAA"
"""A key that the library never gave out."""
BUILT = re.compile(rb"<lastBuildDate>.*?</lastBuildDate>")
"""A feed without anything in it is dated with the second of asking, as it is made."""


class VisibilityCase(TestCase):
    def answer(self, address, **headers):
        response = self.client.get(address, headers=headers)
        content = response.getvalue() if response.streaming else response.content
        for passing in ("X-Request-ID", "Expires"):
            del response[passing]
        return response.status_code, dict(response.headers), BUILT.sub(b"", content)

    def walk(self, at) -> dict:
        """Address -> what a reader is answered at that moment."""
        with clock(at):
            return {address: self.answer(address) for address in self.addresses()}

    def shown_at(self, at, *marks) -> set:
        """The addresses whose answer holds any of the marks."""
        return self.holding(self.walk(at), *marks)

    def holding(self, answers: dict, *marks) -> set:
        found = {address for address, (_, _, content) in answers.items() for mark in marks if mark.encode() in content}
        self.assertTrue(all(status in {200, 302} for status, _, _ in answers.values()))
        return found

    def assert_never_existed(self, at, never: dict, own: dict):
        """`never`: the walk on the site without it; `own`: each of its addresses, and one like it of nothing.

        No mark of it is on any page, if none is in `never`: the answers are the same.
        """
        for address, answer in self.walk(at).items():
            with self.subTest(address=address):
                self.assertEqual(answer, never[address])
        with clock(at):
            for address, nothing in own.items():
                for headers in ({}, {"if-none-match": "*"}, {"range": "bytes=0-9"}):
                    with self.subTest(address=address, headers=headers):
                        answer = self.answer(address, **headers)
                        self.assertEqual(answer[0], 404)
                        self.assertEqual(answer, self.answer(nothing, **headers))


class ArticleVisibilityTests(VisibilityCase):
    TITLE = "Bản Huổi Một khánh thành cầu treo qua khuỷu sông"
    LEAD = "Từ nay học sinh đến trường không phải đi bè mùa nước lớn."

    @classmethod
    def setUpTestData(cls):
        cls.writer, cls.approver = make_user("writer"), make_user("approver")
        make_parts(make_congress())
        cls.target = make_target()
        cls.section = make_section("Nông thôn mới")
        facts = {"section": cls.section, "targets": [cls.target]}
        cls.twin = make_article(title="Bản Huổi Hai mở lớp xóa mù chữ", publish_at=MIDNIGHT - 3 * DAY, **facts)
        cls.cover, cls.inside = (
            library.store_picture(
                samples.upload(samples.jpeg(seed=seed)), by=cls.writer, at=MIDNIGHT, alt=f"Cầu {seed}"
            )
            for seed in (1, 2)
        )

    def make(self, **times):
        """Written, sent and approved as staff do it, the day before."""
        article = self.draft(**times)
        services.submit(article, by=self.writer, at=MIDNIGHT - 2 * DAY)
        services.approve(article, by=self.approver, at=MIDNIGHT - 2 * DAY)
        return article

    def draft(self, publish_at=None, expire_at=None):
        body = f'<p>Cầu dài 60 mét.</p><figure><img src="{self.inside.src}" alt=""></figure>'
        article = Article(
            title=self.TITLE,
            lead=self.LEAD,
            body=body,
            section=self.section,
            cover=self.cover,
            is_featured=True,
            publish_at=publish_at or MIDNIGHT - DAY,
            expire_at=expire_at,
        )
        services.save_draft(article, by=self.writer, at=MIDNIGHT - 2 * DAY)
        article.targets.add(self.target)
        article.breakthroughs.set(self.target.congress.breakthroughs.all())
        return article

    def addresses(self):
        yield from ("/", "/rss/", "/sitemap.xml", "/sitemap-trang.xml", "/sitemap-bai-viet-1.xml", "/robots.txt")
        yield from ("/healthz", "/bai-viet/2021/", "/bai-viet/2021/02/", "/bai-viet/2021/03/", "/bai-viet/2020/")
        yield from (f"/bai-viet/2021/03/{day:02}/" for day in (7, 9, 10, 11))
        yield from (self.section.get_absolute_url(), f"{self.section.get_absolute_url()}rss/")
        yield from (self.twin.get_absolute_url(), self.target.get_absolute_url())
        yield from ("/nghi-quyet/", self.target.congress.get_absolute_url(), "/van-ban/")
        searches = ("", "?q=huoi+mot", "?q=cau+treo", "?tu=2021-03-01&den=2021-03-31", "?loai=bai-viet", "?q=huoi+mpt")
        for query in (*searches, f"?chuyen-muc={self.section.slug}", "?tu=2021-03-09&den=2021-03-10&q=huoi"):
            yield from (f"/tim-kiem/{query}", f"/tim-kiem/rss/{query}", f"/api/v1/tim-kiem/{query}")
        yield from (f"/tim-kiem/goi-y/?q={typed}" for typed in ("huo", "cau+tr", "khuyu"))

    PLACES = {
        *("/", "/rss/", "/sitemap-bai-viet-1.xml", "/bai-viet/2021/", "/bai-viet/2021/03/"),
        *("/chuyen-muc/nong-thon-moi/", "/chuyen-muc/nong-thon-moi/rss/", "/tim-kiem/goi-y/?q=huo"),
        *("/tim-kiem/?q=huoi+mot", "/tim-kiem/rss/?q=huoi+mot", "/tim-kiem/?loai=bai-viet"),
        *("/tim-kiem/?tu=2021-03-01&den=2021-03-31", "/tim-kiem/?chuyen-muc=nong-thon-moi"),
    }

    def assert_shown(self, article, at):
        found = self.shown_at(at, article.get_absolute_url(), self.TITLE)
        day = vietnamese.local(article.publish_at).date()
        expected = self.PLACES | {self.twin.get_absolute_url(), self.target.get_absolute_url()}
        self.assertLessEqual(expected | {f"/bai-viet/{day:%Y/%m/%d}/"}, found)
        with clock(at):
            for address in (article.get_absolute_url(), self.cover.src, self.inside.src):
                self.assertEqual(self.answer(address)[0], 200)

    def own(self, article):
        """Every address of its own: by its name, by a wrong one, and its pictures in every size."""
        number = article.pk + 10**6
        own = {
            f"/bai-viet/{slug}-{article.pk}/": f"/bai-viet/{slug}-{number}/" for slug in (article.slug, "sai", "a-1")
        }
        for picture in (self.cover, self.inside):
            for width in (*picture.widths, 7):
                own[f"/thu-vien/anh/{picture.key}-{width}.webp"] = f"/thu-vien/anh/{NEVER}-{width}.webp"
        return own

    def assert_hidden(self, article, at, never):
        self.assertEqual(self.holding(never, article.get_absolute_url(), self.TITLE, self.LEAD, self.cover.key), set())
        self.assert_never_existed(at, never, self.own(article))

    def assert_taken_down(self, article, at, never):
        """Its address says that something was taken down, and not a word of what; all else is as if it never was."""
        own = self.own(article)
        pages = {address: own.pop(address) for address in list(own) if address.startswith("/bai-viet/")}
        self.assert_never_existed(at, never, own)
        with clock(at):
            for address in pages:
                status, _, content = self.answer(address)
                said = [
                    mark for mark in (self.TITLE, self.LEAD, self.cover.key, article.slug) if mark.encode() in content
                ]
                self.assertEqual((status, said), (410, []), address)

    def test_what_may_be_seen_is_seen_everywhere(self):
        self.assert_shown(self.make(), HOUR)

    def test_a_text_that_was_never_approved_does_not_exist(self):
        never = self.walk(HOUR)
        article = self.draft()
        self.assert_hidden(article, HOUR, never)
        services.submit(article, by=self.writer, at=MIDNIGHT)
        self.assert_hidden(article, HOUR, never)
        services.send_back(article, by=self.approver, at=MIDNIGHT, note="Thêm số liệu.")
        self.assert_hidden(article, HOUR, never)

    def test_what_is_withdrawn_is_gone_and_stays_gone_as_a_draft(self):
        never = self.walk(HOUR)
        article = self.make()
        self.assert_shown(article, HOUR)
        services.withdraw(article, by=self.approver, at=HOUR, note="Sai tên bản.")
        self.assert_taken_down(article, HOUR, never)
        services.reopen(article, by=self.approver, at=HOUR)
        self.assert_hidden(article, HOUR, never)

    def test_what_is_scheduled_comes_at_its_second(self):
        for at in (HOUR, MIDNIGHT):
            with self.subTest(at=at):
                never = self.walk(at - SECOND)
                article = self.make(publish_at=at)
                self.assert_hidden(article, at - SECOND, never)
                self.assert_shown(article, at)
                services.withdraw(article, by=self.approver, at=at, note="Thử lại.")

    def test_what_expires_goes_at_its_second(self):
        for at in (HOUR, MIDNIGHT):
            with self.subTest(at=at):
                never = self.walk(at)
                article = self.make(expire_at=at)
                self.assert_shown(article, at - SECOND)
                self.assert_hidden(article, at, never)
                services.withdraw(article, by=self.approver, at=at, note="Thử lại.")

    def test_a_new_hour_holds_at_once(self):
        never = self.walk(HOUR)
        article = self.make(publish_at=HOUR)
        self.assert_shown(article, HOUR)
        article.publish_at = HOUR + SECOND
        services.reschedule(article, by=self.approver, at=HOUR - SECOND, note="Chờ công bố cùng lúc")
        self.assert_hidden(article, HOUR, never)
        self.assert_shown(article, HOUR + SECOND)

    def test_someone_signed_in_without_a_task_sees_what_readers_see(self):
        article = self.make(publish_at=HOUR)
        self.client.force_login(make_user())
        with clock(HOUR - SECOND):
            for address, nothing in self.own(article).items():
                self.assertEqual([self.answer(one)[0] for one in (address, nothing)], [404, 404], address)
        self.assertEqual(self.shown_at(HOUR - SECOND, self.TITLE), set())

    def test_a_picture_stays_while_anything_public_shows_it(self):
        article = self.make()
        shared = make_article(title="Bài khác cùng ảnh", publish_at=MIDNIGHT - DAY, cover=self.cover)
        services.withdraw(article, by=self.approver, at=HOUR, note="Sai tên bản.")
        with clock(HOUR):
            self.assertEqual([self.answer(one.src)[0] for one in (self.cover, self.inside)], [200, 404])
            services.withdraw(shared, by=self.approver, at=HOUR, note="Sai ảnh.")
            self.assertEqual(self.answer(self.cover.src)[0], 404)


class DocumentVisibilityTests(VisibilityCase):
    ABSTRACT = "Báo cáo tình hình nội bộ ở vùng cao Xím Vàng"

    @classmethod
    def setUpTestData(cls):
        cls.tracker = make_user("tracker")
        cls.congress = make_congress()
        cls.target = make_target()
        cls.twin = make_document(implements=cls.congress)
        resolutions.index(cls.twin, at=MIDNIGHT)
        file = samples.upload(samples.pdf("Xím Vàng"), "bao-cao.pdf")
        cls.file = library.store_document_file(file, title=cls.ABSTRACT, by=cls.tracker, at=MIDNIGHT)

    def make(self, scope):
        """As unlike the twin as can be, so that it would add a choice to every list of choices."""
        facts = {"number": "7-BC/VPTU", "kind": "báo cáo", "issuer": "Văn phòng Tỉnh ủy", "abstract": self.ABSTRACT}
        facts |= {"issued_on": dt.date(2019, 5, 6), "file": self.file, "implements": self.congress}
        document = make_document(scope=scope, **facts)
        resolutions.index(document, at=MIDNIGHT)
        self.congress.resolution.document = document
        self.congress.resolution.save()
        return document

    def addresses(self):
        yield from ("/", "/sitemap-trang.xml", "/van-ban/", "/van-ban/?nam=2019", "/van-ban/?noi=V%C4%83n+ph%C3%B2ng")
        yield from (self.twin.get_absolute_url(), "/nghi-quyet/", self.congress.get_absolute_url())
        yield self.target.get_absolute_url()
        for query in ("", "?q=xim+vang", "?tu=2019-05-01&den=2019-05-31", "?loai=van-ban", "?q=7-BC%2FVPTU"):
            yield from (f"/tim-kiem/{query}", f"/tim-kiem/rss/{query}", f"/api/v1/tim-kiem/{query}")
        yield "/tim-kiem/goi-y/?q=bao+cao"

    def own(self, document):
        number, key = document.pk + 10**6, self.file.key
        own = {f"/van-ban/{document.pk}/": f"/van-ban/{number}/"}
        for name in (self.file.address_name, "sai.pdf"):
            own[f"/thu-vien/tep/{key}/{name}"] = f"/thu-vien/tep/{NEVER}/{name}"
        return own

    def test_an_internal_document_does_not_exist(self):
        never = self.walk(LATER)
        document = self.make(Document.Scope.INTERNAL)
        self.assertEqual(self.holding(never, self.ABSTRACT, self.file.key), set())
        self.assert_never_existed(LATER, never, self.own(document))

    def test_a_document_that_becomes_internal_is_gone(self):
        never = self.walk(LATER)
        document = self.make(Document.Scope.PUBLIC)
        places = {"/", "/sitemap-trang.xml", "/van-ban/", "/van-ban/?nam=2019", self.congress.get_absolute_url()}
        places |= {"/tim-kiem/?q=xim+vang", "/tim-kiem/rss/?q=xim+vang", "/tim-kiem/goi-y/?q=bao+cao"}
        self.assertLessEqual(places, self.shown_at(LATER, self.ABSTRACT, f"/van-ban/{document.pk}/"))
        with clock(LATER):
            for address in (document.get_absolute_url(), self.file.get_absolute_url()):
                self.assertEqual(self.answer(address)[0], 200)
        document.scope = Document.Scope.INTERNAL
        resolutions.save(document, at=LATER)
        self.assert_never_existed(LATER, never, self.own(document))

    def test_a_figure_counts_only_while_a_second_person_stands_behind_it(self):
        never = self.walk(LATER)
        checker = make_user("tracker_approver")
        facts = {"indicator": self.target.indicator, "year": 2020, "value": Decimal("41.7"), "source": "Niên giám 2020"}
        figure = Observation(span=Observation.Span.YEAR, vintage=Observation.Vintage.OFFICIAL, **facts)
        resolutions.record_observation(figure, by=self.tracker, at=LATER)
        self.assert_never_existed(LATER, never, {})
        resolutions.approve_observation(figure, by=checker, at=LATER)
        self.assertIn(self.target.get_absolute_url(), self.shown_at(LATER, "41,7"))
        resolutions.withdraw_observation(figure, by=checker, at=LATER, reason="Nhập nhầm.")
        # It stands for nothing any more, but who remembers it finds it struck, with the reason.
        self.assertEqual(self.shown_at(LATER, "41,7"), {self.target.get_absolute_url()})
        self.assertEqual(self.shown_at(LATER, "<s>41,7</s>"), {self.target.get_absolute_url()})
