"""A finished thread in a few lines: voices, an idea, a prototype, a product, its story."""

from datetime import date
from typing import Any

from yoriai.accounts.models import Member
from yoriai.dialogue.actions import read_voice
from yoriai.dialogue.models import Voice
from yoriai.making.actions import form_idea, launch_product, make_prototype
from yoriai.making.models import Product
from yoriai.story.actions import draft_story, publish_story
from yoriai.story.models import Story


def make_product(voices: list[Voice], by: Member, **changes: Any) -> Product:
    """A product that stands on `voices`, each of them read."""
    for voice in voices:
        read_voice(voice, by=by)
    theme = voices[0].theme
    grounds: list[Any] = [(voice, None) for voice in voices]
    idea = form_idea(theme, headline="ふたが閉まる大きさにしてほしい", grounds=grounds, by=by)
    make_prototype(idea, name="試作1", made_of="小さくしました。", made_on=date(2026, 10, 20), by=by)
    values = {"name": "ひとくちがんも", "out_on": date(2027, 1, 15), "ideas": [idea]}
    return launch_product(theme, by=by, **(values | changes))


def make_story(voices: list[Voice], by: Member) -> Story:
    """A published story of such a product."""
    story = draft_story(make_product(voices, by), by=by)
    publish_story(story, by=by)
    return Story.objects.select_related("publication", "product").get(pk=story.pk)
