"""A .docx as blocks (../blocks.py): package.py opens it, reading.py walks it, the others know one thing each."""
