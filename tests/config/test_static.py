"""The look as facts: contrast of every pair of colours, the weight of the faces, who asks whom."""

import re
from itertools import pairwise, product
from unittest import TestCase

from config import bundles
from tests import source

CSS = source.ROOT / "static" / "css"
FACES = source.ROOT / "static" / "fonts"
SCRIPTS = source.ROOT / "static" / "js"
TEMPLATES = source.ROOT / "templates"
TONES = ("good", "ok", "warn", "bad", "none")
LEAST_CONTRAST = 7
DIGITS_ONLY = r"number|count|day|pair|found"
"""Blocks that hold figures, which carry no marks."""


def declarations(block):
    return dict(re.findall(r"(--[a-z0-9-]+|color-scheme):\s*([^;]+);", block))


def luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


class Themes:
    """The meanings of tokens.css for each theme, resolved to colours."""

    def __init__(self):
        text = re.sub(r"/\*.*?\*/", "", (CSS / "tokens.css").read_text("utf-8"), flags=re.S)
        rules = [(selector.strip(), declarations(body)) for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text)]
        self.palette = {name: value for name, value in rules[0][1].items() if value.startswith("#")}
        self.light = rules[1][1]
        self.system_dark = next(rule for selector, rule in rules if ":not([data-theme=" in selector)
        self.dark = next(rule for selector, rule in rules if selector == ':root[data-theme="dark"]')
        self.contrast = {**self.light, **next(rule for s, rule in rules if s == ':root[data-theme="contrast"]')}

    def colour(self, theme, name):
        value = theme[name]
        while value.startswith("var("):
            name = value[4:-1]
            value = self.palette.get(name) or theme[name]
        return value


class ColourTests(TestCase):
    def setUp(self):
        self.themes = Themes()
        self.named = {"light": self.themes.light, "dark": self.themes.dark, "contrast": self.themes.contrast}

    def assert_readable(self, ink, paper):
        for name, theme in self.named.items():
            with self.subTest(theme=name, ink=ink, paper=paper):
                found = contrast(self.themes.colour(theme, ink), self.themes.colour(theme, paper))
                self.assertGreaterEqual(found, LEAST_CONTRAST)

    def test_text_stands_out_from_every_paper(self):
        papers = ("--color-paper", "--color-paper-soft")
        for ink, paper in product(("--color-ink", "--color-ink-soft", "--color-accent"), papers):
            self.assert_readable(ink, paper)
        self.assert_readable("--color-accent-ink", "--color-accent")
        self.assert_readable("--color-band-ink", "--color-band")
        self.assert_readable("--color-ink", "--color-mark")

    def test_verdicts_stand_out_from_their_own_paper_and_from_the_page(self):
        for tone in TONES:
            for paper in (f"--tone-{tone}-paper", "--color-paper", "--color-paper-soft"):
                self.assert_readable(f"--tone-{tone}-ink", paper)
            self.assert_readable("--color-ink", f"--tone-{tone}-paper")

    def test_edges_of_fields_can_be_seen(self):
        for name, theme in self.named.items():
            with self.subTest(theme=name):
                line = self.themes.colour(theme, "--color-line-strong")
                self.assertGreaterEqual(contrast(line, self.themes.colour(theme, "--color-paper")), 3)

    def test_verdicts_differ_also_without_colour(self):
        for name, theme in self.named.items():
            greys = sorted(
                116 * luminance(self.themes.colour(theme, f"--tone-{tone}")) ** (1 / 3) - 16 for tone in TONES
            )
            steps = [higher - lower for lower, higher in pairwise(greys)]
            with self.subTest(theme=name):
                self.assertGreaterEqual(min(steps), 8)

    def test_dark_is_the_same_whether_the_system_or_the_reader_chose_it(self):
        self.assertEqual(self.themes.system_dark, self.themes.dark)

    def test_each_theme_says_every_meaning(self):
        meanings = {name for name in self.themes.light if name.startswith(("--color", "--tone", "--picture"))}
        self.assertEqual({name for name in self.themes.dark if name != "color-scheme"}, meanings)


class FaceTests(TestCase):
    def test_all_faces_together_weigh_at_most_70_kilobytes(self):
        faces = list(FACES.glob("*.woff2"))
        self.assertEqual(len(faces), 5)
        self.assertLessEqual(sum(face.stat().st_size for face in faces), 70_000)

    def test_every_face_has_its_licence_beside_it(self):
        licences = [path.read_text("utf-8") for path in FACES.glob("*-OFL.txt")]
        self.assertEqual(len(licences), 2)
        for licence in licences:
            self.assertIn("SIL OPEN FONT LICENSE Version 1.1", licence)

    def test_the_sheet_of_faces_names_files_that_exist_and_scaled_stand_ins(self):
        text = (CSS / "fonts.css").read_text("utf-8")
        for name in re.findall(r'url\("\.\./fonts/([^"]+)"\)', text):
            self.assertTrue((FACES / name).exists(), name)
        for block in re.findall(r"@font-face \{([^}]*)\}", text):
            if "local(" in block:
                self.assertIn("size-adjust", block)
                self.assertIn("ascent-override", block)

    def test_no_line_is_set_tighter_than_vietnamese_marks_allow(self):
        wrong = []
        for path in CSS.rglob("*.css"):
            text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
            for selector, value in re.findall(r"([^{}]+)\{[^{}]*line-height:\s*([0-9.]+)\s*;", text):
                if float(value) < 1.5 and not re.search(DIGITS_ONLY, selector):
                    wrong.append(f"{path.name}: {selector.strip()} {value}")
        self.assertEqual(wrong, [])


class RuleTests(TestCase):
    def test_no_rule_says_one_thing_twice(self):
        wrong = []
        for path in CSS.rglob("*.css"):
            text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
            for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
                said = re.findall(r"(?:^|;)\s*([a-z-]+)\s*:", body)
                wrong += [f"{path.name}: {selector.strip()} {name}" for name in set(said) if said.count(name) > 1]
        self.assertEqual(wrong, [])


class FileTests(TestCase):
    def test_every_token_that_a_sheet_uses_exists(self):
        defined = set(re.findall(r"(--[a-z0-9-]+):", "".join(path.read_text("utf-8") for path in CSS.rglob("*.css"))))
        for path in CSS.rglob("*.css"):
            used = set(re.findall(r"var\((--[a-z0-9-]+)\)", path.read_text("utf-8")))
            with self.subTest(sheet=path.name):
                self.assertEqual(used - defined, set())

    def test_nothing_on_paper_takes_the_colour_that_django_writes_on_the_band(self):
        wrong = [path.name for path in CSS.rglob("*.css") if "var(--accent)" in path.read_text("utf-8")]
        self.assertEqual(wrong, [])

    def test_only_the_tokens_use_the_palette(self):
        palette = set(Themes().palette)
        for path in CSS.rglob("*.css"):
            if path.name != "tokens.css":
                with self.subTest(sheet=path.name):
                    self.assertEqual(
                        set(re.findall(r"var\((--[a-z0-9-]+)\)", path.read_text("utf-8"))) & palette, set()
                    )

    def test_every_sheet_is_linked_somewhere_and_every_link_leads_to_a_file(self):
        self.assertEqual(len(bundles.COMPONENTS), len(set(bundles.COMPONENTS)))
        pages = "".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.html"))
        linked = set(re.findall(r"(?:static[ (]['\"]|/static/)(css/[^'\"]+\.css)", pages))
        linked |= set(*bundles.STYLES.values())
        code = "".join(path.read_text("utf-8") for path in source.ROOT.glob("*/*.py") if path.name != "bundles.py")
        linked |= set(re.findall(r'"(css/[^"]+\.css)"', code))
        self.assertEqual(linked, {path.relative_to(CSS.parent).as_posix() for path in CSS.rglob("*.css")})

    def test_scripts_ask_no_other_site_and_keep_no_cookie(self):
        for path in SCRIPTS.glob("*.js"):
            text = path.read_text("utf-8")
            with self.subTest(script=path.name):
                self.assertNotRegex(text, r"https?://|document\.cookie\s*=|\bimport\b|innerHTML")
                if not path.name.startswith("desk"):
                    # At the desk the server's own word that a text was saved is read from one.
                    self.assertNotIn("document.cookie", text)
