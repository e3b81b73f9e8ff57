"""The demo's pictures and texts: painted alike on every machine, written as an editor would let them pass."""

import re

from django.test import SimpleTestCase

import vietnamese
from articles.demo import loading, pictures
from tests.config.pages import FACTS


class PictureTests(SimpleTestCase):
    def test_a_picture_is_painted_the_same_each_time_and_like_no_other(self):
        painted = {name: pictures.paint(name) for name in ("hoi-truong", "rung-gia", "long-ho")}
        self.assertEqual(painted, {name: pictures.paint(name) for name in painted})
        self.assertEqual(len(set(painted.values())), len(painted))

    def test_every_motif_is_known_and_every_picture_is_used(self):
        used = {facts["picture"] for facts in loading.articles()}
        self.assertEqual(used, set(pictures.SCENES))
        motifs = {motif for scene in pictures.SCENES.values() for motif in scene.motifs}
        self.assertEqual(motifs, set(pictures.MOTIFS))


class TextTests(SimpleTestCase):
    """What an editor checks in every text, done once and for all."""

    def texts(self):
        for facts in loading.articles():
            for field in ("title", "lead", "body"):
                yield f"{facts['key']}.{field}", facts[field]

    def test_texts_are_spelled_in_one_way(self):
        wrong = {
            r"\d\s+%": "phần trăm viết liền với số: 7,5%",
            r'"': "ngoặc kép cong: “”",
            r"(?<![\d/])\d/\d{1,2}/\d{4}|/[12]/\d{4}": "ngày 1-9 và tháng 1, 2 viết hai chữ số",
            r"\d\.\d{1,2}(?!\d)": "dấu phẩy trước phần thập phân",
            r" [,.;:?!]|  ": "khoảng trắng thừa",
        }
        for place, text in self.texts():
            self.assertEqual(text, vietnamese.nfc(text), place)
            for pattern, rule in wrong.items():
                with self.subTest(place=place, rule=rule):
                    self.assertNotRegex(re.sub(r"\n *", "\n", text), pattern)

    def test_articles_stand_oldest_first(self):
        times = [facts["publish_at"] for facts in loading.articles() if "publish_at" in facts]
        self.assertEqual(times, sorted(times))

    def test_what_articles_refer_to_exists(self):
        known = FACTS.read_text("utf-8")
        for facts in loading.articles():
            for target in facts.get("targets", []):
                self.assertIn(f"code: {target}\n", known)
            for source in facts.get("sources", []):
                self.assertIn(source, known)
