"""Prototypes, experiments and products."""

from datetime import date
from typing import Any

from django.urls import reverse

from yoriai.accounts.models import Member
from yoriai.conftest import client_of, speak
from yoriai.dialogue.actions import withdraw_voice
from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Link
from yoriai.making.actions import form_idea, make_prototype
from yoriai.making.models import Idea, Product, Prototype
from yoriai.making.tests.conftest import DAY
from yoriai.theme.models import Place, Theme


def test_new_prototype_keeps_who_changed_it(idea: Idea, voice: Voice, owner: Member) -> None:
    sent = {"name": "試作1", "made_of": "3.5センチにした", "made_on": "2026-10-12", "grounds": [str(voice.pk)]}
    client_of(owner).post(reverse("making:new_prototype", args=[idea.pk]), sent)
    made = Prototype.objects.get()
    assert Link.objects.get(source=voice.pk, target=made.pk).words(voice.text) == voice.text[0:17]


def test_correcting_a_prototype_changes_whose_voice_it_was(prototype: Prototype, place: Place, owner: Member) -> None:
    other = speak(place, "米粉のころもがよかよ")
    sent = {"name": "試作1b", "made_of": "米粉にした", "made_on": "2026-10-12", "grounds": [str(other.pk)]}
    client_of(owner).post(reverse("making:prototype", args=[prototype.pk]), sent)
    below = Link.objects.filter(target=prototype.pk, source_thing="voice")
    assert list(below.values_list("source", flat=True)) == [other.pk]


def test_experiment_is_kept_also_when_it_failed(prototype: Prototype, owner: Member) -> None:
    sent = {"hypothesis": "閉まる", "measure": "人数", "people": "18", "result": "1人は閉まらない", "held": "no"}
    client_of(owner).post(reverse("making:experiment", args=[prototype.pk]), sent | {"held_on": "2026-10-12"})
    prototype.refresh_from_db()
    assert (prototype.experiment.held, prototype.experiment.people) == (False, 18)


def test_new_product_comes_from_its_ideas(idea: Idea, theme: Theme, voice: Voice, owner: Member) -> None:
    other = form_idea(theme, headline="夜でも買いたい", grounds=[(voice, None)], by=owner)
    sent = {"name": "ひとくちがんも", "out_on": "2026-10-12", "ideas": [str(other.pk)], "because": "喜ばれたため"}
    client_of(owner).post(reverse("making:new_product", args=[idea.pk]), sent)
    sources = Link.objects.filter(target=Product.objects.get().pk).values_list("source", flat=True)
    assert set(sources) == {idea.pk, other.pk}


def test_the_same_product_twice_is_one(product: Product, idea: Idea, owner: Member) -> None:
    sent = {"name": product.name, "out_on": "2026-10-12", "because": "喜ばれたため"}
    page = client_of(owner).post(reverse("making:new_product", args=[idea.pk]), sent)
    assert list(page.context["form"].errors) == ["name"]


def test_prototype_sent_twice_is_one(idea: Idea, owner: Member) -> None:
    sent = {"name": "試作1", "made_of": "小さくした", "made_on": "2026-10-12"}
    for _tap in range(2):
        client_of(owner).post(reverse("making:new_prototype", args=[idea.pk]), sent)
    assert [made.version for made in idea.prototypes.all()] == [1]


def test_the_first_prototype_is_not_asked_what_changed(idea: Idea, owner: Member) -> None:
    address = reverse("making:new_prototype", args=[idea.pk])
    first = client_of(owner).get(address).context["form"]
    made = make_prototype(idea, name="試作1", made_of="小さくしました。", made_on=date(2026, 10, 20), by=owner)
    second = client_of(owner).get(address).context["form"]
    corrected = client_of(owner).get(reverse("making:prototype", args=[made.pk])).context["form"]
    told = [(form["name"].value(), str(form["made_of"].label)) for form in (first, second, corrected)]
    made_first, changed = "どんなものをつくりましたか", "何が変わりましたか"
    assert told == [("試作1", made_first), ("試作2", changed), ("試作1", made_first)]


def test_a_first_prototype_stands_on_what_its_idea_stands_on(
    idea: Idea, voice: Voice, place: Place, owner: Member
) -> None:
    """Ticked before; then come the voices like it, then the newest."""
    like = speak(place, "ふたが閉まる大きさだとうれしい")
    newest = speak(place, "おからも一緒に買いたい")
    form = client_of(owner).get(reverse("making:new_prototype", args=[idea.pk])).context["form"]
    assert form["grounds"].value() == [str(voice.pk)]
    assert [choice for choice, _words in form["grounds"].field.choices] == [str(v.pk) for v in (voice, like, newest)]


def test_correcting_a_prototype_keeps_its_words_and_its_knots(idea: Idea, place: Place, owner: Member) -> None:
    kept, gone = speak(place, "おからも一緒に買えたらうれしい"), speak(place, "片栗粉をまぶすとよいと思います")
    grounds: Any = [(kept, (0, 3)), (gone, None)]
    made = make_prototype(idea, name="試作1", made_of="小さく", made_on=DAY, grounds=grounds, by=owner)
    withdraw_voice(gone)
    sent = {"name": "試作1", "made_of": "もっと小さく", "made_on": "2026-10-12", "grounds": [str(kept.pk)]}
    client_of(owner).post(reverse("making:prototype", args=[made.pk]), sent)
    edges = Link.objects.filter(target=made.pk, source_thing="voice").values_list("source", "start", "end")
    assert set(edges) == {(kept.pk, 0, 3), (gone.pk, None, None)}


def test_what_has_happened_has_no_day_to_come(idea: Idea, prototype: Prototype, owner: Member) -> None:
    """Made, tried, reached people: today at the latest."""
    asked = {"new_prototype": (idea, "made_on"), "experiment": (prototype, "held_on"), "new_product": (idea, "out_on")}
    for name, (thing, field) in asked.items():
        page = client_of(owner).post(reverse(f"making:{name}", args=[thing.pk]), {field: "2026-10-13"})
        assert list(page.context["form"].errors[field]) == [
            "まだ来ていない日です。きょうか、それより前の日をえらんでください。"
        ]


def test_a_voice_to_choose_says_that_only_the_shop_reads_it(idea: Idea, place: Place, owner: Member) -> None:
    speak(place, "うちの子はこれで泣きました", inside_only=True)
    page = client_of(owner).get(reverse("making:new_prototype", args=[idea.pk])).content.decode()
    assert ("うちの子はこれで泣きました （店の中だけ）" in page, page.count("（店の中だけ）")) == (True, 1)
