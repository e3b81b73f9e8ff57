"""Somebody at the desk who saves a new draft every second, and counts what was confirmed."""

import itertools
from urllib.parse import urlencode

from lxml import html

from script.machines import engines
from script.machines.place import Place

ADD = "/quan-tri/articles/article/add/"
TITLE = "Bài thử số "
MAKE_WRITER = """
import django; django.setup()
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils.crypto import get_random_string
from accounts.models import User
writer = User.objects.create_user("nguoi-thu", display_name="Người Thử", is_staff=True)
writer.groups.add(Group.objects.get(name="writer"))
client = Client(); client.force_login(writer)
known = {name: cookie.value for name, cookie in client.cookies.items()}
known[settings.CSRF_COOKIE_NAME] = get_random_string(32)
print("; ".join(f"{name}={value}" for name, value in known.items()))
"""
"""Prints the cookies of a browser in which a writer has signed in."""


class Writer:
    def __init__(self, place: Place, cookie: str):
        self._place, self._cookie = place, cookie
        self._numbers = itertools.count()
        self.confirmed: list[str] = []

    def save(self) -> int:
        """The status of the saving, or that of its form where there was none."""
        status, _headers, body = self._ask("GET")
        if status != 200:
            return status
        title = f"{TITLE}{next(self._numbers)}"
        status, headers, _body = self._ask("POST", urlencode(filled(body, title=title)))
        if status == 302 and "/login/" not in headers["Location"]:
            self.confirmed.append(title)
            return status
        # The form again, with a complaint: nothing was saved.
        return 400 if status in {200, 302} else status

    def _ask(self, method: str, body: str | None = None):
        headers = {"Cookie": self._cookie, "Referer": f"{self._place.address}{ADD}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return engines.ask(self._place, ADD, method, body, **headers)


def filled(page: bytes, **typed: str) -> list[tuple[str, str]]:
    """The page's form as a browser would send it by the button that saves."""
    form = next(form for form in html.fromstring(page).forms if "title" in form.fields)
    section = next(value for value in form.inputs["section"].value_options if value)
    typed = {"body": "<p>Nội dung viết thử.</p>", "section": section, **typed}
    return [*((name, typed.get(name, value)) for name, value in form.form_values()), ("_save", "1")]
