"""How many answers a second a page gives: keep-alive connections that ask again as soon as they are answered."""

import asyncio
import os
import time
from urllib.parse import urlsplit

from tests.load.installation import Installation

from .figures import Figure
from .shipped import serving

CONNECTIONS = 32
SECONDS = 5.0
IDEAS = 10_000


def figures(installation: Installation) -> list[Figure]:
    """The public list of `IDEAS` ideas and the page of its theme, anonymous, one web process a core."""
    place, processes = installation.place, os.cpu_count() or 1
    installation.ask(f"from bench.crowd import add_ideas; print(add_ideas({place!r}, {IDEAS}))")
    theme = installation.ask(
        f"from yoriai.theme.models import Place; print(Place.objects.get(code={place!r}).theme.code)"
    )
    base = "PostgreSQL" if installation.database_url else "SQLite"
    found = []
    with serving(installation, processes) as server:
        for name, path in (("list", f"/t/{theme}/ideas"), ("theme", f"/t/{theme}")):
            asyncio.run(_hit(f"{server.url}{path}", SECONDS))  # each process wakes up and renders the page once
            rate = asyncio.run(_hit(f"{server.url}{path}", SECONDS))
            found.append(Figure(f"{name} page, {IDEAS:,} ideas, {processes} processes, {base}", rate, "/s", 500, True))
    return found


async def _hit(url: str, seconds: float) -> float:
    until = time.monotonic() + seconds
    answers = await asyncio.gather(*(_connection(url, until) for _ in range(CONNECTIONS)))
    return sum(answers) / seconds


async def _connection(url: str, until: float) -> int:
    parts, answers = urlsplit(url), 0
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    headers = "Accept-Encoding: gzip\r\nAccept-Language: ja\r\n"
    question = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n{headers}\r\n".encode()
    while time.monotonic() < until:
        writer.write(question)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 200"), head[:200]
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        answers += 1
    writer.close()
    return answers
