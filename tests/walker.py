"""A person without JavaScript: opens pages, follows links, fills the forms it finds there and sends them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

Values = dict[str, list[str]]


@dataclass
class Form:
    action: str
    method: str
    values: Values = field(default_factory=dict)  # what is already filled in
    fields: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """The links and forms of one page."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address, self.html = address, html
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area: str = ""
        self._choice: str = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "form":
            self._form = Form(found.get("action") or self.address, found.get("method", "get"))
            self.forms.append(self._form)
        elif self._form and tag in ("input", "textarea", "select", "option", "button"):
            self._control(self._form, tag, found)

    def _control(self, form: Form, tag: str, found: dict[str, str]) -> None:
        name, kind = found.get("name", ""), found.get("type", "text")
        if tag == "button":
            form.buttons.append((name, found.get("value", "")))
        elif tag == "option" and "selected" in found:
            form.values.setdefault(self._choice, []).append(found.get("value", ""))
        elif tag in ("textarea", "select"):
            self._area, self._choice = (name, "") if tag == "textarea" else ("", name)
        if tag in ("input", "textarea", "select") and name:
            form.fields.add(name)
            if tag == "input" and kind != "file" and (kind not in ("radio", "checkbox") or "checked" in found):
                form.values.setdefault(name, []).append(found.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self._area and self._form:
            self._form.values.setdefault(self._area, [""])[0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area and self._form:
            written = self._form.values.get(self._area, [""])[0]
            self._form.values[self._area] = [written.removeprefix("\n")]
            self._area = ""
        elif tag == "form":
            self._form = None

    def link(self, start: str = "", end: str = "") -> str:
        return next(link for link in self.links if link.startswith(start) and link.partition("?")[0].endswith(end))


class Walker:
    def __init__(self, client: Any = None) -> None:
        self.client = client or Client()
        self.page = Page("", "")

    def open(self, address: str) -> Page:
        return self._arrive(self.client.get(address), address)

    def send(self, *, button: tuple[str, str] = ("", ""), **typed: Any) -> Page:
        """Fill and send the form that has all the typed fields and the button."""
        form = next(f for f in self.page.forms if typed.keys() <= f.fields and (not button[0] or button in f.buttons))
        pressed = {button[0]: button[1]} if button[0] else {}
        answer = self.client.post(form.action, {**form.values, **typed, **pressed})
        return self._arrive(answer, form.action)

    def send_all(self, part: str) -> Page:
        """Send the form with fields of this name as it stands."""
        form = next(f for f in self.page.forms if any(part in name for name in f.fields))
        return self._arrive(self.client.post(form.action, form.values), form.action)

    def _arrive(self, answer: Any, address: str) -> Page:
        """Follow where the answer leads, as a browser does."""
        while answer.status_code in (301, 302, 303):
            address = answer.headers["Location"]
            answer = self.client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        self.page = Page(address, answer.content.decode())
        return self.page
