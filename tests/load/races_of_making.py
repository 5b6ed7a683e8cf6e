"""Races about ideas, prototypes, products, their stories and the thanks."""

import uuid
from collections.abc import Callable
from typing import Any

from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Link
from yoriai.making import actions as making
from yoriai.making.models import Decision, Experiment, Idea, Product, Prototype
from yoriai.story import actions as story
from yoriai.story.models import Chapter, Publication, Story, Thanks
from yoriai.theme.models import Theme
from yoriai.web import clock

from .race import Race, idea, one_refused, owner, race, told_of, voice


def prototype() -> Prototype:
    return making.make_prototype(idea(), name="試作", made_of="豆腐", made_on=clock.today(), by=owner())


def product() -> Product:
    return making.launch_product(
        Theme.objects.get(), name=f"串豆腐{uuid.uuid4()}"[:60], out_on=clock.today(), ideas=[idea(2)], by=owner()
    )


def told() -> Story:
    made = story.draft_story(product(), by=owner())
    story.write_chapter(made, heading="はじまり", day=clock.today(), by=owner())
    return made


@race
def one_decision_sent_twice_is_one() -> Race:
    made = idea()

    def ready(_runner: int) -> Callable[[], Any]:
        mine, by = Idea.objects.get(pk=made.pk), owner()
        return lambda: making.decide(mine, verdict="adopt", reason="串に刺せます。", by=by)

    return Race(ready, lambda found: found[0] == found[1] and told_of(made.pk, "making.idea_decided") == 1)


@race
def two_decisions_are_both_kept() -> Race:
    made = idea()

    def ready(runner: int) -> Callable[[], Any]:
        mine, by = Idea.objects.get(pk=made.pk), owner()
        return lambda: making.decide(mine, verdict=("adopt", "hold")[runner], reason="串に刺せます。", by=by)

    return Race(ready, lambda _found: Decision.objects.filter(idea=made).count() == 2)


@race
def one_voice_joined_twice_is_one_link() -> Race:
    made, more = idea(), voice()

    def ready(runner: int) -> Callable[[], Any]:
        mine, joined, by = Idea.objects.get(pk=made.pk), Voice.objects.get(pk=more.pk), owner()
        return lambda: making.join_idea(mine, voice=joined, span=(0, 3 + runner), by=by)

    return Race(ready, lambda _found: Link.objects.filter(source=more.pk, target=made.pk).count() == 1)


@race
def of_the_last_two_voices_one_stays_below_the_idea() -> Race:
    made = idea(2)
    voices = list(Link.objects.filter(target=made.pk).values_list("source", flat=True))

    def ready(runner: int) -> Callable[[], Any]:
        mine, parted, by = Idea.objects.get(pk=made.pk), Voice.objects.get(pk=voices[runner]), owner()
        return lambda: making.part_from_idea(mine, voice=parted, by=by)

    return Race(ready, lambda found: one_refused(found) and Link.objects.filter(target=made.pk).count() == 1)


@race
def two_makers_make_two_versions() -> Race:
    made = idea()

    def ready(runner: int) -> Callable[[], Any]:
        mine, by, name = Idea.objects.get(pk=made.pk), owner(), f"試作{runner}"
        return lambda: making.make_prototype(mine, name=name, made_of="豆腐", made_on=clock.today(), by=by)

    return Race(ready, lambda _found: [p.version for p in Prototype.objects.filter(idea=made)] == [1, 2])


@race
def two_findings_are_one_experiment() -> Race:
    made = prototype()

    def ready(runner: int) -> Callable[[], Any]:
        mine, by = Prototype.objects.select_related("idea").get(pk=made.pk), owner()
        findings = {"hypothesis": "持てる", "measure": "人", "people": 8, "result": f"{runner}", "held": True}
        return lambda: making.record_experiment(mine, held_on=clock.today(), by=by, **findings)

    return Race(ready, lambda found: found[0] == found[1] and Experiment.objects.filter(prototype=made).count() == 1)


@race
def one_product_is_launched_once() -> Race:
    made, name = idea(), f"串豆腐{uuid.uuid4()}"[:60]

    def ready(_runner: int) -> Callable[[], Any]:
        mine, by, asked = Idea.objects.get(pk=made.pk), owner(), Theme.objects.get()
        return lambda: making.launch_product(asked, name=name, out_on=clock.today(), ideas=[mine], by=by)

    return Race(ready, lambda found: one_refused(found) and Product.objects.filter(name=name).count() == 1)


@race
def one_story_is_drafted_once() -> Race:
    made = product()

    def ready(_runner: int) -> Callable[[], Any]:
        mine, by = Product.objects.get(pk=made.pk), owner()
        return lambda: story.draft_story(mine, by=by)

    return Race(ready, lambda found: found[0] == found[1] and Story.objects.filter(product=made).count() == 1)


@race
def one_chapter_sent_twice_is_one() -> Race:
    made = story.draft_story(product(), by=owner())
    before = made.chapters.count()

    def ready(_runner: int) -> Callable[[], Any]:
        mine, by = Story.objects.select_related("product").get(pk=made.pk), owner()
        return lambda: story.write_chapter(mine, heading="はじまり", day=clock.today(), body="朝", by=by)

    return Race(ready, lambda found: found[0] == found[1] and made.chapters.count() == before + 1)


@race
def only_one_chapter_is_the_real_one() -> Race:
    made = told()
    story.write_chapter(made, heading="つぎ", day=clock.today(), by=owner())
    chapters = list(made.chapters.values_list("pk", flat=True))[-2:]

    def ready(runner: int) -> Callable[[], Any]:
        mine, by = Chapter.objects.select_related("story__product").get(pk=chapters[runner]), owner()
        words = {"heading": mine.heading, "day": mine.day}
        return lambda: story.write_chapter(mine.story, chapter=mine, real=True, by=by, **words)

    return Race(ready, lambda _found: made.chapters.filter(real=True).count() == 1)


@race
def two_moves_leave_an_order() -> Race:
    made = told()
    for number in range(3):
        story.write_chapter(made, heading=f"{number}", day=clock.today(), by=owner())
    chapters = list(made.chapters.values_list("pk", flat=True))[-2:]

    def ready(runner: int) -> Callable[[], Any]:
        mine, by = Chapter.objects.select_related("story__product").get(pk=chapters[runner]), owner()
        return lambda: story.move_chapter(mine, by_steps=-1, by=by)

    def right(_found: list[Any]) -> bool:
        positions = list(made.chapters.values_list("position", flat=True))
        return positions == list(range(len(positions)))

    return Race(ready, right)


@race
def one_story_is_published_once() -> Race:
    made = told()

    def ready(_runner: int) -> Callable[[], Any]:
        mine, by = Story.objects.select_related("product").get(pk=made.pk), owner()
        return lambda: story.publish_story(mine, by=by)

    published = lambda: Publication.objects.filter(story=made).count()  # noqa: E731
    return Race(ready, lambda found: one_refused(found) and published() == told_of(made.pk, "story.published") == 1)


@race
def one_publication_is_taken_back_once() -> Race:
    made = told()
    story.publish_story(made, by=owner())

    def ready(_runner: int) -> Callable[[], Any]:
        mine, by = Story.objects.select_related("product").get(pk=made.pk), owner()
        return lambda: story.take_story_back(mine, by=by)

    return Race(ready, lambda found: one_refused(found) and told_of(made.pk, "story.taken_back") == 1)


@race
def thanks_are_drafted_once_a_voice() -> Race:
    made = told()

    def ready(_runner: int) -> Callable[[], Any]:
        mine, by = Story.objects.select_related("product").get(pk=made.pk), owner()
        return lambda: story.draft_thanks(mine, by=by)

    return Race(ready, lambda found: sorted(found) == [0, 2] and made.thanks.count() == 2)


@race
def thanks_are_sent_once() -> Race:
    made = told()
    story.draft_thanks(made, by=owner())
    draft = made.thanks.all()[0]

    def ready(_runner: int) -> Callable[[], Any]:
        mine, by = Thanks.objects.select_related("story__product", "voice").get(pk=draft.pk), owner()
        return lambda: story.send_thanks(mine, by=by)

    return Race(ready, lambda found: one_refused(found) and told_of(draft.pk, "story.thanks_sent") == 1)
