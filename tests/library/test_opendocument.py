"""ODT as an attacker makes it, and as people do. No database."""

from tests.library import samples
from tests.library.test_office import OLE, REMOTE, Judged


class OpenDocument(Judged):
    def test_links_pictures_inside_and_fields_come_in(self):
        for body in (
            '<text:a xlink:href="https://sonla.example/">trang</text:a>',
            '<text:a xlink:href="../Phu%20luc.odt">phụ lục</text:a>',
            '<text:a xlink:href="#Bang1">bảng</text:a>',
            '<draw:image xlink:href="Pictures/100.png"/>',
            '<draw:object xlink:href="./Object 1"/>',
            '<table:table-cell table:formula="ooow:mean &lt;A1&gt;|&lt;A2&gt;"/>',
            "<text:page-number/><office:scripts/>",
        ):
            with self.subTest(body=body):
                self.assertEqual(self.accepted(samples.odt(body)), "odt")

    def test_a_part_that_libreoffice_leaves_empty_comes_in(self):
        self.assertEqual(self.accepted(samples.odt(**{"Configurations2/accelerator/current.xml": b""})), "odt")

    def test_macros_and_what_calls_them_are_refused(self):
        self.assert_refused(
            {
                "basic": samples.odt(**{"Basic/Standard/Module1.xml": "<a/>"}),
                "python": samples.odt(**{"scripts/python/a.py": b"x"}),
                "event": samples.odt('<script:event-listener script:event-name="dom:load"/>'),
                "link": samples.odt('<text:a xlink:href="vnd.sun.star.script:a.b?language=Basic">a</text:a>'),
                "old link": samples.odt('<text:a xlink:href="macro:///Standard.Module1.Main">a</text:a>'),
                "field": samples.odt('<text:execute-macro text:name="a"/>'),
                "written out": samples.odt('<script:script script:language="ooo:Basic"/>'),
                "in utf-16": samples.odt(
                    **{"content.xml": samples.odt_content("<text:execute-macro/>").encode("utf-16")}
                ),
            },
            "Tệp có macro",
        )

    def test_dde_is_refused(self):
        self.assert_refused(
            {
                "section": samples.odt("<text:section><office:dde-source/></text:section>"),
                "field": samples.odt("<text:dde-connection-decls/>"),
                "formula": samples.odt("<table:table-cell table:formula=\"of:=DDE('a';'b';'c')\"/>"),
            },
            "liên kết DDE",
        )

    def test_objects_are_refused(self):
        self.assert_refused(
            {
                "element": samples.odt('<draw:object-ole xlink:href="./Object 1"/>'),
                "bytes": samples.odt(**{"ObjectReplacements/a": OLE}),
                "archive": samples.odt(**{"Object 1": samples.docx()}),
                "plug-in": samples.odt('<draw:plugin xlink:href="a"/>'),
            },
            "đối tượng nhúng",
        )

    def test_what_is_fetched_from_elsewhere_is_refused(self):
        self.assert_refused(
            {
                "picture": samples.odt(f'<draw:image xlink:href="{REMOTE}"/>'),
                "picture beside": samples.odt('<draw:image xlink:href="../a.png"/>'),
                "picture on the machine": samples.odt('<draw:image xlink:href="/etc/passwd"/>'),
                "picture of a neighbour": samples.odt('<draw:image xlink:href="file://may-chu/a.png"/>'),
                "section": samples.odt(f'<text:section><text:section-source xlink:href="{REMOTE}"/></text:section>'),
                "frame": samples.odt('<draw:floating-frame xlink:href="a"/>'),
                "object": samples.odt(f'<draw:object xlink:href="{REMOTE}"/>'),
                "style": samples.odt(**{"styles.xml": samples.odt_content(f'<style:b xlink:href="{REMOTE}"/>')}),
                "template": samples.odt(**{"meta.xml": samples.odt_content(f'<meta:template xlink:href="{REMOTE}"/>')}),
            },
            "từ nơi khác",
        )
        self.assertIn(
            "Tệp có liên kết «", self.refusal(samples.odt('<text:a xlink:href="file://may-chu/a">a</text:a>'))
        )

    def test_a_locked_one_and_a_broken_one_are_refused(self):
        self.assertIn("mật khẩu", self.refusal(samples.odt(**{"META-INF/manifest.xml": "<a><encryption-data/></a>"})))
        self.assertIn("cấu trúc lạ", self.refusal(samples.odt(**{"styles.xml": "<!DOCTYPE a><a/>"})))
