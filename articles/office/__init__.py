"""Office documents in and out: what Word, LibreOffice, Google Docs, Zalo and old fonts make becomes our HTML.

    bytes -> package.py (bounded) -> reading_docx.py --+
                                                       +-> blocks.py -> arranging.py -> writing.py -> richtext.clean
    pasted HTML ------------------> reading_html.py ---+

report.py says in data, then in words, what was kept, changed and dropped, and what is asked. All of that is pure;
waiting.py, drafting.py and screens.py know the storage, the library and the desk.
"""
