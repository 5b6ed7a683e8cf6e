"""Every page of making: for the person meant, and for nobody else."""

from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from yoriai.accounts.models import Member
from yoriai.conftest import client_of, later, speak
from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Event, Link
from yoriai.making.actions import decide, form_idea, make_prototype, record_experiment
from yoriai.making.models import Decision, Idea, Product, Prototype
from yoriai.making.tests.conftest import HEADLINE
from yoriai.theme.models import Place, Theme

EVIL = "<script>alert(1)</script>\u202e" + "ดู้้้้้้" * 50


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


def test_decision_sent_twice_is_one(idea: Idea, owner: Member) -> None:
    sent = {"verdict": "try", "reason": "小さくしてためします"}
    for _tap in range(2):
        client_of(owner).post(reverse("making:decision", args=[idea.pk]), sent)
    with later(days=1):
        decide(idea, verdict="adopt", reason="小さくしてためします", by=owner)
    with later(days=2):
        decide(idea, by=owner, **sent)
    assert [made.verdict for made in idea.decisions.all()] == ["try", "adopt", "try"]


def test_many_voices_and_ideas_are_folded(owner: Member, theme: Theme, place: Place) -> None:
    for number in range(13):
        idea = form_idea(theme, headline=f"アイデア{number}", grounds=[(speak(place, f"声{number}"), None)], by=owner)
    grounds = [(speak(place, f"おなじ声{number}"), None) for number in range(7)]
    many = form_idea(idea.theme, headline="大勢", grounds=grounds, by=owner)
    pages = [client_of(owner).get(url) for url in (reverse("making:ideas"), reverse("making:idea", args=[many.pk]))]
    assert ["<summary>" in page.content.decode().partition("見る</summary>")[0] for page in pages] == [True, True]


def test_the_page_opens_at_the_field_to_mend(owner: Member, idea: Idea) -> None:
    page = client_of(owner).post(reverse("making:decision", args=[idea.pk]), {"verdict": "try", "reason": ""})
    assert page.content.decode().count("autofocus") == 1
