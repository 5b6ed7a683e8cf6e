"""From one voice to a thank-you, through the real pages, as a phone without JavaScript and as a host."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from yoriai.accounts.models import Member
from yoriai.ledger.models import Event

from .walker import Walker

WORDS = "冷めたままでも、立って片手で食べられるとうれしいです。熱いのは苦手です。"


@pytest.fixture
def phone() -> Walker:
    return Walker()


@pytest.fixture
def desk(owner: Member) -> Walker:
    walker = Walker()
    walker.client.force_login(owner.account)
    return walker


def photo() -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (1600, 1200), (180, 120, 60)).save(made, "JPEG")
    return SimpleUploadedFile("photo.jpg", made.getvalue(), "image/jpeg")


def ask(desk: Walker) -> str:
    """The wizard, in two pages. Returns the address behind the QR code."""
    desk.open("/desk/themes/new")
    desk.open(desk.page.link("/desk/themes/new/t03"))
    desk.send(question="立ったまま食べられる豆腐は、どんなものがいいですか", title="片手で食べる一品")
    poster = desk.client.get(desk.page.link("/desk/places/", "/poster.pdf"))
    assert b"".join(poster)[:5] == b"%PDF-"
    return desk.page.link("/q/")


def say(phone: Walker, place: str) -> str:
    """One box, one button. Returns the address of the receipt."""
    phone.open(place)
    receipt = phone.send(text=WORDS).address.partition("?")[0]
    assert "片手で食べられると" in phone.page.html.replace("<wbr>", "")
    return receipt


def answer(desk: Walker) -> str:
    desk.open("/desk/voices")
    voice = desk.page.link("/desk/voices/").partition("?")[0]
    desk.open(voice)
    desk.send(text="来週、串に刺して焼いてみます。")
    return voice


def shape(desk: Walker, voice: str) -> None:
    """Idea with the words that mattered, decision with its reason, prototype with photo, experiment, product."""
    desk.open(f"{voice}/idea")
    desk.send(button=("goal", "new"), headline="片手で食べられる豆腐がほしい", words=desk_words(desk))
    desk.send(verdict="adopt", reason="串に刺せば、片手で食べられました。")
    idea = desk.page.address.partition("?")[0]
    desk.open(f"{idea}/prototypes")
    desk.send(name="試作1 串豆腐", made_of="かための豆腐を串に刺して焼きました。", photo=photo(), grounds=ground(desk))
    desk.open(desk.page.link("/desk/prototypes/", "/experiment"))
    desk.send(
        hypothesis="串なら片手で食べられる", measure="こぼした人の数", people="8", result="0人でした。", held="yes"
    )
    desk.open(f"{idea}/product")
    desk.send(name="串豆腐", terms="1本120円")


def desk_words(desk: Walker) -> str:
    """The first sentence of the voice, as the page offers it."""
    return desk.page.html.partition('name="words" value="')[2].partition('"')[0]


def ground(desk: Walker) -> str:
    return desk.page.html.partition('name="grounds" value="')[2].partition('"')[0]


def tell(desk: Walker) -> str:
    """Story drafted from the thread and published; thanks drafted and sent. Returns the story's address."""
    desk.send(button=("", ""))
    desk.open(desk.page.link("/desk/stories/", "/publication"))
    desk.send(button=("do", "publish"))
    story = desk.page.link("/s/")
    desk.open("/desk/stories")
    desk.open(desk.page.link("/desk/stories/", "/thanks"))
    desk.send(button=("do", "draft"))
    desk.send_all("-text")
    return story


def test_one_voice_becomes_a_thank_you(phone: Walker, desk: Walker) -> None:
    receipt = say(phone, ask(desk))
    voice = answer(desk)
    assert "来週、串に刺して焼いてみます。" in phone.open(receipt).html
    shape(desk, voice)
    story = tell(desk)
    journey = phone.open(receipt).html.replace("<wbr>", "")
    parts = (
        "店主",
        "来週、串に刺して",
        "片手で食べられる豆腐がほしい",
        "串に刺せば",
        "試作1 串豆腐",
        "1本120円",
        story,
    )
    assert [part for part in parts if part not in journey] == []
    assert (journey.count('class="knot"'), journey.count('data-state="ahead"')) == (8, 0)
    assert "片手で食べられると" in phone.open(story).html.replace("<wbr>", "")


def test_the_journey_can_be_told_and_taken_back(phone: Walker, desk: Walker) -> None:
    receipt = say(phone, ask(desk))
    shape(desk, answer(desk))
    story = tell(desk)
    phone.open(f"{receipt}/name")
    phone.send(credit="nickname", name="立ち食い好き")
    named = "立ち食い好きさん" in phone.open(story).html.replace("<wbr>", "")
    phone.open(f"{receipt}/withdrawal")
    phone.send()
    left = [word for word in ("片手で食べられると", "立ち食い好き") if word in phone.open(story).html]
    assert (named, left, phone.open(receipt).html.count('class="knot"') > 0) == (True, [], True)


def test_the_journey_leaves_one_fact_for_every_step(phone: Walker, desk: Walker) -> None:
    say(phone, ask(desk))
    shape(desk, answer(desk))
    tell(desk)
    assert list(Event.objects.order_by("id").values_list("kind", flat=True)) == [
        "theme.opened",
        "dialogue.voice_received",
        "dialogue.voice_read",
        "dialogue.voice_answered",
        "making.idea_formed",
        "making.idea_decided",
        "making.prototype_made",
        "making.experiment_recorded",
        "making.product_launched",
        "story.drafted",
        "story.published",
        "story.thanks_drafted",
        "story.thanks_sent",
    ]
