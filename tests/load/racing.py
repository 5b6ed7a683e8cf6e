"""Two at once: every action that rests on a lock or a unique constraint, by two threads that start together.

python -m tests.load.racing ROUNDS     (inside an installation; prints one line of JSON: race → what went wrong)

Each thread has its own connection and loads its own copy of the row before the start, as two requests do. Anything
but a result or a refusal (one sentence to the person) is wrong; so is a state that one after the other cannot give.
"""

import json
import os
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yoriai.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from yoriai.accounts.actions import (  # noqa: E402
    answer_wishes,
    appoint_member,
    dismiss_member,
    issue_code,
    spend_code,
    wish_code,
)
from yoriai.accounts.models import Account, Member, Role  # noqa: E402
from yoriai.delivery import channels, chores, worker  # noqa: E402
from yoriai.delivery.models import ChoreState  # noqa: E402
from yoriai.dialogue import actions as dialogue  # noqa: E402
from yoriai.dialogue.models import Hold, ReadMark, Reply, Voice, Withdrawal  # noqa: E402
from yoriai.ledger.kinds import Kind, declare  # noqa: E402
from yoriai.ledger.models import Delivery, Event, Link  # noqa: E402
from yoriai.ledger.record import record  # noqa: E402
from yoriai.making import actions as making  # noqa: E402
from yoriai.making.models import Decision, Experiment, Idea, Product, Prototype  # noqa: E402
from yoriai.people.actions import choose_credit, leave_contact  # noqa: E402
from yoriai.people.models import Contact  # noqa: E402
from yoriai.people.texts import latest, text  # noqa: E402
from yoriai.story import actions as story  # noqa: E402
from yoriai.story.models import Chapter, Publication, Story, Thanks  # noqa: E402
from yoriai.theme import actions as theme  # noqa: E402
from yoriai.theme.models import Closure, Place, Theme  # noqa: E402
from yoriai.web import clock  # noqa: E402
from yoriai.web.chores import CHORES, Chore  # noqa: E402
from yoriai.web.refusal import Refused  # noqa: E402

WORDS = "冷めても、立って片手で食べられるとうれしいです"
TOLD = declare(Kind("load.raced", "raced", routes=(lambda event: [f"pigeon:{n}" for n in range(6)],)))
flown: list[int] = []
swept: list[int] = []


@dataclass
class Race:
    """`ready` is called by each runner (0 and 1) for itself and answers what it will do at the start."""

    ready: Callable[[int], Callable[[], Any]]
    right: Callable[[list[Any]], bool]  # of both outcomes; a refusal is an outcome


RACES: dict[str, Callable[[], Race]] = {}


def race(prepare: Callable[[], Race]) -> Callable[[], Race]:
    RACES[prepare.__name__.replace("_", " ")] = prepare
    return prepare


def one_refused(outcomes: list[Any]) -> bool:
    return [isinstance(outcome, Refused) for outcome in outcomes].count(True) == 1


def owner() -> Member:
    return Member.objects.select_related("person").filter(role=Role.OWNER).order_by("appointed_at")[0]


def voice(words: str = WORDS) -> Voice:
    return dialogue.receive_voice(Place.objects.get(), text=words, form_id=uuid.uuid4().hex, texts=[]).voice


def idea(voices: int = 1) -> Idea:
    grounds = [(voice(), None) for _number in range(voices)]
    return making.form_idea(Theme.objects.get(), headline=f"片手で食べたい{uuid.uuid4()}", grounds=grounds, by=owner())


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
def one_form_sent_twice_is_one_echo() -> Race:
    first, form = voice(), uuid.uuid4().hex
    dialogue.read_voice(first, by=owner())

    def ready(_runner: int) -> Callable[[], Any]:
        place, echoed = Place.objects.get(), Voice.objects.get(pk=first.pk)
        return lambda: dialogue.receive_voice(place, text=WORDS, form_id=form, texts=[], echo_of=echoed)

    return Race(ready, lambda found: found[0] == found[1] and first.echoes.count() == 1)


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
def one_code_opens_one_door() -> Race:
    account = owner().account
    code = issue_code(account)

    def ready(_runner: int) -> Callable[[], Any]:
        email = account.email
        return lambda: spend_code(email, code)

    return Race(ready, lambda found: sum(isinstance(who, Account) for who in found) == 1)


@race
def two_appointments_of_one_address_are_one_place() -> Race:
    shop, email = owner().organisation, f"{uuid.uuid4().hex[:12]}@tofu.example"

    def ready(_runner: int) -> Callable[[], Any]:
        by = owner()
        return lambda: appoint_member(shop, email=email, role="staff", title="店の人", by=by.person)

    return Race(ready, lambda found: found[0] == found[1] and Member.objects.filter(account__email=email).count() == 1)


@race
def of_two_owners_who_leave_one_stays() -> Race:
    shop = owner().organisation
    while Member.objects.filter(role=Role.OWNER).count() < 2:
        appoint_member(shop, email=f"{uuid.uuid4().hex[:12]}@tofu.example", role="owner", title="主", by=None)
    owners = list(Member.objects.filter(role=Role.OWNER).values_list("pk", flat=True))

    def ready(runner: int) -> Callable[[], Any]:
        mine = Member.objects.select_related("account").get(pk=owners[runner])
        return lambda: dismiss_member(mine)

    return Race(ready, lambda found: one_refused(found) and Member.objects.filter(role=Role.OWNER).count() == 1)


@race
def one_theme_is_closed_once() -> Race:
    today = clock.today()
    asked = theme.open_theme(
        owner().organisation, title="問い", question=f"豆腐は{uuid.uuid4()}", purpose="つくる", recipe="t03",
        starts_on=today, ends_on=today + timedelta(days=1), by=None,
    )  # fmt: skip

    def ready(_runner: int) -> Callable[[], Any]:
        mine, by = Theme.objects.get(pk=asked.pk), owner().person
        return lambda: theme.close_theme(mine, by=by)

    def right(found: list[Any]) -> bool:
        once = one_refused(found) and Closure.objects.filter(theme=asked).count() == 1
        asked.places.all().delete()
        asked.delete()
        return once

    return Race(ready, right)


@race
def two_workers_send_each_letter_once() -> Race:
    flown.clear()
    with transaction.atomic():
        event = record(TOLD, organisation=owner().organisation, subject=uuid.uuid4())

    def ready(_runner: int) -> Callable[[], Any]:
        return worker.work_once

    rows = Delivery.objects.filter(event=event)
    return Race(ready, lambda _found: sorted(flown) == sorted(rows.filter(outcome="sent").values_list("pk", flat=True)))


@race
def one_wish_for_a_code_is_one_letter() -> Race:
    before = letters()
    wish_code(owner().account.email)

    def ready(_runner: int) -> Callable[[], Any]:
        return answer_wishes

    return Race(ready, lambda _found: letters() == before + 1)


@race
def two_workers_do_a_chore_once() -> Race:
    swept.clear()
    ChoreState.objects.update_or_create(chore="race", defaults={"due_at": timezone.now()})

    def ready(_runner: int) -> Callable[[], Any]:
        return chores.do_due

    return Race(ready, lambda _found: len(swept) == 1)


def letters() -> int:
    return sum(file.read_bytes().count(b"Message-ID: ") for file in settings.ENV.home.glob("letters/*"))


def told_of(subject: Any, kind: str) -> int:
    return Event.objects.filter(subject=subject, kind=kind).count()


def outcomes_of(found: Race, pool: ThreadPoolExecutor) -> list[Any]:
    start = threading.Barrier(2)

    def run(runner: int) -> Any:
        act = found.ready(runner)
        start.wait(60)
        try:
            return act()
        except Refused as refused:
            return refused

    return [running.result(60) for running in [pool.submit(run, runner) for runner in range(2)]]


def wrong_rounds(prepare: Callable[[], Race], rounds: int, pool: ThreadPoolExecutor) -> Iterator[str]:
    for round_ in range(rounds):
        found = prepare()
        try:
            outcomes = outcomes_of(found, pool)
            if not found.right(outcomes):
                yield f"round {round_}: {[type(outcome).__name__ for outcome in outcomes]}"
        except Exception as error:  # a page would answer 500
            yield f"round {round_}: {type(error).__name__}: {str(error)[:160]}"


def main(rounds: int) -> None:
    channels.register("pigeon", lambda delivery, _whom: flown.append(delivery.pk) or channels.SENT)  # type: ignore[func-returns-value]
    CHORES.clear()
    CHORES["race"] = Chore("race", lambda: swept.append(1), timedelta(days=1))
    with ThreadPoolExecutor(2) as pool:
        wrong = {name: list(wrong_rounds(prepare, rounds, pool)) for name, prepare in RACES.items()}
    sys.stdout.write(json.dumps(wrong, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
