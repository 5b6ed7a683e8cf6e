"""Every page of making: for the person meant, and for nobody else."""

import re
from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from yoriai.accounts.models import Member
from yoriai.conftest import client_of, later, speak
from yoriai.dialogue.actions import withdraw_voice
from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Event, Link
from yoriai.making.actions import decide, form_idea, launch_product, make_prototype, record_experiment
from yoriai.making.models import Decision, Idea, Product, Prototype
from yoriai.making.queries import next_of, products_of
from yoriai.story.actions import draft_story
from yoriai.theme.models import Place, Theme

DAY = date(2026, 10, 12)
HEADLINE = "ふたが閉まる大きさにしてほしい"
EVIL = "<script>alert(1)</script>\u202e" + "ดู้้้้้้" * 50


@pytest.fixture
def idea(theme: Theme, voice: Voice, owner: Member) -> Idea:
    return form_idea(theme, headline=HEADLINE, grounds=[(voice, (0, 17))], by=owner)


@pytest.fixture
def prototype(idea: Idea, voice: Voice, owner: Member) -> Prototype:
    day = date(2026, 10, 12)
    return make_prototype(idea, name="試作1", made_of="小さくした", made_on=day, grounds=[(voice, None)], by=owner)


@pytest.fixture
def product(theme: Theme, idea: Idea, owner: Member) -> Product:
    return launch_product(theme, name="ひとくちがんも", out_on=date(2026, 10, 12), ideas=[idea], by=owner)


@pytest.fixture
def pages(idea: Idea, prototype: Prototype, product: Product, voice: Voice) -> dict[str, str]:
    return {
        "from_voice": reverse("making:from_voice", args=[voice.pk]),
        "idea": reverse("making:idea", args=[idea.pk]),
        "edit_idea": reverse("making:edit_idea", args=[idea.pk]),
        "idea_voices": reverse("making:idea_voices", args=[idea.pk]),
        "new_prototype": reverse("making:new_prototype", args=[idea.pk]),
        "prototype": reverse("making:prototype", args=[prototype.pk]),
        "experiment": reverse("making:experiment", args=[prototype.pk]),
        "new_product": reverse("making:new_product", args=[idea.pk]),
        "product": reverse("making:product", args=[product.pk]),
    }


def _statuses(member: Member, pages: dict[str, str]) -> set[int]:
    client = client_of(member)
    return {client.get(address).status_code for address in pages.values()}


def test_every_page_opens_for_the_owner(pages: dict[str, str], owner: Member) -> None:
    assert _statuses(owner, pages) == {200}


def test_every_page_is_nowhere_for_another_shop(pages: dict[str, str], other_shop: Member) -> None:
    assert _statuses(other_shop, pages) == {404}


def test_every_page_is_nowhere_for_a_partner(pages: dict[str, str], partner: Member) -> None:
    assert _statuses(partner, pages) == {404}


def test_every_form_answers_bad_input_with_a_page(pages: dict[str, str], owner: Member) -> None:
    client = client_of(owner)
    fields = [
        "words",
        "headline",
        "idea",
        "body",
        "name",
        "made_of",
        "made_on",
        "grounds",
        "hypothesis",
        "people",
        "result",
        "held",
        "voice",
        "q",
    ]
    for nasty in ("", "あ" * 10_000, EVIL, "a\0b", "9" * 40, "-1", "[]"):
        for address in pages.values():
            assert client.post(address, dict.fromkeys(fields, nasty)).status_code in (200, 302, 404, 405)


def test_list_shows_undecided_first_then_by_verdict(idea: Idea, theme: Theme, voice: Voice, owner: Member) -> None:
    other = form_idea(theme, headline="夜でも買いたい", grounds=[(voice, None)], by=owner)
    decide(idea, verdict="try", reason="小さくしてためします", by=owner)
    groups = client_of(owner).get(reverse("making:ideas")).context["groups"]
    assert [(group.key, [row.idea for row in group.rows]) for group in groups] == [("", [other]), ("try", [idea])]


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_database_the_same_for_every_length(
    number: int, theme: Theme, voice: Voice, owner: Member, django_assert_num_queries: Any
) -> None:
    for i in range(number):
        form_idea(theme, headline=f"{i}個入りがほしい", grounds=[(voice, None)], by=owner)
    client = client_of(owner)
    with django_assert_num_queries(11):
        client.get(reverse("making:ideas"))


@pytest.mark.parametrize("number", [1, 3])
def test_idea_asks_the_database_the_same_for_every_length(
    number: int, idea: Idea, place: Place, owner: Member, django_assert_num_queries: Any
) -> None:
    for i in range(number):
        voice = speak(place, f"小さいのがほしいです、その{i}")
        day = date(2026, 10, 12)
        made = make_prototype(idea, name="試作", made_of="小さくした", made_on=day, grounds=[(voice, None)], by=owner)
        record_experiment(made, hypothesis="閉まる", measure="数", result="閉まった", held=True, held_on=day, by=owner)
    client = client_of(owner)
    with django_assert_num_queries(11):
        client.get(reverse("making:idea", args=[idea.pk]))


def test_list_is_empty_for_another_shop(idea: Idea, other_shop: Member) -> None:
    page = client_of(other_shop).get(reverse("making:ideas"))
    assert page.context["groups"] == []


def test_from_voice_makes_an_idea_of_the_chosen_words(place: Place, owner: Member) -> None:
    voice = speak(place, "いつも買います。もっと小さいのがほしい。")
    sent = {"goal": "new", "words": "8-20", "headline": HEADLINE}
    client_of(owner).post(reverse("making:from_voice", args=[voice.pk]), sent)
    edge = Link.objects.get(source=voice.pk)
    assert edge.words(voice.text) == "もっと小さいのがほしい。"
    assert Idea.objects.get(pk=edge.target).headline == HEADLINE


def test_from_voice_asks_which_words_only_where_there_are_several(place: Place, owner: Member) -> None:
    asked = [
        'type="radio" name="words"'
        in client_of(owner).get(reverse("making:from_voice", args=[speak(place, words).pk])).content.decode()
        for words in ("もっと小さいのがほしい", "いつも買います。もっと小さいのがほしい。")
    ]
    assert asked == [False, True]


def test_idea_offers_the_choice_of_words_only_where_there_is_one(theme: Theme, place: Place, owner: Member) -> None:
    one, several = speak(place, "もっと小さいのがほしい"), speak(place, "いつも買います。もっと小さいのがほしい。")
    idea = form_idea(theme, headline=HEADLINE, grounds=[(one, None), (several, None)], by=owner)
    page = client_of(owner).get(reverse("making:idea", args=[idea.pk])).content.decode()
    offered = [reverse("making:from_voice", args=[voice.pk]) in page for voice in (one, several)]
    assert offered == [False, True]


def test_from_voice_joins_an_idea(idea: Idea, place: Place, owner: Member) -> None:
    voice = speak(place, "小さいのがよかよ")
    sent = {"goal": "join", "words": "all", "idea": str(idea.pk), "headline": ""}
    client_of(owner).post(reverse("making:from_voice", args=[voice.pk]), sent)
    assert set(Link.objects.filter(target=idea.pk).values_list("source", flat=True)) >= {voice.pk}


def test_from_voice_refuses_a_topic_and_keeps_the_words(voice: Voice, owner: Member) -> None:
    sent = {"goal": "new", "words": "all", "headline": "小さいがんも"}
    page = client_of(owner).post(reverse("making:from_voice", args=[voice.pk]), sent)
    assert page.context["form"].errors.as_data()["headline"][0].code == "no_sentence"
    assert page.context["form"]["headline"].value() == "小さいがんも"


def test_from_voice_cannot_join_an_idea_of_another_shop(
    voice: Voice, idea: Idea, other_shop: Member, owner: Member
) -> None:
    Idea.objects.filter(pk=idea.pk).update(organisation=other_shop.organisation, theme=_foreign_theme(other_shop))
    sent = {"goal": "join", "words": "all", "idea": str(idea.pk)}
    page = client_of(owner).post(reverse("making:from_voice", args=[voice.pk]), sent)
    assert list(page.context["form"].errors) == ["idea"]


def _foreign_theme(member: Member) -> Theme:
    from yoriai.conftest import make_theme  # noqa: PLC0415

    return make_theme(member.organisation)


def test_idea_escapes_and_marks_the_words(place: Place, theme: Theme, owner: Member) -> None:
    voice = speak(place, "<b>小さい</b>のがほしい")
    idea = form_idea(theme, headline=HEADLINE, grounds=[(voice, (3, 6))], by=owner)
    page = client_of(owner).get(reverse("making:idea", args=[idea.pk])).content.decode()
    assert "&lt;b&gt;<mark>小さい</mark>&lt;/b&gt;のがほしい" in page


def test_decision_needs_a_reason(idea: Idea, owner: Member) -> None:
    page = client_of(owner).post(reverse("making:decision", args=[idea.pk]), {"verdict": "adopt", "reason": "  "})
    assert list(page.context["form"].errors) == ["reason"]
    assert Decision.objects.count() == 0


def test_decision_is_kept_with_its_reason(idea: Idea, owner: Member) -> None:
    sent = {"verdict": "decline", "reason": "仕込みと重なります"}
    client_of(owner).post(reverse("making:decision", args=[idea.pk]), sent)
    assert list(Decision.objects.values_list("verdict", "reason")) == [("decline", "仕込みと重なります")]


@pytest.mark.parametrize(
    ("verdict", "sign"), [("adopt", "check"), ("try", "make"), ("hold", "clock"), ("decline", "decline")]
)
def test_each_verdict_has_its_sign_beside_its_word(verdict: str, sign: str) -> None:
    page = render_to_string("making/_verdict.html", {"decision": Decision(verdict=verdict)})
    assert f"icons.svg#{sign}" in page


def test_decision_is_nowhere_for_staff(idea: Idea, staff: Member) -> None:
    sent = {"verdict": "adopt", "reason": "よい"}
    assert client_of(staff).post(reverse("making:decision", args=[idea.pk]), sent).status_code == 404


def test_parting_the_only_voice_says_why_not(idea: Idea, voice: Voice, owner: Member) -> None:
    sent = {"do": "part", "voice": str(voice.pk)}
    client_of(owner).post(reverse("making:idea_voices", args=[idea.pk]), sent)
    assert Link.objects.filter(source=voice.pk, target=idea.pk).count() == 1


def test_parting_a_voice_that_is_not_there_records_nothing(idea: Idea, place: Place, owner: Member) -> None:
    other = speak(place, "ほかの声です")
    before = Event.objects.count()
    sent = {"do": "part", "voice": str(other.pk)}
    client_of(owner).post(reverse("making:idea_voices", args=[idea.pk]), sent)
    assert Event.objects.count() == before


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


def test_what_was_only_tried_is_adopted_when_it_comes_out(idea: Idea, owner: Member) -> None:
    """Its people read why; an idea adopted before is not asked again."""
    decide(idea, verdict="try", reason="まずためします。", by=owner)
    address = reverse("making:new_product", args=[idea.pk])
    sent = {"name": "ひとくちがんも", "out_on": "2026-10-12"}
    silent = client_of(owner).post(address, sent).context["form"]
    client_of(owner).post(address, sent | {"because": "18人中17人のふたが閉まったため"})
    told = [(made.verdict, made.reason) for made in idea.decisions.all()]
    assert list(silent.errors) == ["because"]
    assert told == [("try", "まずためします。"), ("adopt", "18人中17人のふたが閉まったため")]
    assert "because" not in client_of(owner).get(address).context["form"].fields


def test_what_became_real_is_called_so_everywhere(product: Product, idea: Idea, owner: Member) -> None:
    decide(idea, verdict="try", reason="まずためします。", by=owner)
    addresses = [reverse("making:idea", args=[idea.pk]), reverse("making:ideas"), idea.theme.get_absolute_url()]
    pages = [client_of(owner).get(address).content.decode() for address in addresses]
    assert ["decided--real" in page for page in pages] == [True] * 3
    assert "decided--try" not in pages[1] + pages[2]


def test_an_idea_asks_for_the_same_on_its_page_and_at_the_desk(idea: Idea, owner: Member) -> None:
    """`next_of` in Python and the questions to the database are one rule."""

    def asked() -> tuple[str, list[str]]:
        prototypes = list(idea.prototypes.select_related("experiment"))
        said = next_of(list(idea.decisions.order_by("-decided_at")), prototypes, products_of(idea))
        found = {"decide": Idea.objects.to_decide(), "shape": Idea.objects.to_shape(), "try": Idea.objects.to_try()}
        found["bring_out"] = Idea.objects.to_bring_out()
        return said.value, [step for step, ideas in found.items() if ideas.exists()]

    told = [asked()]
    decide(idea, verdict="try", reason="ためします。", by=owner)
    told.append(asked())
    made = make_prototype(idea, name="試作1", made_of="小さくしました。", made_on=DAY, by=owner)
    told.append(asked())
    with later(hours=1):
        record_experiment(made, hypothesis="閉まる", measure="人数", result="閉まった", held_on=DAY, by=owner)
        told.append(asked())
    with later(hours=2):
        decide(idea, verdict="adopt", reason="つくります。", by=owner)
        told.append(asked())
    with later(hours=3):
        decide(idea, verdict="hold", reason="待ちます。", by=owner)
        told.append(asked())
    launch_product(idea.theme, name="ひとくちがんも", out_on=DAY, ideas=[idea], by=owner)
    told.append(asked())
    steps = ["decide", "shape", "try", "decide", "bring_out"]
    assert told == [*((step, [step]) for step in steps), ("rest", []), ("tell", [])]


def test_the_same_product_twice_is_one(product: Product, idea: Idea, owner: Member) -> None:
    sent = {"name": product.name, "out_on": "2026-10-12", "because": "喜ばれたため"}
    page = client_of(owner).post(reverse("making:new_product", args=[idea.pk]), sent)
    assert list(page.context["form"].errors) == ["name"]


def test_decision_sent_twice_is_one(idea: Idea, owner: Member) -> None:
    sent = {"verdict": "try", "reason": "小さくしてためします"}
    for _tap in range(2):
        client_of(owner).post(reverse("making:decision", args=[idea.pk]), sent)
    with later(days=1):
        decide(idea, verdict="adopt", reason="小さくしてためします", by=owner)
    with later(days=2):
        decide(idea, by=owner, **sent)
    assert [made.verdict for made in idea.decisions.all()] == ["try", "adopt", "try"]


def test_prototype_sent_twice_is_one(idea: Idea, owner: Member) -> None:
    sent = {"name": "試作1", "made_of": "小さくした", "made_on": "2026-10-12"}
    for _tap in range(2):
        client_of(owner).post(reverse("making:new_prototype", args=[idea.pk]), sent)
    assert [made.version for made in idea.prototypes.all()] == [1]


def test_a_decided_idea_shows_what_was_decided_before_it_asks_anew(idea: Idea, owner: Member) -> None:
    address = reverse("making:idea", args=[idea.pk])
    assert "決めなおす" not in client_of(owner).get(address).content.decode()
    decide(idea, verdict="adopt", reason="夕方に買う方が多いためです。", by=owner)
    page = client_of(owner).get(address).content.decode()
    assert page.index("夕方に買う方が多いためです。") < page.index("決めなおす") < page.index('name="verdict"')


def test_an_adopted_idea_with_a_prototype_asks_for_the_real_thing(idea: Idea, owner: Member) -> None:
    def first_thing_to_do() -> str:
        page = client_of(owner).get(reverse("making:idea", args=[idea.pk])).content.decode()
        return re.search('btn--primary" href="([^"]*)"', page)[1]  # type: ignore[index]

    told = [first_thing_to_do()]
    make_prototype(idea, name="試作1", made_of="小さくしました。", made_on=date(2026, 10, 20), by=owner)
    decide(idea, verdict="adopt", reason="夕方に買う方が多いためです。", by=owner)
    told.append(first_thing_to_do())
    idea_product = launch_product(idea.theme, name="ひとくちがんも", out_on=date(2026, 10, 21), ideas=[idea], by=owner)
    told.append(first_thing_to_do())
    paths = [reverse("making:new_product", args=[idea.pk]), reverse("making:product", args=[idea_product.pk])]
    assert told == ["#decision", *paths]


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


def test_many_voices_and_ideas_are_folded(owner: Member, theme: Theme, place: Place) -> None:
    for number in range(13):
        idea = form_idea(theme, headline=f"アイデア{number}", grounds=[(speak(place, f"声{number}"), None)], by=owner)
    grounds = [(speak(place, f"おなじ声{number}"), None) for number in range(7)]
    many = form_idea(idea.theme, headline="大勢", grounds=grounds, by=owner)
    pages = [client_of(owner).get(url) for url in (reverse("making:ideas"), reverse("making:idea", args=[many.pk]))]
    assert ["<summary>" in page.content.decode().partition("見る</summary>")[0] for page in pages] == [True, True]


def test_an_undecided_idea_asks_for_its_decision_first(owner: Member, idea: Idea) -> None:
    page = client_of(owner).get(reverse("making:idea", args=[idea.pk])).content.decode()
    assert 'class="btn btn--primary" href="#decision"' in page
    decide(idea, verdict="try", reason="まずためします。", by=owner)
    assert 'href="#decision"' not in client_of(owner).get(reverse("making:idea", args=[idea.pk])).content.decode()


def test_the_page_opens_at_the_field_to_mend(owner: Member, idea: Idea) -> None:
    page = client_of(owner).post(reverse("making:decision", args=[idea.pk]), {"verdict": "try", "reason": ""})
    assert page.content.decode().count("autofocus") == 1


def test_an_idea_formed_by_mistake_is_taken_apart(idea: Idea, voice: Voice, owner: Member) -> None:
    address = reverse("making:edit_idea", args=[idea.pk])
    client_of(owner).post(address, {"do": "drop"})
    assert (Idea.objects.count(), Link.objects.count(), Event.objects.filter(kind="making.idea_dropped").count()) == (
        0,
        0,
        1,
    )
    assert HEADLINE not in client_of(owner).get(voice.receipt.get_absolute_url()).content.decode()


def test_what_others_count_on_is_not_undone(idea: Idea, prototype: Prototype, product: Product, owner: Member) -> None:
    """An idea with a prototype, a prototype that came out, a product with a story: each says what to do instead."""
    draft_story(product, by=owner)
    asked = {"edit_idea": (idea, "drop"), "prototype": (prototype, "drop"), "product": (product, "take_back")}
    for name, (thing, do) in asked.items():
        address = reverse(f"making:{name}", args=[thing.pk])
        assert client_of(owner).post(address, {"do": do}).status_code == 409
        assert f'value="{do}"' not in client_of(owner).get(address).content.decode()
    assert (Idea.objects.count(), Prototype.objects.count(), Product.objects.count()) == (1, 1, 1)


def test_only_the_latest_prototype_is_taken_back(idea: Idea, prototype: Prototype, owner: Member) -> None:
    second = make_prototype(idea, name="試作2", made_of="もっと小さく", made_on=DAY, by=owner)
    told = [
        client_of(owner).post(reverse("making:prototype", args=[made.pk]), {"do": "drop"}).status_code
        for made in (prototype, second, prototype)
    ]
    assert (told, idea.prototypes.count()) == ([409, 302, 302], 0)


def test_what_came_out_too_early_is_taken_back(product: Product, idea: Idea, owner: Member) -> None:
    address = reverse("making:product", args=[product.pk])
    assert 'value="take_back"' in client_of(owner).get(address).content.decode()
    client_of(owner).post(address, {"do": "take_back"})
    assert (Product.objects.count(), Link.objects.filter(target_thing="product").count()) == (0, 0)
    assert Idea.objects.to_decide().get() == idea


def test_what_has_happened_has_no_day_to_come(idea: Idea, prototype: Prototype, owner: Member) -> None:
    """Made, tried, reached people: today at the latest."""
    asked = {"new_prototype": (idea, "made_on"), "experiment": (prototype, "held_on"), "new_product": (idea, "out_on")}
    for name, (thing, field) in asked.items():
        page = client_of(owner).post(reverse(f"making:{name}", args=[thing.pk]), {field: "2026-10-13"})
        assert list(page.context["form"].errors[field]) == [
            "まだ来ていない日です。きょうか、それより前の日をえらんでください。"
        ]
