"""Similar voices while typing, from outside: real requests to the shipped server among very many voices."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.load.installation import Installation

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
        address = f"{server.url}/q/{installation.place}/similar"
        waits = [wait for some in people.map(lambda person: _type(address, person), range(PEOPLE)) for wait in some]
        memory = server.memory()
    base = "PostgreSQL" if installation.database_url else "SQLite"
    what = f"similar among {count:,}, {PEOPLE} typing, {base}"
    p95 = statistics.quantiles(waits, n=20)[-1]
    return [
        Figure(f"{what}: p50", statistics.median(waits) * 1000, "ms", 150),
        Figure(f"{what}: p95", p95 * 1000, "ms", 150),
        Figure(f"{what}: memory of the tree", memory, "MB", 350),
    ]


def _type(address: str, person: int) -> list[float]:
    """How long each question took; the first one, which loads the dictionary, is not counted."""
    headers = {"X-Forwarded-For": f"192.0.2.{person + 1}", "Accept-Language": "ja"}
    with httpx.Client(headers=headers, timeout=30) as phone:
        _ask(phone, address, SENTENCES[0])
        ordered = SENTENCES[person:] + SENTENCES[:person]
        return [_ask(phone, address, sentence) for _ in range(ROUNDS) for sentence in ordered]


def _ask(phone: httpx.Client, address: str, sentence: str) -> float:
    began = time.monotonic()
    phone.get(address, params={"text": sentence[:300]}).raise_for_status()
    return time.monotonic() - began


def prepared(home: Path, database_url: str) -> Installation:
    home.mkdir(parents=True, exist_ok=True)
    installation = Installation(home, database_url)
    installation.prepare()
    return installation
