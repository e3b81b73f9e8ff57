"""What a browser would send back of a page's form, were its button pressed with nothing touched."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self, form):
        super().__init__()
        self.form, self.inside, self.found = form, False, {}
        self.area = self.select = None

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag == "form":
            self.inside = told.get("id") == self.form
        elif self.inside and tag == "input":
            self._input(told)
        elif self.inside and tag == "textarea":
            self.area = told.get("name")
            self.found[self.area] = [""]
        elif self.inside and tag == "select":
            self.select = told.get("name")
        elif self.select and tag == "option" and "selected" in told:
            self.found.setdefault(self.select, []).append(told.get("value", ""))

    def _input(self, told):
        kind, name = told.get("type", "text"), told.get("name")
        is_sent = kind not in {"submit", "button", "file", "image"} and "disabled" not in told
        if name and is_sent and (kind not in {"checkbox", "radio"} or "checked" in told):
            self.found.setdefault(name, []).append(told.get("value", "on" if kind == "checkbox" else ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            # A browser leaves out the line break behind the tag and ends lines as the web does.
            self.found[self.area] = [self.found[self.area][0].removeprefix("\n").replace("\n", "\r\n")]
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.found[self.area][0] += data.replace("\r\n", "\n")


def untouched(client, address):
    """Of a page of the admin for one row."""
    response = client.get(address)
    fields = _Fields(f"{response.context['opts'].model_name}_form")
    fields.feed(response.content.decode())
    fields.found.pop("csrfmiddlewaretoken", None)
    return fields.found
