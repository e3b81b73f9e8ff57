"""Office documents in and out: what Word, LibreOffice, Google Docs, Zalo and old fonts make becomes our HTML.

    bytes -> docx/package.py (bounded) -> docx/reading.py --+
                                                            |
    pasted HTML ---------------------> html/reading.py -----+-> blocks.py -> arranging.py -> writing.py

What comes out goes through richtext.clean like anything else.
report.py says in data, then in words, what was kept, changed and dropped, and what is asked. All of that is pure;
intake/ knows the storage, the library and the desk.
"""
