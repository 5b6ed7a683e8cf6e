"""Similar voices while typing, from outside: real requests to the shipped server among very many voices."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

from tests.load.installation import Installation
from tests.load.visitor import Visitor

from .figures import Figure
from .shipped import serving

PEOPLE = 4  # type at once
ROUNDS = 5
SENTENCES = (
    *("豆腐", "弁当", "お茶", "駅前"),  # two signs
    *("でかいカレーパンがたべたい", "ｶﾚｰﾊﾟﾝ", "かれーぱん おおきい", "メロンパンの種類を増やして"),
    *("お願いします", "ほしい", "うれしい", "もっと"),  # what nearly everybody says
    *("量子もつれの観測装置", "xyzzy plugh", "🎋🎋🎋🎋"),  # what nobody said
    "仕事の帰りに寄るので、カレーパンをもっと小さくしてほしい。駐車場が暗くて困っています。母が楽しみにしています。"
    * 3,
    "足が悪いので、入り口に椅子があると助かるし、お弁当を半分の量で売ってください",
    "the curry bread is too small",
)


def figures(installation: Installation, count: int) -> list[Figure]:
    """p50 and p95 of the page's own address, `PEOPLE` typing at once without a pause."""
    installation.ask(f"from bench.crowd import add_voices; print(add_voices({installation.place!r}, {count}))")
    with serving(installation) as server, ThreadPoolExecutor(PEOPLE) as people:
        typing = [people.submit(_type, Visitor(server.url, installation.place), person) for person in range(PEOPLE)]
        waits = [wait for one in typing for wait in one.result()]
        memory = server.memory()
    base = "PostgreSQL" if installation.database_url else "SQLite"
    what = f"similar among {count:,}, {PEOPLE} typing, {base}"
    p95 = statistics.quantiles(waits, n=20)[-1]
    return [
        Figure(f"{what}: p50", statistics.median(waits) * 1000, "ms", 150),
        Figure(f"{what}: p95", p95 * 1000, "ms", 150),
        Figure(f"{what}: memory of the tree", memory, "MB", 350),
    ]


def _type(visitor: Visitor, person: int) -> list[float]:
    """How long each question took; the first one, which loads the dictionary, is not counted."""
    visitor.client.headers["X-Forwarded-For"] = f"192.0.2.{person + 1}"
    token = visitor.open_form().values["csrfmiddlewaretoken"]
    _ask(visitor, token, SENTENCES[0])
    ordered = SENTENCES[person:] + SENTENCES[:person]
    return [_ask(visitor, token, sentence) for _ in range(ROUNDS) for sentence in ordered]


def _ask(visitor: Visitor, token: str, sentence: str) -> float:
    """As the page's own script asks."""
    typed = {"csrfmiddlewaretoken": token, "text": sentence[:300]}
    began = time.monotonic()
    visitor.client.post(f"/q/{visitor.place}/similar", data=typed).raise_for_status()
    return time.monotonic() - began
