"""Very many voices and ideas in an installation, for figures of speed: written in bulk, not through the front door.

Runs inside the installation: `yoriai manage shell -c "from bench.crowd import add_voices; …"`.
"""

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model

from bench.listening_voices import voices
from yoriai.accounts.models import Member, Person
from yoriai.dialogue.models import Posting, ReadMark, Voice
from yoriai.dialogue.similar import keys_of
from yoriai.ledger.models import Link, Thing
from yoriai.making.models import Decision, Idea, Verdict
from yoriai.theme.models import Place

AT_ONCE = 1000


def add_voices(code: str, count: int) -> int:
    """`count` voices at the place, each read by the shop's owner, and their entries in the index."""
    place = Place.objects.select_related("theme").get(code=code)
    shop, theme = place.theme.organisation_id, place.theme
    reader = Member.objects.filter(organisation=shop).select_related("person").first()
    said = voices(count)

    def some(start: int) -> Sequence[Sequence[Model]]:
        texts = [voice.text for voice in said[start : start + AT_ONCE]]
        people = [Person(organisation_id=shop) for _ in texts]
        spoken = [_voice(place, person, text) for person, text in zip(people, texts, strict=True)]
        reads = [ReadMark(voice=voice, reader=reader.person, title=reader.title) for voice in spoken]
        terms = [Posting(term=key, voice=v, open=True) for v in spoken for key in keys_of(theme.pk, v.text)]
        return people, spoken, reads, terms

    return _in_bulk(count, some)


def _voice(place: Place, author: Person, text: str) -> Voice:
    return Voice(
        organisation_id=place.theme.organisation_id,
        theme=place.theme,
        place=place,
        author=author,
        text=text,
        submission=secrets.token_hex(32),
    )


def add_ideas(code: str, count: int) -> int:
    """`count` ideas of the place's theme, each on three of its voices, every other one with a decision."""
    theme = Place.objects.select_related("theme").get(code=code).theme
    shop = theme.organisation_id
    ground = list(Voice.objects.filter(theme=theme).order_by("pk").values_list("pk", flat=True)[: 3 * count])
    words = [voice.text[:80] for voice in voices(count, seed=11)]

    def some(start: int) -> Sequence[Sequence[Model]]:
        ideas = [Idea(organisation_id=shop, theme=theme, headline=text) for text in words[start : start + AT_ONCE]]
        decided = [
            Decision(idea=i, verdict=Verdict.TRY, reason="来週、店で試します。", title="店主") for i in ideas[::2]
        ]
        links = [
            Link(source=voice, source_thing=Thing.VOICE, target=idea.pk, target_thing=Thing.IDEA, organisation_id=shop)
            for number, idea in enumerate(ideas, start)
            for voice in (ground[(3 * number + k) % len(ground)] for k in range(min(3, len(ground))))
        ]
        return ideas, decided, links

    return _in_bulk(count, some)


def _in_bulk(count: int, some: Callable[[int], Sequence[Sequence[Any]]]) -> int:
    for start in range(0, count, AT_ONCE):
        with transaction.atomic():
            for rows in some(start):
                type(rows[0]).objects.bulk_create(rows)
    return count
