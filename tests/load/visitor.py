"""A phone without an account: opens the page, fills the form it finds there, sends it until it is acknowledged."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

TROUBLE = (httpx.TransportError,)
Ask = Callable[[], httpx.Response]


@dataclass
class Form(HTMLParser):
    """The form of a page that has the box for words: its address and everything already filled in."""

    action: str = ""
    box: str = ""
    values: dict[str, str] = field(default_factory=dict)
    _open: dict[str, str] | None = None
    _address: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._open, self._address = {}, found.get("action", "")
        elif self._open is None:
            return
        elif tag == "textarea" and not self.box:
            self.box, self.values, self.action = found["name"], self._open, self._address
        elif tag == "input" and found.get("name"):
            kind = found.get("type", "text")
            if kind not in ("radio", "checkbox", "submit", "button", "file") or "checked" in found:
                self._open[found["name"]] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


@dataclass
class Visitor:
    url: str
    place: str
    retries: int = 0

    def __post_init__(self) -> None:
        self.client = self._connected()

    def _connected(self, cookies: httpx.Cookies | None = None) -> httpx.Client:
        language = {"Accept-Language": "ja"}
        return httpx.Client(base_url=self.url, timeout=20, headers=language, cookies=cookies)

    def again(self) -> "Visitor":
        """The same browser through a connection of its own."""
        other = Visitor(self.url, self.place)
        other.client = self._connected(self.client.cookies)
        return other

    def open_form(self, patience: float = 60) -> Form:
        page = self._until(lambda: self.client.get(f"/q/{self.place}"), (200,), patience)
        form = Form()
        form.feed(page.text)
        assert form.box, "the page has no form with a box for words"
        return form

    def send(self, form: Form, words: str, patience: float = 60) -> str:
        """Where the acknowledgement leads: the server said that the voice is kept."""
        body = {**form.values, form.box: words}
        address = form.action or f"/q/{self.place}"
        answer = self._until(lambda: self.client.post(address, data=body), (302, 303), patience)
        return answer.headers["location"]

    def _until(self, ask: Ask, wanted: tuple[int, ...], patience: float) -> httpx.Response:
        deadline = time.monotonic() + patience
        while True:
            try:
                answer = ask()
            except TROUBLE:
                self.retries += 1
                self.client.close()
                self.client = self._connected(self.client.cookies)
            else:
                if answer.status_code in wanted:
                    return answer
                assert answer.status_code >= 500, f"{answer.status_code}: {answer.text[:400]}"
                self.retries += 1
            assert time.monotonic() < deadline, "no answer in time"
            time.sleep(0.02)
