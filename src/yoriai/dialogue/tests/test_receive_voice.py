from yoriai.accounts.models import Member
from yoriai.conftest import speak
from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Event
from yoriai.theme.actions import open_place
from yoriai.theme.models import Place


def test_receive_voice_records_exactly_one_event(place: Place) -> None:
    before = Event.objects.count()
    voice = speak(place, "小さいがんもがほしい")
    assert list(Event.objects.order_by("id")[before:].values_list("kind", "subject")) == [
        ("dialogue.voice_received", voice.pk)
    ]


def test_receive_voice_twice_is_one_voice(place: Place) -> None:
    first = speak(place, "小さいがんもがほしい", form_id="a")
    again = speak(place, "小さいがんもがほしい", form_id="a")
    assert (again.pk, Voice.objects.count()) == (first.pk, 1)


def test_receive_voice_with_other_words_from_the_same_form_is_another_voice(place: Place) -> None:
    speak(place, "小さいがんもがほしい", form_id="a")
    speak(place, "やっぱり大きいほうがいい", form_id="a")
    assert Voice.objects.count() == 2


def test_the_same_form_sent_at_two_places_is_two_voices(place: Place, owner: Member) -> None:
    other = open_place(place.theme, channel="paper", label="入口", by=owner.person)
    first, second = (speak(door, "もう少し小さいのがほしい", form_id="same") for door in (place, other))
    assert (first.place, second.place) == (place, other)
