"""The pages of participants with 1, 3 and 300 rows of everything; runs inside an installation."""

import json
import time
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.crowd import add_ideas, add_voices
from yoriai.accounts.actions import found_organisation
from yoriai.accounts.models import Member
from yoriai.dialogue.models import Receipt, Voice
from yoriai.making.actions import decide, form_idea, launch_product, make_prototype
from yoriai.making.models import Verdict
from yoriai.story.actions import draft_story, publish_story
from yoriai.theme.actions import open_theme
from yoriai.web import clock

ROWS = (1, 3, 300)


def measured() -> str:
    """[page, rows, queries, bytes of packed HTML, milliseconds] of each page's first opening, as JSON."""
    shops = {rows: _addresses(rows) for rows in ROWS}
    client = Client(SERVER_NAME="127.0.0.1", headers={"accept-encoding": "gzip", "accept-language": "ja"})
    for address in shops[1].values():  # the process wakes up
        _opened(client, address)
    return json.dumps([[page, n, *_opened(client, shops[n][page])] for page in shops[1] for n in ROWS])


def _opened(client: Client, address: str) -> tuple[int, int, float]:
    cache.clear()
    began = time.perf_counter()
    path, _mark, typed = address.partition("?text=")
    with CaptureQueriesContext(connection) as asked:
        page = client.post(path, {"text": typed}) if typed else client.get(path)
    assert page.status_code == 200, (address, page.status_code)
    return len(asked), len(page.content), (time.perf_counter() - began) * 1000


def _addresses(rows: int) -> dict[str, str]:
    """A shop with `rows` voices, ideas, prototypes and chapters, and its pages."""
    shop = found_organisation(
        slug=f"shop{rows}", name="まちの豆腐店", owner_email=f"owner{rows}@tofu.example", owner_title="店主"
    )
    by = Member.objects.select_related("person", "organisation").get(organisation=shop)
    days: dict[str, Any] = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=7)}
    asked = {"title": "朝の5分", "question": "お弁当に入れたいおかずは", "purpose": "つくります。", "recipe": "t03"}
    theme = open_theme(shop, by=None, **asked, **days)
    place = theme.places.get()
    add_voices(place.code, rows)
    add_ideas(place.code, rows)
    voices = list(Voice.objects.filter(theme=theme).select_related("theme", "author"))
    receipt = Receipt.objects.create(voice=voices[0])
    idea = form_idea(theme, headline="みんなのアイデア", grounds=[(voice, None) for voice in voices], by=by)
    decide(idea, verdict=Verdict.TRY, reason="来週ためします。", by=by)
    make_prototype(idea, name="試作", made_of="小さくしました。", made_on=clock.today(), by=by)
    product = launch_product(theme, name="ひとくちがんも", out_on=clock.today(), ideas=[idea], by=by)
    story = draft_story(product, by=by)
    publish_story(story, by=by)
    return {
        "/q speak": place.get_absolute_url(),
        "/q similar": f"{place.get_absolute_url()}/similar?text={voices[0].text}",
        "/t theme": theme.get_absolute_url(),
        "/t all voices": f"{theme.get_absolute_url()}/voices",
        "/t all ideas": f"{theme.get_absolute_url()}/ideas",
        "/k わたしの声のゆくえ": receipt.get_absolute_url(),
        "/s story": story.get_absolute_url(),
        "/@ shelf": f"/@{shop.slug}",
    }
