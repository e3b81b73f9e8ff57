"""The full address of a page, for those who read it elsewhere: search engines, feed readers, programs.

It comes from the settings, never from the request: a visitor chooses the Host (a port, a dot at its end), and would so
choose what stands in links that others follow.
"""

from django.conf import settings


def absolute(path: str) -> str:
    """`path` begins with a slash."""
    return settings.SITE_URL + path
