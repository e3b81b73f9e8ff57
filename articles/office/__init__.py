"""Office documents in and out: what Word, LibreOffice, Google Docs, Zalo and old fonts make becomes our HTML.

    bytes -> docx/package.py (bounded) -> docx/reading.py --+
                                                            +-> blocks.py -> arranging.py -> writing.py -> richtext.clean
    pasted HTML ---------------------> html/reading.py -----+

report.py says in data, then in words, what was kept, changed and dropped, and what is asked. All of that is pure;
intake/ knows the storage, the library and the desk.
"""
