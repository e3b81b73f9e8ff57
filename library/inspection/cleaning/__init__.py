"""Writes a document anew without the names of people; the rest stays as it came. Only for what was judged before."""
