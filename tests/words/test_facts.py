"""What the site says of itself: from the settings until a row says otherwise, and nothing that nobody has said."""

import datetime as dt
import json
import re

from django.test import TestCase, override_settings

from accounts import notices
from articles.office import exporting
from desk import sealing
from notices import outbox
from tests import source
from tests.factories import MORNING, keeping, make_article, make_user
from tests.words.making import HOSTILE, changed, make_page, say
from web import versions
from words import reading
from words.models import SiteWords

SAID = {
    "name": "Đảng bộ xã Mường Giôn",
    "motto": "Đoàn kết - Kỷ cương - Sáng tạo",
    "greeting": "Tiếng nói của Đảng bộ xã",
    "description": "Tin tức và nghị quyết của Đảng bộ xã Mường Giôn.",
    "owner": "Đảng ủy xã Mường Giôn",
    "editor": "Lường Thị Ưng, Phó Bí thư Thường trực",
    "address": "Bản Huổi Văn",
    "telephone": "+84 212 000 0000",
    "email": "lien-he@trang.example",
    "contacts": "Tiếp dân: Cà Văn Thuỷ\nVăn thư: Quàng Thị Ẩn",
    "licence_number": "12/GP-TTĐT",
    "licence_on": dt.date(2020, 9, 25),
    "licence_issuer": "Sở Văn hóa, Thể thao và Du lịch",
    "reuse": "Xin ghi tên trang khi dẫn lại.",
    "footer": "Trang đang chạy thử.\nMong nhận góp ý.",
}
OF_OTHERS = re.compile("Sơn La|Tỉnh ủy|Đảng bộ tỉnh|Chiềng|Trang thông tin của|Ghi rõ nguồn")
"""Who speaks, from where and with what greeting."""
WHERE_THE_DEFAULTS_STAND = {"config/settings/base.py"}


def footer(client, address="/"):
    return client.get(address).content.decode().partition("<footer")[2]


class DefaultTests(TestCase):
    def test_without_a_row_the_settings_speak(self):
        page = self.client.get("/").content.decode()
        for words in ("Đảng bộ tỉnh Sơn La", "Trang thông tin của Tỉnh ủy Sơn La", "Ghi rõ nguồn khi dùng lại"):
            self.assertIn(words, page)

    def test_what_nobody_has_said_is_not_shown(self):
        say(name="Đảng bộ xã Mường Giôn")
        foot = footer(self.client)
        for label in ("Chịu trách nhiệm", "Địa chỉ", "Điện thoại", "Thư điện tử", "Đầu mối", "Giấy phép"):
            self.assertNotIn(label, foot)

    @override_settings(SITE_EDITOR="Nguyễn Thị Ưng", SITE_ADDRESS="Phường Chiềng Lề")
    def test_a_setting_holds_until_its_column_says_otherwise(self):
        words = say(owner="Đảng ủy xã Mường Giôn", address="Bản Huổi Văn")
        foot = footer(self.client)
        for said in ("Nguyễn Thị Ưng", "Bản Huổi Văn", "Đảng ủy xã Mường Giôn"):
            self.assertIn(said, foot)
        self.assertNotIn("Chiềng Lề", foot)
        changed(words, address="")
        self.assertIn("Phường Chiềng Lề", footer(self.client))

    def test_no_template_and_no_module_names_who_speaks(self):
        """They would stay when somebody changes the words."""
        wrong = [
            name
            for name, text in source.texts()
            if name.startswith(("templates/", "config/")) and name not in WHERE_THE_DEFAULTS_STAND
            if OF_OTHERS.search(text)
        ]
        self.assertEqual(wrong, [])


class SaidTests(TestCase):
    def test_every_fact_stands_on_every_page(self):
        make_article(title="Bài của xã")
        say(**SAID)
        page = make_page()
        told = [value for name, value in SAID.items() if isinstance(value, str) and name != "description"]
        told = [line for value in told for line in value.splitlines()]
        for address in (
            "/",
            "/van-ban/",
            "/tim-kiem/",
            page.get_absolute_url(),
            "/so-do-trang/",
            "/khong-co-trang-nay/",
        ):
            shown = self.client.get(address).content.decode()
            for words in (*told, "Giấy phép số 12/GP-TTĐT, ngày 25/09/2020, do Sở Văn hóa, Thể thao và Du lịch cấp"):
                with self.subTest(address=address, words=words):
                    self.assertIn(words, shown)
        for link in ('href="tel:+842120000000"', 'href="mailto:lien-he@trang.example"'):
            self.assertIn(link, footer(self.client))
        self.assertIn(f'content="{SAID["description"]}"', self.client.get("/").content.decode())

    def test_feeds_papers_letters_and_machines_hear_the_same_names(self):
        article = make_article(title="Bài của xã")
        say(**SAID, place="Mường Giôn")
        self.assertContains(self.client.get("/rss/"), "<title>Đảng bộ xã Mường Giôn</title>")
        feed = self.client.get(f"{article.section.get_absolute_url()}rss/")
        self.assertContains(feed, f"<title>{article.section.name} - Đảng bộ xã Mường Giôn</title>")
        self.assertContains(self.client.get(article.get_absolute_url()), '"name": "Đảng ủy xã Mường Giôn"')
        facts = exporting._facts(article)
        self.assertEqual((facts.owner, facts.day), ("Đảng ủy xã Mường Giôn", "Mường Giôn, ngày 25 tháng 9 năm 2020"))
        with self.settings(MAIL_READY=True):
            letter = notices.post_link(make_user(email="a@b.example"), "https://a.example/", at=MORNING, until=MORNING)
        told = json.loads(sealing.show(letter.hidden, outbox.SALT))
        self.assertIn("Đảng bộ xã Mường Giôn", told["subject"])

    def test_a_change_is_seen_at_once_and_a_warm_process_asks_nothing(self):
        words = say(**SAID)
        with keeping():
            self.assertIn("Bản Huổi Văn", footer(self.client))
            with self.assertNumQueries(1):
                footer(self.client)
            changed(words, address="Bản Cút")
            foot = footer(self.client)
        self.assertIn("Bản Cút", foot)
        self.assertNotIn("Bản Huổi Văn", foot)

    def test_a_row_that_is_gone_is_no_mistake(self):
        say(**SAID)
        SiteWords.objects.all().delete()
        self.assertContains(self.client.get("/"), "Đảng bộ tỉnh Sơn La")

    def test_nothing_typed_becomes_markup(self):
        texts = [name for name in SAID if name not in {"email", "licence_on"}]
        SiteWords.objects.create(**dict.fromkeys(texts, HOSTILE[:60]), email="a@b.vn")
        shown = self.client.get("/").content.decode()
        self.assertNotIn("<script>alert", shown)
        self.assertIn("&lt;script&gt;alert(1)", shown)

    def test_only_one_number_can_be_called(self):
        for typed, link in (
            ("0212 3852 000", "02123852000"),
            ("(0212) 385.2000", "02123852000"),
            ("+84-212-3852-000", "+842123852000"),
            ("0212 3852 000 hoặc 0912 000 000", ""),
            ("0212 3852 000 / 0912 000 000", ""),
            ("12", ""),
            ("javascript:1", ""),
            ("", ""),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(reading.facts_of(SiteWords(telephone=typed)).telephone_address, link)

    def test_there_is_one_row_only(self):
        say(name="Đảng bộ xã Mường Giôn")
        with self.assertRaisesRegex(Exception, "chỉ có một"):
            say(name="Đảng bộ xã Chiềng Khay")
        self.assertEqual(reading.of(versions.read()).facts.name, "Đảng bộ xã Mường Giôn")
