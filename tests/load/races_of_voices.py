"""Races about voices and the people who spoke."""

import uuid
from collections.abc import Callable
from typing import Any

from yoriai.dialogue import actions as dialogue
from yoriai.dialogue.models import Hold, Posting, ReadMark, Reply, Voice, Withdrawal
from yoriai.people.actions import choose_credit, leave_contact
from yoriai.people.models import Circle, Contact, Joining
from yoriai.people.texts import latest, text
from yoriai.theme.models import Place

from .race import WORDS, Race, one_refused, owner, race, told_of, voice


@race
def one_form_sent_twice_is_one_echo() -> Race:
    first, form = voice(), uuid.uuid4().hex
    dialogue.read_voice(first, by=owner())

    def ready(_runner: int) -> Callable[[], Any]:
        place, echoed = Place.objects.get(), Voice.objects.get(pk=first.pk)
        return lambda: dialogue.receive_voice(place, text=WORDS, form_id=form, texts=[], echo_of=echoed)

    return Race(ready, lambda found: found[0] == found[1] and first.echoes.count() == 1)


@race
def one_answer_sent_twice_is_one() -> Race:
    heard = voice()

    def ready(_runner: int) -> Callable[[], Any]:
        mine, by = Voice.objects.get(pk=heard.pk), owner()
        return lambda: dialogue.answer_voice(mine, text="来月、試作します。", by=by)

    return Race(ready, lambda found: found[0] == found[1] and Reply.objects.filter(voice=heard).count() == 1)


@race
def an_answer_and_a_taking_back_leave_no_words() -> Race:
    heard = voice()

    def ready(runner: int) -> Callable[[], Any]:
        mine, by = Voice.objects.select_related("author").get(pk=heard.pk), owner()
        if runner:
            return lambda: dialogue.withdraw_voice(mine)
        return lambda: dialogue.answer_voice(mine, text=f"「{WORDS}」を、試作します。", by=by)

    def right(_found: list[Any]) -> bool:
        replies = Reply.objects.filter(voice=heard).values_list("text", flat=True)
        return not any(WORDS in reply for reply in replies) and Withdrawal.objects.filter(voice=heard).exists()

    return Race(ready, right)


@race
def one_voice_is_taken_back_once() -> Race:
    heard = voice()

    def ready(_runner: int) -> Callable[[], Any]:
        mine = Voice.objects.select_related("author").get(pk=heard.pk)
        return lambda: dialogue.withdraw_voice(mine)

    return Race(ready, lambda found: one_refused(found) and told_of(heard.pk, "dialogue.voice_withdrawn") == 1)


@race
def one_reader_reads_once() -> Race:
    heard = voice()

    def ready(_runner: int) -> Callable[[], Any]:
        mine, by = Voice.objects.get(pk=heard.pk), owner()
        return lambda: dialogue.read_voice(mine, by=by)

    marks = lambda: ReadMark.objects.filter(voice=heard).count()  # noqa: E731
    return Race(ready, lambda _found: marks() == told_of(heard.pk, "dialogue.voice_read") == 1)


@race
def one_voice_is_held_once_and_released_once() -> Race:
    heard = voice()
    dialogue.hold_voice(heard, reason="aside", by=owner())

    def ready(runner: int) -> Callable[[], Any]:
        mine, by = Voice.objects.get(pk=heard.pk), owner()
        if runner:
            return lambda: dialogue.release_voice(mine, by=by)
        return lambda: dialogue.hold_voice(mine, reason="health", by=by)

    return Race(ready, lambda _found: Hold.objects.filter(voice=heard).count() in (0, 1))


@race
def a_voice_read_and_released_at_once_is_found_by_others() -> Race:
    heard = voice()
    dialogue.hold_voice(heard, reason="aside", by=owner())

    def ready(runner: int) -> Callable[[], Any]:
        mine, by, act = Voice.objects.get(pk=heard.pk), owner(), (dialogue.read_voice, dialogue.release_voice)[runner]
        return lambda: act(mine, by=by)

    return Race(ready, lambda _found: not Posting.objects.filter(voice=heard, open=False).exists())


@race
def two_addresses_of_one_person_are_one() -> Race:
    person = voice().author

    def ready(runner: int) -> Callable[[], Any]:
        mine = type(person).objects.get(pk=person.pk)
        agreed = text(latest("mail-result"), "ja").filled()
        return lambda: leave_contact(mine, address=f"a{runner}@mail.example", text=agreed)

    return Race(ready, lambda _found: Contact.objects.filter(person=person).count() == 1)


@race
def two_names_of_one_person_leave_one_name() -> Race:
    person = voice().author
    choose_credit(person, style="nickname", name="はじめの名")

    def ready(runner: int) -> Callable[[], Any]:
        mine = type(person).objects.get(pk=person.pk)
        return lambda: choose_credit(mine, style="nickname", name=f"あとの名{runner}")

    def right(_found: list[Any]) -> bool:
        named = person.credits.exclude(name="").order_by("chosen_at").values_list("name", flat=True)
        return len(set(named)) == 1

    return Race(ready, right)


@race
def nobody_is_in_a_circle_who_took_everything_back() -> Race:
    heard, name = voice(), uuid.uuid4().hex

    def ready(runner: int) -> Callable[[], Any]:
        mine, by = Voice.objects.select_related("author").get(pk=heard.pk), owner()
        if runner:
            return lambda: dialogue.withdraw_voice(mine)
        return lambda: dialogue.put_in_circle([mine.author], name=name, by=by)

    def right(_found: list[Any]) -> bool:
        return not (Joining.objects.filter(person=heard.author).exists() or Circle.objects.filter(name=name).exists())

    return Race(ready, right)


@race
def a_circle_left_and_joined_at_once_holds_who_joined() -> Race:
    leaving, joining, name = voice().author, voice().author, uuid.uuid4().hex
    before = dialogue.put_in_circle([leaving], name=name, by=owner())

    def ready(runner: int) -> Callable[[], Any]:
        by = owner()
        if runner:
            return lambda: dialogue.put_in_circle([joining], name=name, by=by)
        return lambda: dialogue.take_out_of_circle([leaving], circle=before, by=by)

    inside = lambda: list(Joining.objects.filter(circle__name=name).values_list("person", flat=True))  # noqa: E731
    return Race(ready, lambda _found: inside() == [joining.pk])


@race
def two_names_that_become_one_are_both_erased() -> Race:
    place, names, rest = Place.objects.get(), [uuid.uuid4().hex[:6] for _each in range(2)], uuid.uuid4().hex[:20]
    said = [_named(place, name) for name in names]
    for name in names:
        dialogue.put_in_circle([voice().author], name=f"{name}{rest}", by=owner())

    def ready(runner: int) -> Callable[[], Any]:
        mine = Voice.objects.select_related("author").get(pk=said[runner].pk)
        return lambda: dialogue.withdraw_voice(mine)

    def right(found: list[Any]) -> bool:
        left = Circle.objects.filter(name__contains=rest[:10]).values_list("name", flat=True)
        return len(set(left)) == 2 and not any(name in circle for name in names for circle in left)

    return Race(ready, right)


def _named(place: Place, name: str) -> Voice:
    words = {"text": WORDS, "form_id": uuid.uuid4().hex, "texts": []}
    return dialogue.receive_voice(place, credit="nickname", name=name, **words).voice
