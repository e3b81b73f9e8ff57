"""Names leave a document, everything else stays. No database."""

import io
import zipfile

import docx
import openpyxl
import pikepdf
from django.test import SimpleTestCase
from pikepdf import Array, Dictionary, Name, String

from library.inspection import documents
from library.inspection.refused import Refused
from tests.library import samples
from tests.library.samples import OFFICE, WORD
from tests.library.test_pdf import beside_the_page, note

HOA, DUC = "Lò Thị Hoa", "Quàng Văn Đức"
PEOPLE = (HOA, DUC, "hoa@sonla.example", "LTH", "C:\\Users\\hoa")


def kind_of(content):
    return "pdf" if content.startswith(b"%PDF") else "zip"


def cleaned(content):
    found = documents.inspect(io.BytesIO(content), kind_of(content))
    return documents.cleaned(io.BytesIO(content), found["type"])


def told(content):
    return {trace["kind"] for trace in documents.inspect(io.BytesIO(content), kind_of(content))["traces"]}


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def all_text(content):
    if kind_of(content) == "zip":
        return "".join(part.decode("utf-8", "replace") for part in parts(content).values())
    with pikepdf.open(io.BytesIO(content)) as document:
        return "".join(map(repr, document.objects))


def docx_with_people():
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Kế hoạch</dc:title><dc:creator>{HOA}</dc:creator>'
        f"<cp:lastModifiedBy>{DUC}</cp:lastModifiedBy></cp:coreProperties>"
    )
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:v="urn:v">'
        f'<property name="Người duyệt"><v:lpwstr>{DUC}</v:lpwstr></property></Properties>'
    )
    body = (
        f'<w:p><w:ins w:id="1" w:author="{HOA}"><w:r><w:t>Nội dung mới</w:t></w:r></w:ins>'
        f'<w:del w:id="2" w:author="{DUC}"><w:r><w:delText>cũ</w:delText></w:r></w:del></w:p>'
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>chữ ẩn</w:t></w:r></w:p>"
    )
    comments = (
        f'<w:comments xmlns:w="{WORD}"><w:comment w:id="1" w:author="{HOA}" w:initials="LTH">'
        "<w:p><w:r><w:t>Cần nêu nguồn</w:t></w:r></w:p></w:comment></w:comments>"
    )
    people = (
        '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        f'<w15:person w15:author="{HOA}"><w15:presenceInfo w15:providerId="AD" w15:userId="hoa@sonla.example"/>'
        "</w15:person></w15:people>"
    )
    # Word leaves prefixes in a list of words; a writer that renames them breaks the file.
    document = samples.word(body).replace(
        "<w:document ", '<w:document xmlns:mc="urn:mc" xmlns:w14="urn:w14" mc:Ignorable="w14" '
    )
    files = {"word/document.xml": document, "word/comments.xml": comments, "word/people.xml": people}
    return samples.docx(**files, **{"docProps/core.xml": core, "docProps/custom.xml": custom})


def xlsx_with_people():
    book = openpyxl.load_workbook(io.BytesIO(samples.real("openpyxl.xlsx")))
    buffer = io.BytesIO()
    book.save(buffer)
    found = parts(buffer.getvalue())
    path = f'<x15ac:absPath xmlns:x15ac="urn:x15ac" url="C:\\Users\\hoa"/><fileSharing userName="{HOA}"/>'
    found["xl/workbook.xml"] = found["xl/workbook.xml"].replace(b"<workbookPr", path.encode() + b"<workbookPr", 1)
    return samples.archive(found | {"xl/persons/person.xml": _persons()})


def _persons():
    return (
        '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        f'<person displayName="{HOA}" id="a" userId="hoa@sonla.example" providerId="AD"/></personList>'
    )


def odt_with_people():
    meta = (
        f"<meta:initial-creator>{HOA}</meta:initial-creator><dc:creator>{DUC}</dc:creator>"
        f'<meta:printed-by>{DUC}</meta:printed-by><meta:user-defined meta:name="Người duyệt">{DUC}</meta:user-defined>'
        '<meta:template xlink:href="../hoa/mau.ott"/>'
    )
    body = (
        f"<text:p><office:annotation><dc:creator>{HOA}</dc:creator><meta:creator-initials>LTH</meta:creator-initials>"
        "<text:p>Cần nêu nguồn</text:p></office:annotation>Kế hoạch</text:p>"
        "<text:p><text:hidden-text>ẩn</text:hidden-text></text:p>"
    )
    return samples.odt(body, **{"meta.xml": samples.odt_content(meta)})


def pdf_with_people(change=None):
    def people(document):
        document.docinfo["/Author"] = HOA
        document.docinfo["/NguoiDuyet"] = DUC
        packet = f'<a xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{DUC}</dc:creator></a>'
        document.Root.Metadata = document.make_stream(packet.encode(), Type=Name.Metadata)
        document.Root.PieceInfo = Dictionary(An=String(HOA))
        beside_the_page(note(Subtype=Name.Text, T=String(HOA), Contents=String("Cần nêu nguồn")))(document)
        document.pages[0].Metadata = document.make_stream(packet.encode(), Type=Name.Metadata)
        if change:
            change(document)

    return samples.pdf(change=people)


class Cleaning(SimpleTestCase):
    def assert_nobody(self, content):
        text = all_text(content)
        self.assertEqual([name for name in PEOPLE if name in text], [])

    def test_no_name_is_left_and_what_the_file_says_is(self):
        for name, content, said, left in (
            (
                "docx",
                docx_with_people(),
                ("Kế hoạch", "Nội dung mới", "Cần nêu nguồn", "Tác giả 1", 'Ignorable="w14"'),
                {"Chữ ẩn", "Chữ đã xóa nhưng còn lưu (theo dõi thay đổi)", "Ghi chú bên lề"},
            ),
            ("xlsx", xlsx_with_people(), ("Cần đối chiếu",), {"Ghi chú bên lề", "Trang tính ẩn", "Hàng, cột ẩn"}),
            ("pptx", samples.real("python-pptx.pptx"), ("Kết quả năm 2025",), {"Lời ghi của người trình bày"}),
            ("odt", odt_with_people(), ("Kế hoạch", "Cần nêu nguồn"), {"Chữ ẩn", "Ghi chú bên lề"}),
            ("pdf", pdf_with_people(), ("Kế hoạch số 25", "Cần nêu nguồn"), {"Ghi chú bên lề"}),
        ):
            with self.subTest(name=name):
                self.assertTrue(any(person in all_text(content) for person in PEOPLE))
                after = cleaned(content)
                self.assert_nobody(after)
                self.assertEqual([words for words in said if words not in all_text(after)], [])
                self.assertEqual(told(after), left)

    def test_one_person_stays_one_person(self):
        text = parts(cleaned(docx_with_people()))
        self.assertIn('w:author="Tác giả 1"', text["word/comments.xml"].decode())
        self.assertIn('w:initials="TG1"', text["word/comments.xml"].decode())
        self.assertIn('author="Tác giả 1"', text["word/people.xml"].decode())
        document = text["word/document.xml"].decode()
        self.assertRegex(document, r'w:ins [^>]*w:author="Tác giả 1"')
        self.assertRegex(document, r'w:del [^>]*w:author="Tác giả 2"')

    def test_a_part_without_names_stays_byte_for_byte(self):
        content = samples.real("python-docx.docx")
        before, after = parts(content), parts(cleaned(content))
        self.assertEqual(list(before), list(after))
        self.assertEqual([name for name in before if before[name] != after[name]], ["docProps/core.xml"])

    def test_the_same_file_is_cleaned_the_same_way_twice_and_cleaning_again_changes_nothing(self):
        for content in (docx_with_people(), odt_with_people(), pdf_with_people()):
            with self.subTest(kind=content[:4]):
                once = cleaned(content)
                self.assertEqual(cleaned(content), once)
                self.assertEqual(cleaned(once), once)

    def test_libraries_open_what_was_cleaned(self):
        document = docx.Document(io.BytesIO(cleaned(samples.real("python-docx.docx"))))
        self.assertEqual(document.core_properties.author, "")
        self.assertIn("Phần một", [paragraph.text for paragraph in document.paragraphs])
        book = openpyxl.load_workbook(io.BytesIO(cleaned(samples.real("openpyxl.xlsx"))))
        self.assertEqual(book["Số liệu"]["B3"].value, "=SUM(B1:B2)")
        self.assertEqual(book["Số liệu"]["A1"].comment.author, "Tác giả 1")
        with pikepdf.open(io.BytesIO(cleaned(samples.real("libreoffice.pdf")))) as pdf:
            self.assertGreaterEqual(len(pdf.pages), 1)
            self.assertNotIn("/Author", pdf.docinfo)

    def test_a_signed_file_is_not_broken(self):
        signature = samples.docx(**{"_xmlsignatures/sig1.xml": "<a/>"})
        odt = samples.odt(**{"META-INF/documentsignatures.xml": "<a/>"})
        form = Dictionary(Fields=Array([]), SigFlags=3)
        pdf = pdf_with_people(lambda document: setattr(document.Root, "AcroForm", form))
        covered = Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]))
        other = pdf_with_people(lambda document: setattr(document.Root, "Perms", document.make_indirect(covered)))
        for name, content in {"docx": signature, "odt": odt, "pdf": pdf, "pdf without a form": other}.items():
            with self.subTest(name=name), self.assertRaisesMessage(Refused, "Tệp có chữ ký số"):
                cleaned(content)

    def test_content_types_still_hold(self):
        content = cleaned(docx_with_people())
        self.assertIn(f"{OFFICE}wordprocessingml".encode(), parts(content)["[Content_Types].xml"])
