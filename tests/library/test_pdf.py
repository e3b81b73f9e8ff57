"""PDF as an attacker makes it, and as people do. No database."""

import io
import struct
import zlib

import pikepdf
from django.test import SimpleTestCase
from pikepdf import Array, Dictionary, Encryption, Name, String

from library.inspection import documents
from tests.library import samples
from tests.library.judging import Refusing


def action(kind, **more):
    return Dictionary(S=Name(f"/{kind}"), **more)


def note(**said):
    return Dictionary(Type=Name.Annot, Rect=Array([0, 0, 10, 10]), **said)


def at_opening(what):
    return lambda document: document.Root.__setattr__("OpenAction", what)


def on_the_page(what):
    return lambda document: document.pages[0].__setattr__("AA", Dictionary(O=what))


def beside_the_page(annotation):
    def change(document):
        document.pages[0].Annots = Array([annotation])

    return change


def in_a_field(what):
    def change(document):
        field = document.make_indirect(Dictionary(FT=Name.Tx, T=String("a"), AA=Dictionary(K=what)))
        document.Root.AcroForm = Dictionary(Fields=Array([field]))

    return change


def in_the_root(**said):
    def change(document):
        for key, value in said.items():
            document.Root[f"/{key}"] = value

    return change


def attached(document):
    document.attachments["a.exe"] = b"MZ"


def unread(document):
    """In an object that nothing refers to until a reader repairs the file; pikepdf would not write it by itself."""
    document.Root.PieceInfo = Dictionary(An=document.make_indirect(Dictionary(Inner=Array([action("JavaScript")]))))


SCRIPT = String("app.alert(1)")
PATH = String("cmd.exe")
HOSTILE = {
    "mã JavaScript": (
        at_opening(action("JavaScript", JS=SCRIPT)),
        on_the_page(action("JavaScript", JS=SCRIPT)),
        in_a_field(action("JavaScript", JS=SCRIPT)),
        beside_the_page(note(Subtype=Name.Link, A=action("JavaScript", JS=SCRIPT))),
        beside_the_page(note(Subtype=Name.Link, A=action("GoTo", D="a", Next=action("JavaScript", JS=SCRIPT)))),
        in_the_root(AA=Dictionary(WC=action("JavaScript", JS=SCRIPT))),
        in_the_root(Names=Dictionary(JavaScript=Dictionary(Names=Array([]))), Extra=1),
        unread,
    ),
    "(Launch)": (
        at_opening(action("Launch", F=PATH)),
        beside_the_page(note(A=action("Launch", F=PATH))),
        # Most readers run what an action says without asking what it says it is.
        at_opening(action("Launch", Type=Name.Border, F=PATH)),
        at_opening(action("Launch", Type=Name.StructElem, Win=Dictionary(F=PATH))),
    ),
    "(ImportData)": (at_opening(action("ImportData", F=PATH)),),
    "(SubmitForm)": (in_a_field(action("SubmitForm", F=String("https://may-chu-la.example"))),),
    "(GoToR)": (
        at_opening(action("Thread", F=PATH, D=0)),
        beside_the_page(note(A=action("GoToR", F=String("\\\\may-chu\\a.pdf"), D="a"))),
    ),
    "(GoToE)": (at_opening(action("GoToE", F=PATH)),),
    "phim, hình 3D": (
        beside_the_page(note(Subtype=Name.RichMedia)),
        beside_the_page(note(Subtype=Name("/3D"))),
        beside_the_page(note(Subtype=Name.Screen)),
        beside_the_page(Dictionary(Type=Name.Border, Subtype=Name.RichMedia)),
    ),
    "tệp khác đính kèm": (
        attached,
        beside_the_page(note(Subtype=Name.FileAttachment, FS=Dictionary(F=PATH))),
        in_the_root(Collection=Dictionary()),
    ),
    "biểu mẫu XFA": (in_the_root(AcroForm=Dictionary(XFA=Array([]))),),
    "Tệp có liên kết «": (
        beside_the_page(note(A=action("URI", URI=String("file://may-chu/a")))),
        beside_the_page(note(A=action("URI", URI=String("javascript:;")))),
        beside_the_page(note(A=action("URI", Type=Name.Border, URI=String("file://may-chu/a")))),
        in_the_root(URI=Dictionary(Base=String("file://may-chu/"))),
    ),
}


class Portable(Refusing, SimpleTestCase):
    kind = "pdf"

    def told(self, content):
        traces = documents.inspect(io.BytesIO(content), "pdf")["traces"]
        return {told["kind"]: told["values"] or told["count"] for told in traces}

    def test_what_runs_fetches_sends_or_carries_is_refused(self):
        for words, changes in HOSTILE.items():
            for number, change in enumerate(changes):
                for packed in (pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate):
                    with self.subTest(words=words, number=number, packed=packed):
                        sentence = self.refusal(samples.pdf(change=change, object_stream_mode=packed))
                        self.assertIn(words, sentence)
                        self.assertIn("Hãy ", sentence)

    def test_a_name_written_in_numbers_is_the_same_name(self):
        content = samples.pdf(change=at_opening(action("JavaScript", JS=SCRIPT)))
        self.assertIn(b"/JavaScript", content)
        longer = content.replace(b"/JavaScript", b"/J#61v#61Scrip#74").replace(b"/JS", b"/J#53")
        mended = io.BytesIO()
        with pikepdf.open(io.BytesIO(longer)) as document:  # the places of the objects have moved
            document.save(mended, static_id=True)
        self.assertIn("JavaScript", self.refusal(mended.getvalue()))

    def test_a_stream_that_lies_elsewhere_is_refused(self):
        def outside(key, value):
            def change(document):
                document.Root.Extra = document.make_stream(b"", {key: value})

            return change

        for key, value in (("/F", PATH), ("/Ref", Dictionary(F=PATH)), ("/OPI", Dictionary())):
            with self.subTest(key=key):
                sentence = self.refusal(samples.pdf(change=outside(key, value)))
                self.assertIn("lấy nội dung từ nơi khác", sentence)
        address = Dictionary(FS=Name.URL, F=String("https://may-chu-la.example/a"))
        self.assertIn("lấy nội dung từ nơi khác", self.refusal(samples.pdf(change=in_the_root(Extra=address))))

    def test_links_forms_and_notes_come_in(self):
        for name, change in {
            "link": beside_the_page(note(Subtype=Name.Link, A=action("URI", URI=String("https://sonla.example")))),
            "inside": at_opening(action("GoTo", D=Array([]))),
            "print": beside_the_page(note(Subtype=Name.Link, A=action("Named", N=Name.Print))),
            "form": in_the_root(AcroForm=Dictionary(Fields=Array([]), SigFlags=3)),
            "structure": in_the_root(StructTreeRoot=Dictionary(K=Dictionary(Type=Name.StructElem, S=Name.Movie))),
        }.items():
            with self.subTest(name=name):
                self.assertEqual(self.told(samples.pdf(change=change)), {})

    def test_a_user_password_is_refused_and_an_owners_alone_is_not(self):
        locked = samples.pdf(encryption=Encryption(user="mở", owner="chủ"))
        self.assertIn("Hãy bỏ mật khẩu", self.refusal(locked))
        self.assertEqual(self.told(samples.pdf(encryption=Encryption(user="", owner="chủ"))), {})

    def test_two_files_in_one_are_refused(self):
        pdf, archive = samples.pdf(), samples.docx()
        end = archive.rindex(b"PK\x05\x06")
        inside = archive[: end + 20] + struct.pack("<H", 40) + b"\n%%EOF\n"
        for name, content in {
            "before": b"\n\n" + pdf,
            "behind": pdf + archive,
            "behind and closed again": pdf + inside,
            "words": pdf + b"<script>alert(1)</script>",
        }.items():
            with self.subTest(name=name):
                self.assertIn("vừa là PDF vừa là một tệp khác", self.refusal(content))
        hidden = samples.pdf(change=lambda document: document.make_indirect(document.make_stream(archive)))
        self.assertEqual(self.told(hidden + b"\r\n \x00"), {})

    def test_broken_ones_are_refused_and_not_mended(self):
        pdf = samples.pdf()
        xref = pdf.rindex(b"startxref")
        for name, content in {
            "cut": pdf[: len(pdf) // 2] + b"%%EOF",
            "no end": pdf[:-7],
            "wrong table": pdf[:xref] + b"startxref\n7\n%%EOF\n",
            "nothing": b"%PDF-1.7\n%%EOF\n",
        }.items():
            with self.subTest(name=name):
                self.assertIn("cắt ngắn hoặc hỏng", self.refusal(content))

    def test_names_notes_and_layers_are_told(self):
        def change(document):
            document.docinfo["/Author"] = "Lò Thị Hoa"
            document.docinfo["/SoLuu"] = "25"
            packet = (
                '<x:xmpmeta xmlns:x="adobe:ns:meta/"><a xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:r="urn:r">'
                "<dc:creator><r:Seq><r:li>Quàng Văn Đức</r:li></r:Seq></dc:creator></a></x:xmpmeta>"
            )
            document.Root.Metadata = document.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
            beside_the_page(note(Subtype=Name.Text, T=String("Cầm Thị Mai"), Contents=String("sửa")))(document)
            document.Root.OCProperties = Dictionary(D=Dictionary(OFF=Array([Dictionary(), Dictionary()])))
            document.Root.PieceInfo = Dictionary(An=1)

        self.assertEqual(
            self.told(samples.pdf(change=change)),
            {
                "Người soạn": ["Lò Thị Hoa", "Quàng Văn Đức"],
                "Người sửa, ghi chú": ["Cầm Thị Mai"],
                "Thuộc tính riêng": ["SoLuu"],
                "Dữ liệu riêng của phần mềm": 1,
                "Ghi chú bên lề": 1,
                "Lớp ẩn": 2,
            },
        )

    def test_a_packed_bomb_of_properties_is_unpacked_only_so_far(self):
        def change(document):
            packet = document.make_stream(b"", Type=Name.Metadata)
            packet.write(zlib.compress(b"<a>" * 30_000_000, 9), filter=Name.FlateDecode)
            document.Root.Metadata = packet

        self.assertEqual(self.told(samples.pdf(change=change)), {"Dữ liệu riêng của phần mềm": 1})
