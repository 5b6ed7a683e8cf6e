"""Taking everything back, where circles carry the name or hold the person."""

import pytest

from yoriai.accounts.models import Member
from yoriai.conftest import speak
from yoriai.dialogue.actions import put_in_circle, withdraw_voice
from yoriai.dialogue.models import Voice
from yoriai.people.actions import choose_credit
from yoriai.people.models import Circle
from yoriai.theme.models import Place


def _named(place: Place, name: str) -> Voice:
    return speak(place, f"{name}の声です。小さいがんもがほしい", credit="nickname", name=name)


@pytest.mark.parametrize("rest", ["さんの会", f"さんと{'その友だち' * 6}の会"])
def test_withdrawing_works_where_two_circles_would_have_one_name(owner: Member, place: Place, rest: str) -> None:
    voices = [_named(place, name) for name in ("まめ", "豆太")]
    for voice in voices:
        put_in_circle([speak(place, "残る声です").author], name=f"{voice.author.credits.get().name}{rest}", by=owner)
    for voice in voices:
        withdraw_voice(voice)
    names = sorted(Circle.objects.values_list("name", flat=True), key=len)
    assert (names[0], [name.startswith("〔…〕さん") for name in names]) == (f"〔…〕{rest}"[:40], [True, True])
    assert (len(set(names)), max(map(len, names)) <= 40) == (2, True)
    assert list(Voice.objects.filter(pk__in=[voice.pk for voice in voices]).values_list("text", flat=True)) == ["", ""]


def test_withdrawing_works_where_a_circle_is_already_called_by_the_mark(owner: Member, place: Place) -> None:
    bean = _named(place, "まめ")
    for name in ("〔…〕さんの会", "まめさんの会"):
        put_in_circle([speak(place, "残る声です").author], name=name, by=owner)
    withdraw_voice(bean)
    (kept,) = Circle.objects.exclude(name="〔…〕さんの会")
    assert kept.name == f"〔…〕さんの会 {str(kept.pk)[:8]}"


def test_choosing_no_name_works_where_two_circles_would_have_one_name(owner: Member, place: Place) -> None:
    for author in [_named(place, name).author for name in ("まめ", "豆太")]:
        put_in_circle([author], name=f"{author.credits.get().name}さんの会", by=owner)
        choose_credit(author, style="none")
    assert [name[:7] for name in Circle.objects.values_list("name", flat=True)] == ["〔…〕さんの会"] * 2


def test_withdrawing_leaves_no_empty_circle_and_keeps_the_others(owner: Member, place: Place) -> None:
    bean, other = _named(place, "まめ"), speak(place, "残る声です")
    put_in_circle([bean.author], name="味見の会", by=owner)
    kept = put_in_circle([bean.author, other.author], name="土曜の会", by=owner)
    withdraw_voice(bean)
    assert (list(Circle.objects.all()), [each.person for each in kept.joinings.all()]) == ([kept], [other.author])


def test_withdrawing_one_of_two_voices_leaves_the_circle(owner: Member, place: Place) -> None:
    first, second = _named(place, "まめ"), speak(place, "あとの声です")
    Voice.objects.filter(pk=second.pk).update(author=first.author)
    circle = put_in_circle([first.author], name="味見の会", by=owner)
    withdraw_voice(first)
    assert circle.joinings.count() == 1
