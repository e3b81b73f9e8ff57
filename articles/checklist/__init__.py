"""What stands in the way of a text, and what deserves a second look: errors stop it, warnings want a tick. Pure.

    found = checking.check(Draft(title=..., lead=..., body=...), Facts(...))

The text comes cleaned (articles/richtext.py), the few facts of the library and the site come in; nothing is asked here.
"""
