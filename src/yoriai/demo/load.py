"""The demo shop's whole story, through the product's own verbs, with the clock set to each day."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils.translation import override

from yoriai.accounts.actions import appoint_member, found_organisation
from yoriai.accounts.models import Member, Organisation, Role
from yoriai.dialogue.actions import answer_voice, hold_voice, put_in_circle, read_voice, receive_voice
from yoriai.dialogue.models import Voice
from yoriai.files.actions import keep_photo
from yoriai.files.models import Photo
from yoriai.making import actions as making
from yoriai.making.models import Idea
from yoriai.people.models import CreditStyle, RelationKind
from yoriai.people.texts import Filled, text
from yoriai.story import actions as story
from yoriai.theme.actions import close_theme, open_place, open_theme
from yoriai.theme.models import Channel, Place, Theme
from yoriai.web import clock

from .history import Spoken, history, local, spoken_voices

Step = Callable[[], object]


@dataclass
class Stage:
    """Who and what exists so far, by the names the history uses."""

    shop: Organisation
    members: dict[str, Member] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    voices: dict[str, Voice] = field(default_factory=dict)
    ideas: dict[str, Idea] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)
    texts: list[Filled] = field(default_factory=list)

    @property
    def owner(self) -> Member:
        return self.members[Role.OWNER]

    @property
    def host(self) -> Member:
        return self.members[Role.HOST]


@transaction.atomic
def load_demo() -> Organisation:
    """Everything from the first question to the thanks, then a question that is still open."""
    plan = history()
    with override("ja"):
        with clock.standing_at(local(plan["theme"]["at"]) - timedelta(days=2)):
            stage = _found(plan)
        _play(_finished_theme(stage, plan))
        _play(_running_theme(stage, plan["running"]))
    return stage.shop


def _play(steps: list[tuple[datetime, Step]]) -> None:
    for at, step in steps:
        with clock.standing_at(at):
            step()


def _found(plan: dict[str, Any]) -> Stage:
    profile = dict(plan["shop"])
    owner = next(member for member in plan["members"] if member["role"] == "owner")
    shop = found_organisation(owner_email=owner["email"], owner_title=owner["title"], **profile)
    stage = Stage(shop)
    stage.members[Role.OWNER] = Member.objects.select_related("person").get(organisation=shop)
    for row in plan["members"]:
        if row["role"] != "owner":
            stage.members[row["role"]] = appoint_member(shop, **row, by=stage.owner.person)
    stage.texts = texts_for(shop)
    return stage


def texts_for(shop: Organisation) -> list[Filled]:
    """The notice and the terms as a participant of this shop reads them."""
    notice = text("notice-short-1.0", "ja").filled(
        shop=shop.name,
        reply_days=shop.reply_days,
        reply_place=shop.reply_place,
        retention="企画の終わりから1年",
        notice_url="/q/about",
    )
    return [notice, text("terms-a-short-1.0", "ja").filled(terms_url="/q/about")]


def _finished_theme(stage: Stage, plan: dict[str, Any]) -> list[tuple[datetime, Step]]:
    """What happened to the first question, in order of time."""
    row = plan["theme"]
    with clock.standing_at(local(row["at"])):
        theme = _open(stage, row)
    spoken = spoken_voices(plan)
    steps: list[tuple[datetime, Step]] = []
    for voice in spoken:
        steps.append((voice.at, partial(_speak, stage, plan, voice)))
        steps += _readings(stage, voice)
    steps += _holds(stage, plan, spoken) + _replies(stage, plan) + _ideas(stage, plan, theme)
    steps += _circles(stage, plan) + _prototypes(stage, plan) + _ending(stage, plan, theme)
    return sorted(steps, key=lambda step: step[0])


def _open(stage: Stage, row: dict[str, Any]) -> Theme:
    keys = ("title", "question", "purpose", "recipe", "starts_on", "ends_on", "reply_by")
    theme = open_theme(
        stage.shop,
        **{key: row[key] for key in keys},
        place_label=row.get("place_label", "レジ横"),
        by=stage.owner.person,
    )
    stage.places[Channel.QR_POSTER] = theme.places.get()
    return theme


def _speak(stage: Stage, plan: dict[str, Any], spoken: Spoken) -> None:
    if spoken.channel not in stage.places:
        theme = stage.places[Channel.QR_POSTER].theme
        place = open_place(theme, channel=spoken.channel, label="", by=stage.host.person)
        stage.places[spoken.channel] = place
    described, relation = plan["relations"][spoken.relation]
    nickname = plan["nicknames"].get(spoken.id, "")
    group = plan["groups"].get(spoken.id)
    style = CreditStyle.NICKNAME if nickname else CreditStyle.GROUP if group else CreditStyle.NONE
    receipt = receive_voice(
        stage.places[spoken.channel],
        text=spoken.text,
        form_id=f"demo-{spoken.id}",
        texts=stage.texts,
        credit=style,
        name=nickname,
        described_as=group or described,
        relation=RelationKind(relation) if relation else None,
    )
    stage.voices[spoken.id] = receipt.voice


def _read(stage: Stage, name: str, by: Member) -> None:
    read_voice(stage.voices[name], by=by)


def _hold(stage: Stage, name: str, reason: str) -> None:
    hold_voice(stage.voices[name], reason=reason, by=stage.host)


def _answer(stage: Stage, name: str, words: str) -> None:
    answer_voice(stage.voices[name], text=words, by=stage.owner)


def _readings(stage: Stage, spoken: Spoken) -> list[tuple[datetime, Step]]:
    """After closing time somebody of the shop reads the day's voices; the owner a little later."""
    evening = spoken.at.replace(hour=19, minute=30)
    first = max(evening, spoken.at + timedelta(minutes=25))
    return [
        (first, partial(_read, stage, spoken.id, stage.host)),
        (first + timedelta(minutes=20), partial(_read, stage, spoken.id, stage.owner)),
    ]


def _holds(stage: Stage, plan: dict[str, Any], spoken: list[Spoken]) -> list[tuple[datetime, Step]]:
    when = {voice.id: max(voice.at.replace(hour=19, minute=35), voice.at + timedelta(minutes=30)) for voice in spoken}
    return [(when[voice], partial(_hold, stage, voice, reason)) for voice, reason in plan["holds"].items()]


def _replies(stage: Stage, plan: dict[str, Any]) -> list[tuple[datetime, Step]]:
    single = [(voice, row["at"], row["text"]) for voice, row in plan["replies"].items()]
    grouped = [(voice, row["at"], row["text"]) for row in plan["group_replies"] for voice in row["voices"]]
    return [(local(at), partial(_answer, stage, voice, words)) for voice, at, words in single + grouped]


def _circles(stage: Stage, plan: dict[str, Any]) -> list[tuple[datetime, Step]]:
    def gather(row: dict[str, Any]) -> None:
        put_in_circle([stage.voices[name].author for name in row["voices"]], name=row["name"], by=stage.host)

    return [(local(row["at"]), partial(gather, row)) for row in plan["circles"]]


def _ground(stage: Stage, row: Any) -> making.Ground:
    name, words = (row, None) if isinstance(row, str) else row
    voice = stage.voices[name]
    if words is None:
        return voice, None
    start = voice.text.index(words)
    return voice, (start, start + len(words))


def _ideas(stage: Stage, plan: dict[str, Any], theme: Theme) -> list[tuple[datetime, Step]]:
    def form(row: dict[str, Any]) -> None:
        grounds = [_ground(stage, ground) for ground in row["grounds"]]
        stage.ideas[row["key"]] = making.form_idea(
            theme, headline=row["headline"], body=row.get("body", ""), grounds=grounds, by=stage.host
        )

    def join(row: dict[str, Any]) -> None:
        voice, span = _ground(stage, [row["voice"], row["words"]] if "words" in row else row["voice"])
        making.join_idea(stage.ideas[row["idea"]], voice=voice, span=span, by=stage.host)

    def decide(row: dict[str, Any]) -> None:
        making.decide(stage.ideas[row["idea"]], verdict=row["verdict"], reason=row["reason"], by=stage.owner)

    steps: list[tuple[datetime, Step]] = [(local(row["at"]), partial(form, row)) for row in plan["ideas"]]
    steps += [(local(row["at"]), partial(join, row)) for row in plan["joined_later"]]
    steps += [(local(row["at"]), partial(decide, row)) for row in plan["decisions"]]
    return steps


def _photo(stage: Stage, row: list[str] | None) -> Photo | None:
    if not row:
        return None
    name, alt = row
    if name not in stage.photos:
        data = files(__package__).joinpath(f"photos/{name}.webp").read_bytes()
        by = stage.owner.person
        stage.photos[name] = keep_photo(stage.shop, io.BytesIO(data), size=len(data), alt=alt, by=by)
    return stage.photos[name]


def _prototypes(stage: Stage, plan: dict[str, Any]) -> list[tuple[datetime, Step]]:
    def make(row: dict[str, Any]) -> None:
        at = local(row["at"])
        prototype = making.make_prototype(
            stage.ideas[row["idea"]],
            name=row["name"],
            made_of=row["made_of"],
            made_on=at.date(),
            photo=_photo(stage, row["photo"]),
            grounds=[_ground(stage, ground) for ground in row["grounds"]],
            by=stage.members[Role.STAFF],
        )
        making.record_experiment(prototype, held_on=at.date(), by=stage.host, **row["experiment"])

    return [(local(row["at"]), partial(make, row)) for row in plan["prototypes"]]


def _ending(stage: Stage, plan: dict[str, Any], theme: Theme) -> list[tuple[datetime, Step]]:
    product, told, thanks = plan["product"], plan["story"], plan["thanks"]

    def launch() -> None:
        making.launch_product(
            theme,
            name=product["name"],
            body=product["body"],
            terms=product["terms"],
            photo=_photo(stage, product["photo"]),
            out_on=local(product["at"]).date(),
            ideas=[stage.ideas[key] for key in product["ideas"]],
            by=stage.owner,
        )

    return [
        (local(plan["theme"]["closed"]), lambda: close_theme(theme, by=stage.owner.person)),
        (local(product["at"]), launch),
        (local(told["drafted"]), lambda: _tell(stage, told, theme)),
        (local(told["at"]), lambda: story.publish_story(theme.products.get().story, by=stage.owner)),
        (local(thanks["at"]), lambda: _thank(stage, thanks, theme)),
    ]


def _tell(stage: Stage, told: dict[str, Any], theme: Theme) -> None:
    drafted = story.draft_story(theme.products.get(), by=stage.owner)
    for chapter in drafted.chapters.all():
        story.drop_chapter(chapter, by=stage.owner)
    head = {key: told[key] for key in ("title", "opening", "lead")}
    story.revise_story(drafted, **head, photo=_photo(stage, told["photo"]), by=stage.owner)
    for row in told["chapters"]:
        story.write_chapter(
            drafted,
            heading=row["heading"],
            day=row["day"],
            body=row["body"],
            photo=_photo(stage, row["photo"]),
            quotes=[_ground(stage, quote) for quote in row["quotes"]],
            real=row.get("real", False),
            by=stage.owner,
        )


def _thank(stage: Stage, thanks: dict[str, Any], theme: Theme) -> None:
    told = theme.products.get().story
    story.draft_thanks(told, by=stage.owner)
    names = {voice.pk: name for name, voice in stage.voices.items()}
    for draft in told.thanks.select_related("voice", "story__product"):
        if words := thanks.get(names[draft.voice_id]):
            story.revise_thanks(draft, text=words, by=stage.owner)
        story.send_thanks(draft, by=stage.owner)


def _running_theme(stage: Stage, row: dict[str, Any]) -> list[tuple[datetime, Step]]:
    """The open question: some voices answered, some read, two waiting for whoever opens the desk."""
    with clock.standing_at(local(row["at"])):
        _open(stage, row)
    place = stage.places[Channel.QR_POSTER]
    steps: list[tuple[datetime, Step]] = []
    for number, said in enumerate(row["voices"]):
        name = f"running-{number}"
        steps.append((local(said["at"]), partial(_say, stage, place, said, name)))
        if read := said.get("read"):
            steps.append((local(read), partial(_read, stage, name, stage.host)))
        if reply := said.get("reply"):
            steps.append(
                (
                    local(reply["at"]),
                    partial(_answer, stage, name, reply["text"]),
                )
            )
    return sorted(steps, key=lambda step: step[0])


def _say(stage: Stage, place: Place, said: dict[str, Any], name: str) -> None:
    receipt = receive_voice(
        place,
        text=said["text"],
        form_id=name,
        texts=stage.texts,
        credit=said["credit"],
        described_as=said["described_as"],
        relation=RelationKind.CUSTOMER,
    )
    stage.voices[name] = receipt.voice
