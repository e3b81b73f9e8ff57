"""What lies inside a file that would come in: read by parsing, within bounds, before anything opens it.

Documents are opened in a process of their own (process.py starts it, __main__.py is it), so nothing here but process.py
knows Django.
"""
