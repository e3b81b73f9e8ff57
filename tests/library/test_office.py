"""DOCX, XLSX and PPTX as an attacker makes them, and as people do. No database."""

import io

from django.test import SimpleTestCase

from library.inspection import documents
from tests.library import samples
from tests.library.judging import Refusing
from tests.library.samples import OFFICE, SHEET, SLIDES, WORD

REMOTE = "https://may-chu-la.example/a"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


class Judged(Refusing, SimpleTestCase):
    def accepted(self, content):
        return documents.inspect(io.BytesIO(content), "zip")["type"]

    def assert_refused(self, samples_by_name, words):
        for name, content in samples_by_name.items():
            with self.subTest(name=name):
                sentence = self.refusal(content)
                self.assertIn(words, sentence)
                self.assertIn("Hãy ", sentence)


def with_relationship(*row, owner="word/document.xml", make=samples.docx):
    folder, _, name = owner.rpartition("/")
    return make(**{f"{folder}/_rels/{name}.rels": samples.relationships(row)})


def run(inner):
    return f"<w:r>{inner}</w:r>"


def code(text):
    return run(f"<w:instrText>{text}</w:instrText>")


def mark(kind):
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


def field(*codes, result="1"):
    """A Word field whose code is spread over those runs."""
    inner = "".join(part if part.startswith("<") else code(part) for part in codes)
    return f"<w:p>{mark('begin')}{inner}{mark('separate')}{run(f'<w:t>{result}</w:t>')}{mark('end')}</w:p>"


def of_fields(*fields):
    return samples.docx_of("".join(fields))


def sheet(inner):
    return samples.xlsx(**{"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}">{inner}</worksheet>'})


def formula(text):
    return sheet(f'<sheetData><row r="1"><c r="A1"><f>{text}</f></c></row></sheetData>')


def typed(kind, **extra):
    """A package that declares a part of that kind, whatever it is called."""
    more = f'<Override PartName="/word/x.dat" ContentType="{kind}"/>'
    types = samples.content_types("word/document.xml", f"{OFFICE}wordprocessingml.document.main+xml", more=more)
    return samples.docx(**{"[Content_Types].xml": types, "word/x.dat": b"x", **extra})


class Honest(Judged):
    def test_ordinary_files_of_every_program_come_in(self):
        for name in sorted(path.name for path in samples.FOLDER.iterdir()):
            kind = name.rpartition(".")[2]
            content = io.BytesIO(samples.real(name))
            with self.subTest(name=name):
                self.assertEqual(documents.inspect(content, "pdf" if kind == "pdf" else "zip")["type"], kind)

    def test_links_that_people_click_come_in(self):
        for target in (
            "https://sonla.gov.vn/nghi-quyet?a=1&amp;b=2",
            "mailto:tinhuy@sonla.example",
            "tel:02123852",
            "Phu%20luc%201.docx",
            "file:///C:/Users/Hoa/Phu%20luc.docx",
            "C:\\Users\\Hoa\\a.docx",
            "javascript:void(0)",
            "javascript:;",
            "#_Toc1",
        ):
            with self.subTest(target=target):
                self.assertEqual(self.accepted(with_relationship("hyperlink", target, "External")), "docx")

    def test_fields_that_only_count_and_refer_come_in(self):
        for codes in (
            ["PAGE"],
            [" PA", "GE  \\* MERGEFORMAT "],
            [' TOC \\o "1-3" \\h \\z \\u '],
            [' HYPERLINK "https://sonla.example" \\o "Ghi chú: mở trang" '],
            [' HYPERLINK \\l "_Toc1" '],
            [" = SUM(ABOVE) "],
            ["IF ", field("PAGE"), ' = 1 "a" "b"'],
            ["MACROBUTTON NoMacro [Bấm để nhập]"],
            ["ADDIN ZOTERO_ITEM CSL_CITATION {}"],
            [" "],
        ):
            with self.subTest(codes=codes):
                self.assertEqual(self.accepted(of_fields(field(*codes))), "docx")

    def test_formulas_that_only_compute_come_in(self):
        for text in (
            "SUM(B1:B2)",
            'IF(B1&gt;7,"đạt | vượt","cmd|calc")',
            "HYPERLINK(&quot;https://sonla.example&quot;)",
            "RECALL(1)",
            "'Năm 2025'!A1",
        ):
            with self.subTest(text=text):
                self.assertEqual(self.accepted(formula(text)), "xlsx")

    def test_a_part_in_utf_16_is_read_like_any_other(self):
        content = samples.docx(**{"word/document.xml": samples.word().encode("utf-16")})
        self.assertEqual(self.accepted(content), "docx")


class Elsewhere(Judged):
    def test_what_is_fetched_from_elsewhere_is_refused(self):
        for kind in ("attachedTemplate", "image", "frame", "video", "mailMergeSource", "transform", "lạ"):
            for target in (REMOTE, "file://may-chu/a", "\\\\may-chu\\a", "a.dotm"):
                with self.subTest(kind=kind, target=target):
                    self.assertIn("từ nơi khác", self.refusal(with_relationship(kind, target, "External")))

    def test_an_address_without_its_mode_is_no_way_in(self):
        self.assertIn("từ nơi khác", self.refusal(with_relationship("image", REMOTE)))
        self.assertIn("từ nơi khác", self.refusal(with_relationship("attachedTemplate", "//may-chu/a.dotm")))

    def test_what_a_document_would_load_besides_is_refused(self):
        schema = f'<w:schemaLibrary><w:schema w:manifestLocation="{REMOTE}"/></w:schemaLibrary>'
        self.assertIn("phần mở rộng từ nơi khác", self.refusal(samples.docx_of(schema)))

    def test_relationships_are_read_in_any_encoding_and_place(self):
        rows = samples.relationships(("attachedTemplate", REMOTE, "External"))
        utf_16 = f'<?xml version="1.0" encoding="UTF-16"?>{rows}'.encode("utf-16")
        cyrillic = f'<?xml version="1.0" encoding="windows-1251"?>{rows}'.encode("cp1251")
        strict = rows.replace("schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument")
        self.assert_refused(
            {
                "utf-16": samples.docx(**{"word/_rels/settings.xml.rels": utf_16}),
                "another code page": samples.docx(**{"word/_rels/settings.xml.rels": cyrillic}),
                "strict": samples.docx(**{"word/_rels/settings.xml.rels": strict}),
                "capitals": samples.docx(**{"word/_RELS/settings.xml.RELS": rows}),
                "under a name in numbers": samples.docx(**{"word/_rels/settings.xml.%72els": rows}),
                "in a picture": samples.docx(**{"word/media/a.png": rows}),
                "of a part nobody names": samples.docx(**{"x/_rels/y.rels": rows}),
            },
            "từ nơi khác",
        )

    def test_links_that_start_programs_or_sign_in_elsewhere_are_refused(self):
        for target in (
            "file://may-chu/chung/a.docx",
            "\\\\may-chu\\a",
            "file:///\\\\may-chu\\a",
            "ms-msdt:/id PCWDiagnostic",
            "search-ms:query=a",
            "vbscript:a",
            "javascript:alert(1)",
            "vnd.sun.star.script:a",
            "data:text/html,a",
        ):
            with self.subTest(target=target):
                self.assertIn("Tệp có liên kết «", self.refusal(with_relationship("hyperlink", target, "External")))
        for arguments in (
            '"\\\\\\\\may-chu\\\\a"',
            "\\\\may-chu",
            '\\n "file://may-chu/a"',
            '\\o "a b" "ms-msdt:a"',
            '\\l a "file://may-chu"',
        ):
            with self.subTest(arguments=arguments):
                self.assertIn("Tệp có liên kết «", self.refusal(of_fields(field(f"HYPERLINK {arguments}"))))

    def test_fields_that_fetch_are_refused(self):
        for word in ("INCLUDEPICTURE", "INCLUDETEXT", "IncludePicture", "LINK", "DATABASE", "RD", "IMPORT"):
            with self.subTest(word=word):
                self.assertIn("từ nơi khác", self.refusal(of_fields(field(f'{word} "{REMOTE}"'))))

    def test_formulas_that_fetch_are_refused(self):
        for text in (
            f'WEBSERVICE("{REMOTE}")',
            f'_xlfn.WEBSERVICE ("{REMOTE}")',
            f'1+_xlfn.IMAGE("{REMOTE}")',
            'RTD("a",,"b")',
            'CALL("Shell32","ShellExecuteA")',
        ):
            with self.subTest(text=text):
                self.assertIn("từ nơi khác", self.refusal(formula(text)))

    def test_links_to_other_workbooks_and_data_are_refused(self):
        for kind in ("externalLink", "connections", "queryTable"):
            with self.subTest(kind=kind):
                self.assertIn("từ nơi khác", self.refusal(with_relationship(kind, "a.xml")))

    def test_pictures_that_name_their_own_address_are_refused(self):
        for inner in (
            f'<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="{REMOTE}"/>',
            f'<v:fill xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:o" o:href="{REMOTE}"/>',
        ):
            with self.subTest(inner=inner):
                self.assertIn("lấy ảnh từ nơi khác", self.refusal(samples.docx_of(f"<w:p>{inner}</w:p>")))
        svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{REMOTE}"/></svg>'
        self.assertIn("lấy ảnh từ nơi khác", self.refusal(samples.docx(**{"word/media/a.svg": svg})))


class Dde(Judged):
    DDE = 'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"'

    def test_a_dde_field_is_found_however_it_is_written(self):
        simple = f"<w:p><w:fldSimple w:instr='{self.DDE}'/></w:p>"
        in_header = f'<w:hdr xmlns:w="{WORD}">{field(self.DDE)}</w:hdr>'
        over_paragraphs = f"<w:p>{mark('begin')}{code('DD')}</w:p><w:p>{code('E a b')}{mark('end')}</w:p>"
        inside = field("IF 1 = 1 ", field("dde ", "a b"), ' "x" "y"')
        self.assert_refused(
            {
                "one run": of_fields(field(self.DDE)),
                "many runs": of_fields(field(*"DDEAUTO", " c:\\\\a")),
                "small letters": of_fields(field(" ddeauto a b")),
                "in one attribute": samples.docx_of(simple),
                "in a header": samples.docx(**{"word/header1.xml": in_header}),
                "over paragraphs": samples.docx_of(over_paragraphs),
                "in another field": of_fields(inside),
                "in the result of another": of_fields(field("PAGE", result="</w:t>" + field("DDE a b") + "<w:t>")),
                "deleted": of_fields(field("<w:r><w:delInstrText>DDE a b</w:delInstrText></w:r>")),
                "never closed": samples.docx_of(f"<w:p>{mark('begin')}{code('DDE a b')}</w:p>"),
                "without a beginning": samples.docx_of(f"<w:p>{code('DDE a b')}</w:p>"),
                "with marks between": of_fields(field("DD<!-- -->E a")),
                "in character references": of_fields(field("&#68;&#x44;E a b")),
                "in another spelling of the format": samples.docx(
                    **{
                        "word/document.xml": samples.word(field(self.DDE)).replace(
                            WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main"
                        )
                    }
                ),
                "in utf-16": samples.docx(**{"word/document.xml": samples.word(field(self.DDE)).encode("utf-16")}),
            },
            "liên kết DDE",
        )

    def test_a_code_that_another_field_would_put_together_is_refused(self):
        quoted = field("QUOTE 68 68 69 65 85 84 79")
        for codes in ([quoted, " c:\\\\a"], ["D", quoted], ["UNKNOWN a"], ["\uff24\uff24\uff25 a"]):
            with self.subTest(codes=codes):
                self.assertIn("trường lạ", self.refusal(of_fields(field(*codes))))

    def test_dde_in_a_sheet_is_found(self):
        rows = {
            "formula": formula("cmd|' /c calc'!A0"),
            "with a sign": formula("+MSEXCEL|'..\\\\cmd.exe'!'a'"),
            "behind words": formula('"a | b" &amp; cmd|a!b'),
            "function": formula('DDE("soffice";"a";"b")'),
            "name": samples.xlsx(
                **{
                    "xl/workbook.xml": f'<workbook xmlns="{SHEET}"><definedNames><definedName name="a">cmd|a!b'
                    "</definedName></definedNames></workbook>"
                }
            ),
            "rule": sheet("<dataValidation><formula1>cmd|a!b</formula1></dataValidation>"),
            "link": samples.xlsx(
                **{"xl/e1.xml": f'<externalLink xmlns="{SHEET}"><ddeLink ddeService="cmd"/></externalLink>'}
            ),
        }
        self.assert_refused(rows, "liên kết DDE")


class Carried(Judged):
    def test_macros_are_found_by_what_they_are(self):
        macro = "application/vnd.ms-office.vbaProject"
        main = samples.content_types("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml")
        utf_16 = f'<?xml version="1.0" encoding="UTF-16"?>{main}'.encode("utf-16")
        self.assert_refused(
            {
                "by type": typed(macro),
                "by name": samples.docx(**{"word/vbaProject.bin": b"x"}),
                "by name in capitals": samples.docx(**{"WORD/VBAPROJECT.BIN": b"x"}),
                "by folder": samples.xlsx(**{"xl/macrosheets/sheet1.xml": "<a/>"}),
                "basic": samples.docx(**{"Basic/Standard/Module1.xml": "<a/>"}),
                "python": samples.docx(**{"Scripts/python/a.py": b"x"}),
                "old controls": samples.docx(**{"word/activeX/activeX1.xml": "<a/>"}),
                "by type in capitals": typed(macro.upper()),
                "main part": samples.docx(**{"[Content_Types].xml": main}),
                "main part in utf-16": samples.docx(**{"[Content_Types].xml": utf_16}),
                "by type with references": typed("application/vnd.ms-office.vba&#80;roject"),
                "by relationship": with_relationship("vbaProject", "x.dat"),
                "macro sheet": with_relationship("xlMacrosheet", "x.xml", make=samples.xlsx, owner="xl/workbook.xml"),
                "macro of another workbook": samples.xlsx(
                    **{"xl/drawings/drawing1.xml": '<a:sp xmlns:a="urn:a" macro="[1]!Mo"/>'}
                ),
                "macro by an old shape": samples.xlsx(
                    **{"xl/drawings/a.vml": "<xml><FmlaMacro>'\\\\may-chu\\a.xlsm'!Mo</FmlaMacro></xml>"}
                ),
                "ribbon": with_relationship("extensibility", "x.xml"),
                "web add-in": with_relationship("webextensiontaskpanes", "x.xml"),
                "field": of_fields(field("MACROBUTTON AutoOpen bấm")),
                "click": samples.pptx(
                    **{
                        "ppt/slides/slide1.xml": f'<p:sld xmlns:p="{SLIDES}" xmlns:a="urn:a"><a:hlinkClick '
                        'action="ppaction://macro?name=a"/></p:sld>'
                    }
                ),
            },
            "Tệp có macro",
        )

    def test_a_click_that_starts_a_program_is_refused(self):
        for action in ("ppaction://program", "ppaction://ole?verb=0", "PPACTION://Program"):
            slide = f'<p:sld xmlns:p="{SLIDES}" xmlns:a="urn:a"><a:hlinkClick action="{action}"/></p:sld>'
            with self.subTest(action=action):
                self.assertIn("mở chương trình", self.refusal(samples.pptx(**{"ppt/slides/slide1.xml": slide})))
        jump = '<p:sld xmlns:p="urn:p" xmlns:a="urn:a"><a:hlinkClick action="ppaction://hlinksldjump"/></p:sld>'
        self.assertEqual(self.accepted(samples.pptx(**{"ppt/slides/slide1.xml": jump})), "pptx")

    def test_objects_and_other_files_inside_are_refused(self):
        self.assert_refused(
            {
                "ole by relationship": with_relationship("oleObject", "x.bin"),
                "package": with_relationship("package", "x.xlsx"),
                "html": with_relationship("aFChunk", "x.html"),
                "ole by its bytes": samples.docx(**{"word/media/image1.png": OLE}),
                "workbook by its bytes": samples.docx(**{"word/embeddings/a.xlsx": samples.xlsx()}),
                "program by its bytes": samples.docx(**{"word/media/image1.jpg": b"MZ" + bytes(99)}),
                "ole by type": typed(f"{OFFICE}oleObject"),
                "ole by element": samples.docx_of('<w:object><o:OLEObject xmlns:o="urn:o" Type="Embed"/></w:object>'),
                "slide": samples.pptx(**{"ppt/s.xml": '<p:oleObj xmlns:p="urn:p"/>'}),
                "field": of_fields(field("EMBED Equation.3")),
            },
            "đối tượng nhúng",
        )

    def test_active_x_is_refused(self):
        self.assert_refused(
            {
                "by type": typed("application/vnd.ms-office.activeX+xml"),
                "by relationship": with_relationship("control", "activeX1.xml"),
                "field": of_fields(field("CONTROL Forms.CommandButton.1")),
            },
            "ActiveX",
        )


class Strange(Judged):
    def test_broken_xml_and_entities_are_refused(self):
        laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document xmlns:w="urn:w">&b;</w:document>'
        outside = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'
        for name, content in {
            "cut": samples.word()[:-9],
            "laughs": laughs,
            "outside": outside,
            "doctype": f"<!DOCTYPE a>{samples.word()}",
            "unknown encoding": '<?xml version="1.0" encoding="la-lung"?><a/>',
            "utf-32": b"\x00\x00\xfe\xff" + "<a/>".encode("utf-32-be"),
            "html": "<html><p>a",
            "empty": "",
        }.items():
            with self.subTest(name=name):
                self.assertIn("cấu trúc lạ", self.refusal(samples.docx(**{"word/document.xml": content})))
                self.assertIn("cấu trúc lạ", self.refusal(samples.docx(**{"docProps/app.xml": content})))

    def test_markup_is_read_whatever_its_part_is_called(self):
        hidden = samples.word(field("DDE a b"))
        for name, content in {
            "utf-8": hidden.encode(),
            "utf-16": hidden.encode("utf-16-le"),
            "behind many blanks": b" " * 9_000 + hidden.encode(),
        }.items():
            with self.subTest(name=name):
                self.assertIn("DDE", self.refusal(samples.docx(**{"word/media/image1.png": content})))

    def test_a_package_with_two_faces_is_refused(self):
        root = samples.relationships(("officeDocument", "word/document.xml"), ("officeDocument", "word/other.xml"))
        kind = f"{OFFICE}wordprocessingml.document.main+xml"
        twice = samples.content_types("word/document.xml", kind, more='<Default Extension="XML" ContentType="a/b"/>')
        for name, extra in {
            "two main parts": {"_rels/.rels": root, "word/other.xml": samples.word()},
            "two types of one extension": {"[Content_Types].xml": twice},
            "main part outside": {"_rels/.rels": samples.relationships(("officeDocument", "../a.xml"))},
        }.items():
            with self.subTest(name=name):
                self.assertIn("cấu trúc lạ", self.refusal(samples.docx(**extra)))

    def test_templates_and_shows_are_told_to_be_saved_differently(self):
        for kind in ("wordprocessingml.template", "presentationml.slideshow", "spreadsheetml.template"):
            types = samples.content_types("word/document.xml", f"{OFFICE}{kind}.main+xml")
            with self.subTest(kind=kind):
                self.assertIn("Hãy chọn tệp PDF", self.refusal(samples.docx(**{"[Content_Types].xml": types})))

    def test_too_much_of_anything_is_refused(self):
        for name, body in {
            "elements": "".join(f'<a b="{number}"/>' for number in range(1_700_000)),
            "names": "".join(f"<a{number}/>" for number in range(6_000)),
            "attributes": f"<a {' '.join(f'b{number}=' + chr(34) * 2 for number in range(3_000))}/>",
            "fields in fields": mark("begin") * 60,
        }.items():
            with self.subTest(name=name):
                self.assertRegex(self.refusal(samples.docx_of(body)), "quá nhiều thành phần|quá sâu")


class Told(Judged):
    def told(self, content):
        traces = documents.inspect(io.BytesIO(content), "zip")["traces"]
        return {told["kind"]: told["values"] or told["count"] for told in traces}

    def test_names_in_properties_comments_and_changes_are_told(self):
        core = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Lò Thị Hoa</dc:creator>'
            "<cp:lastModifiedBy>Quàng Văn Đức</cp:lastModifiedBy></cp:coreProperties>"
        )
        app = f'<Properties xmlns="{OFFICE[:-1]}/extended-properties"><Company>Tỉnh ủy</Company></Properties>'
        app = app.replace(OFFICE[:-1], "http://schemas.openxmlformats.org/officeDocument/2006")
        custom = app.replace("extended", "custom").replace("<Company>Tỉnh ủy</Company>", '<property name="Số lưu"/>')
        changed = (
            '<w:p><w:ins w:author="Cầm Thị Mai"><w:r><w:t>a</w:t></w:r></w:ins><w:del w:author="Cầm Thị Mai"/></w:p>'
        )
        comments = f'<w:comments xmlns:w="{WORD}"><w:comment w:author="Vì Văn Sơn" w:initials="VS"/></w:comments>'
        told = self.told(
            samples.docx_of(
                changed,
                **{"docProps/core.xml": core, "docProps/app.xml": app, "docProps/custom.xml": custom},
                **{"word/comments.xml": comments},
            )
        )
        self.assertEqual(
            told,
            {
                "Người soạn": ["Lò Thị Hoa"],
                "Người lưu lần cuối": ["Quàng Văn Đức"],
                "Cơ quan": ["Tỉnh ủy"],
                "Người sửa, ghi chú": ["Cầm Thị Mai", "Vì Văn Sơn"],
                "Thuộc tính riêng": ["Số lưu"],
                "Chữ đã xóa nhưng còn lưu (theo dõi thay đổi)": 1,
                "Ghi chú bên lề": 1,
            },
        )

    def test_hidden_words_are_told_also_when_a_style_hides_them(self):
        styles = (
            f'<w:styles xmlns:w="{WORD}"><w:style w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
            '<w:style w:styleId="Hien"><w:rPr><w:vanish w:val="0"/></w:rPr></w:style></w:styles>'
        )
        more = f'<Override PartName="/word/styles.xml" ContentType="{OFFICE}wordprocessingml.styles+xml"/>'
        types = samples.content_types("word/document.xml", f"{OFFICE}wordprocessingml.document.main+xml", more=more)
        body = (
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>mật</w:t></w:r><w:r><w:rPr><w:vanish w:val='false'/></w:rPr></w:r>"
            "<w:r><w:rPr><w:rStyle w:val='An'/></w:rPr></w:r><w:r><w:rPr><w:rStyle w:val='Hien'/></w:rPr></w:r>"
        )
        content = samples.docx_of(f"<w:p>{body}</w:p>", **{"word/styles.xml": styles, "[Content_Types].xml": types})
        self.assertEqual(self.told(content), {"Chữ ẩn": 2})

    def test_hidden_sheets_rows_and_slides_are_told(self):
        book = f'<workbook xmlns="{SHEET}"><sheet name="Số liệu"/><sheet name="Lương" state="veryHidden"/></workbook>'
        rows = f'<worksheet xmlns="{SHEET}"><col hidden="1"/><row hidden="1"/><row hidden="0"/></worksheet>'
        told = self.told(samples.xlsx(**{"xl/workbook.xml": book, "xl/worksheets/sheet1.xml": rows}))
        self.assertEqual(told, {"Trang tính ẩn": ["Lương"], "Hàng, cột ẩn": 2})
        slide, notes = (f'<p:{name} xmlns:p="{SLIDES}"/>' for name in ('sld show="0"', "notes"))
        told = self.told(samples.pptx(**{"ppt/slides/slide1.xml": slide.replace('show="0" ', 'show="0" '),
                                         "ppt/notesSlides/notesSlide1.xml": notes}))  # fmt: skip
        self.assertEqual(told, {"Trang chiếu ẩn": 1, "Lời ghi của người trình bày": 1})

    def test_a_flood_of_names_is_cut(self):
        body = "".join(f'<w:ins w:author="Người {number} {"x" * 500}"/>' for number in range(500))
        told = self.told(samples.docx_of(body))
        self.assertEqual(len(told["Người sửa, ghi chú"]), 12)
        self.assertLessEqual(max(map(len, told["Người sửa, ghi chú"])), 80)
