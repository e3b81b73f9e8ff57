"""Pasted HTML as blocks (../blocks.py): tree.py parses it as a browser would, reading.py knows the programs."""
