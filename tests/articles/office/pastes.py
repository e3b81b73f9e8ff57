"""What programs put on the clipboard, as they write it."""

# ruff: noqa: E501 - written as the programs write it
from articles import richtext
from articles.office import arranging, writing
from articles.office.html import reading

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta charset=utf-8><meta name=Generator content="Microsoft Word 15"><style><!--
@list l0:level1 {mso-level-number-format:decimal;} p.MsoNormal {margin:0cm;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=EN-US><!--StartFragment-->
<h1>Báo cáo<o:p></o:p></h1>
<p class=MsoNormal align=center style='text-align:center'><b>ĐẢNG BỘ TỈNH<o:p></o:p></b></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>3.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Kinh tế<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>a)<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>Trồng trọt<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level3 lfo2'><![if !supportLists]><span style='font-family:Wingdings'><span
style='mso-list:Ignore'>§<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>Cây ăn quả<o:p></o:p></p>
<p class=MsoNormal>Tăng 7,5%<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a>
so với <del cite="mailto:Hoa" datetime="2026-01-01">năm cũ</del><ins cite="mailto:Hoa">năm trước</ins><span
style='display:none;mso-hide:all'>mật</span>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal align=right style='text-align:right'>BÍ THƯ</p>
<!--[if gte vml 1]><v:shape><v:imagedata src="file:///C:/a/image001.png"/></v:shape><![endif]--><![if !vml]><img width=200
src="file:///C:/a/image001.png" v:shapes="Picture_1"><![endif]>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"
name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> Cục Thống kê.<o:p></o:p></p></div></div>
<!--EndFragment--></body></html>"""

GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr" style="line-height:1.2"><span
style="font-size:16pt;font-weight:400">Kinh tế</span></h2><p dir="ltr"><span style="font-weight:400;font-style:normal">Thường </span><span
style="font-weight:700;font-style:normal">đậm</span><span style="font-style:italic;font-weight:400"> nghiêng</span></p><ul
style="margin-top:0"><li dir="ltr" style="list-style-type:disc" aria-level="1"><p dir="ltr" role="presentation"><span
style="font-weight:400">Điện</span></p></li><ul><li dir="ltr" style="list-style-type:circle" aria-level="2"><p dir="ltr"><span>Bản Nà
Lằng</span></p></li></ul></ul><ol><li style="list-style-type:lower-alpha"><p><span>Đường</span></p></li></ol><p dir="ltr"
style="text-align:right"><span>BÍ THƯ</span></p></b><br class="Apple-interchange-newline">"""

LIBREOFFICE = """<!DOCTYPE html><html><head><meta name="generator" content="LibreOffice"/><style type="text/css">p { margin: 0 }
a.sdfootnoteanc { font-size: 57% }</style></head><body lang="vi-VN"><p align="center" style="margin-bottom: 0cm"><font
face="Times New Roman, serif"><b>BÁO CÁO</b></font></p><ol start="2"><li><p>Một</p></li><li><p>Hai</p><ol type="a"><li><p>Chữ
a</p></li></ol></li></ol><p>Tăng<sup><a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym">1</a></sup> khá</p>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a> Nguồn.</p>
</div></body></html>"""

ZALO = "<div><span>Kính gửi các đồng chí,</span><br><br><span>Hội nghị lúc 8 giờ.<br>Địa điểm: Hội trường lớn.</span></div>"

PDF = """Ngay sau Đại hội, các cấp ủy đảng đã khẩn trương tổ chức học tập, quán
triệt nghị quyết đến từng chi bộ, đảng viên và nhân dân trong toàn
tỉnh.

Mỗi đảng viên đăng ký một việc làm cụ thể."""

EXCEL = """<table border=0 cellpadding=0><col width=64><tr height=20><td class=xl65>Xã</td><td>Hộ</td></tr><tr><td
rowspan=2>Xím Vàng</td><td align=right>312</td></tr><tr><td align=right>45</td></tr></table>"""


def pasted(html="", text="", accepts_changes=True, **choices):
    """(the HTML that comes back, what was found)."""
    document = reading.read(html, accepts_changes=accepts_changes) if html else reading.read_plain(text)
    asked = {"headings": frozenset(), "converts_fonts": False, "takes_title": False} | choices
    arranged = arranging.arrange(document, arranging.Choices(**asked))
    written = writing.written(arranged.document, lambda name: name)
    return richtext.clean(written), {code: n for code, n in arranged.document.findings.counts.items() if n}
