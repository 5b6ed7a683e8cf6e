"""Too much of everything, through the product's own verbs: what a page must bear."""

from datetime import timedelta

from django.db import transaction

from yoriai.accounts.actions import appoint_member, change_organisation
from yoriai.accounts.models import Member, Organisation, Role
from yoriai.dialogue.actions import answer_voice, put_in_circle, read_voice, receive_voice
from yoriai.dialogue.models import Voice
from yoriai.files.models import Photo
from yoriai.making.actions import decide, form_idea, launch_product, make_prototype, record_experiment
from yoriai.making.models import Idea
from yoriai.people.models import CreditStyle
from yoriai.story.actions import draft_story, draft_thanks, publish_story, send_thanks, write_chapter
from yoriai.theme.actions import open_place, open_theme
from yoriai.theme.models import Channel, Theme
from yoriai.web import clock

VOICES, IDEAS, MEMBERS, PROTOTYPES, CHAPTERS = 5000, 60, 30, 12, 8
SENTENCE = "朝は時間がないので、袋から出してそのまま詰められる小さい豆腐のおかずがあると、とても助かります。"
UNBROKEN = "お弁当に入る小さいがんもどきがほしい" * 23  # over 400 characters, no space, no full stop
LATIN = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft" * 5
WORDS = ("木綿がいい", SENTENCE, SENTENCE * 3, "水切りのいらない豆腐がほしい", "薬味つきの小さいやつ", "😀🍱とても好き")
QUESTION = ("平日の朝、お弁当と朝ごはんをいっしょに用意するとき、豆腐のおかずでいちばん困ることは何ですか" * 3)[:120]
LONG_NAME = "まちとひととみどりのいとなみをつなぐとうふとあぶらあげのちいさなおみせ本店直売所前"[:40]
REASON = ("大豆の入荷と釜の大きさを考えると、いまの人数では週に二回が限りです。" * 9)[:300]


@transaction.atomic
def crowd(shop: Organisation) -> Theme:
    """5,000 voices, 60 ideas, 30 members, 12 prototypes, long names and reasons. Returns the crowded theme."""
    change_organisation(shop, name=LONG_NAME, tagline=SENTENCE * 2)
    owner = Member.objects.select_related("person", "organisation").get(organisation=shop, role=Role.OWNER)
    for number in range(MEMBERS):
        title = f"{number + 1}番目の売り場と仕込みと配達をまとめて受け持つ店の者"
        appoint_member(shop, email=f"m{number}@tofu.example", role=Role.STAFF, title=title, by=owner.person)
    theme = _theme(shop, owner)
    voices = _voices(theme)
    _answers(voices, owner)
    for number in range(20):
        people = [voice.author for voice in voices[number * 7 :: 700]]
        put_in_circle(people, name=f"{number + 1} {SENTENCE}"[:40], by=owner)
    ideas = _ideas(theme, voices, owner)
    _made(ideas[-1], voices, owner)
    return theme


def _theme(shop: Organisation, owner: Member) -> Theme:
    today = clock.today()
    theme = open_theme(
        shop,
        title=("朝の5分を助ける一品を" * 6)[:60],
        question=QUESTION,
        purpose=(SENTENCE * 5)[:200],
        recipe="t03",
        starts_on=today - timedelta(days=2),
        ends_on=today + timedelta(days=12),
        by=owner.person,
    )
    for number in range(12):
        open_place(theme, channel=Channel.PAPER, label=f"商店街の掲示板{number + 1}番の前の机の上", by=owner.person)
    return theme


def _voices(theme: Theme) -> list[Voice]:
    place = theme.places.first()
    assert place is not None
    beginning = clock.now() - timedelta(days=2)
    heard = []
    for number in range(VOICES):
        words = {4990: UNBROKEN, 4995: LATIN}.get(number, WORDS[number % len(WORDS)])
        named = number % 7 == 0
        receipt = receive_voice(
            place,
            text=f"{words}（{number}）" if len(words) < 100 else words,
            form_id=f"crowd-{number}",
            texts=(),
            credit=CreditStyle.NICKNAME if named else CreditStyle.NONE,
            name="とても長い名前で呼ばれたい常連さんの代わりの者" if named else "",
            spoken_at=beginning + timedelta(seconds=30 * number),
        )
        heard.append(receipt.voice)
    return heard


def _answers(voices: list[Voice], owner: Member) -> None:
    for voice in voices[:300]:
        read_voice(voice, by=owner)
    for voice in voices[:100]:
        answer_voice(voice, text=SENTENCE * 6, by=owner)


def _ideas(theme: Theme, voices: list[Voice], owner: Member) -> list[Idea]:
    ideas = []
    for number in range(IDEAS):
        grounds = [(voice, None) for voice in voices[number * 3 : number * 3 + 3]]
        headline = f"{number + 1}. {SENTENCE}"[:80] if number % 3 else f"{number + 1}. 小さくする"
        idea = form_idea(theme, headline=headline, body=SENTENCE * (number % 4), grounds=grounds, by=owner)
        if number % 2:
            decide(idea, verdict=("adopt", "try", "hold", "decline")[number // 2 % 4], reason=REASON, by=owner)
        ideas.append(idea)
    return ideas


def _made(idea: Idea, voices: list[Voice], owner: Member) -> None:
    """One idea with forty voices, twelve prototypes, a product, a long story, its thanks."""
    photo = Photo.objects.filter(organisation=idea.organisation_id).first()
    unbroken = [voice for voice in voices if len(voice.text) > 350]
    idea = form_idea(
        idea.theme,
        headline=SENTENCE[:80],
        body=SENTENCE * 15,
        grounds=[(voice, None) for voice in unbroken + voices[:40]],
        by=owner,
    )
    for verdict in ("hold", "try", "adopt"):
        decide(idea, verdict=verdict, reason=f"{verdict} {REASON}"[:300], by=owner)
    day = clock.today()
    for number in range(PROTOTYPES):
        prototype = make_prototype(
            idea,
            name=f"試作{number + 1} {SENTENCE}"[:60],
            made_of=SENTENCE * 5,
            made_on=day,
            photo=photo if number % 2 else None,
            grounds=[(voice, None) for voice in unbroken],
            by=owner,
        )
        findings = {"hypothesis": SENTENCE * 2, "measure": SENTENCE, "result": SENTENCE * 3, "learned": SENTENCE * 3}
        record_experiment(prototype, held=True, held_on=day, by=owner, **findings)
    product = launch_product(
        idea.theme, name=SENTENCE[:60], out_on=day, ideas=[idea], body=SENTENCE * 10, terms=SENTENCE, by=owner
    )
    story = draft_story(product, by=owner)
    for number in range(CHAPTERS):
        heading, quotes = f"{number + 1} {SENTENCE}", [(voice, None) for voice in voices[:3] + unbroken]
        write_chapter(story, heading=heading, day=day, body=SENTENCE * 20, quotes=quotes, photo=photo, by=owner)
    draft_thanks(story, by=owner)
    publish_story(story, by=owner)
    send_thanks(story.thanks.get(voice=unbroken[0]), by=owner)
