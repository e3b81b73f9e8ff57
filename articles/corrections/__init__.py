"""Correcting an article while readers read it: a text that waits beside the live one for a second person."""
