"""Every verb of making and telling records exactly one event."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from yoriai.accounts.models import Member
from yoriai.conftest import speak
from yoriai.ledger.models import Event
from yoriai.making import actions as making
from yoriai.story import actions as story
from yoriai.theme.models import Place, Theme

DAY = date(2026, 10, 12)


@pytest.fixture
def world(theme: Theme, place: Place, owner: Member) -> dict[str, Any]:
    first, second, third = (speak(place, f"小さい豆腐がほしいです、その{i}") for i in range(3))
    idea = making.form_idea(theme, headline="小さくしてほしい", grounds=[(first, None), (second, None)], by=owner)
    made = making.make_prototype(idea, name="試作1", made_of="小さくした", made_on=DAY, by=owner)
    product = making.launch_product(theme, name="ひとくち", out_on=DAY, ideas=[idea], by=owner)
    told = story.draft_story(product, by=owner)
    story.draft_thanks(told, by=owner)
    extra = making.launch_product(theme, name="ふたくち", out_on=DAY, ideas=[idea], by=owner)
    return {
        "theme": theme, "first": first, "third": third, "idea": idea, "made": made, "product": product,
        "extra": extra, "told": told, "chapter": told.chapters.first(), "thanks": told.thanks.first(), "by": owner,
    }  # fmt: skip


FINDINGS: dict[str, Any] = {"hypothesis": "h", "measure": "m", "people": 1, "result": "r", "held": True, "held_on": DAY}
PROTOTYPE: dict[str, Any] = {"name": "試作", "made_of": "小さくした", "made_on": DAY}
VERBS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "making.idea_formed": lambda w: making.form_idea(
        w["theme"], headline="ほしい", grounds=[(w["first"], None)], by=w["by"]
    ),
    "making.idea_reworded": lambda w: making.reword_idea(w["idea"], headline="ほしい", body="", by=w["by"]),
    "making.voice_joined": lambda w: making.join_idea(w["idea"], voice=w["third"], by=w["by"]),
    "making.voice_parted": lambda w: making.part_from_idea(w["idea"], voice=w["first"], by=w["by"]),
    "making.idea_decided": lambda w: making.decide(w["idea"], verdict="try", reason="ためす", by=w["by"]),
    "making.prototype_made": lambda w: making.make_prototype(w["idea"], by=w["by"], **PROTOTYPE),
    "making.prototype_changed": lambda w: making.change_prototype(w["made"], photo=None, by=w["by"], **PROTOTYPE),
    "making.experiment_recorded": lambda w: making.record_experiment(w["made"], by=w["by"], **FINDINGS),
    "making.product_launched": lambda w: making.launch_product(
        w["theme"], name="みくち", out_on=DAY, ideas=[w["idea"]], by=w["by"]
    ),
    "making.product_changed": lambda w: making.change_product(w["product"], name="みくち", by=w["by"]),
    "story.drafted": lambda w: story.draft_story(w["extra"], by=w["by"]),
    "story.published": lambda w: story.publish_story(w["told"], by=w["by"]),
    "story.thanks_revised": lambda w: story.revise_thanks(w["thanks"], text="ありがとう", by=w["by"]),
    "story.thanks_sent": lambda w: story.send_thanks(w["thanks"], by=w["by"]),
}
REVISIONS: list[Callable[[dict[str, Any]], Any]] = [
    lambda w: story.revise_story(w["told"], title="題", by=w["by"]),
    lambda w: story.write_chapter(w["told"], heading="章", day=DAY, by=w["by"]),
    lambda w: story.move_chapter(w["chapter"], by_steps=1, by=w["by"]),
    lambda w: story.drop_chapter(w["chapter"], by=w["by"]),
]


def _kinds_of(verb: Callable[[dict[str, Any]], Any], world: dict[str, Any]) -> list[str]:
    last = Event.objects.order_by("-id").values_list("id", flat=True)[0]
    verb(world)
    return list(Event.objects.filter(id__gt=last).values_list("kind", flat=True))


@pytest.mark.parametrize("kind", VERBS)
def test_verb_records_exactly_its_event(kind: str, world: dict[str, Any]) -> None:
    assert _kinds_of(VERBS[kind], world) == [kind]


@pytest.mark.parametrize("verb", REVISIONS)
def test_revising_records_exactly_one_event(verb: Callable[[dict[str, Any]], Any], world: dict[str, Any]) -> None:
    assert _kinds_of(verb, world) == ["story.revised"]


def test_taking_back_records_exactly_one_event(world: dict[str, Any]) -> None:
    story.publish_story(world["told"], by=world["by"])
    assert _kinds_of(lambda w: story.take_story_back(w["told"], by=w["by"]), world) == ["story.taken_back"]
