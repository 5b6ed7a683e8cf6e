"""What an idea asks for next, and what it is called once it became real."""

import re
from datetime import date

from django.urls import reverse

from yoriai.accounts.models import Member
from yoriai.conftest import client_of, later
from yoriai.making.actions import decide, launch_product, make_prototype, record_experiment
from yoriai.making.models import Idea, Product
from yoriai.making.queries import next_of, products_of
from yoriai.making.tests.conftest import DAY


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


def test_an_undecided_idea_asks_for_its_decision_first(owner: Member, idea: Idea) -> None:
    page = client_of(owner).get(reverse("making:idea", args=[idea.pk])).content.decode()
    assert 'class="btn btn--primary" href="#decision"' in page
    decide(idea, verdict="try", reason="まずためします。", by=owner)
    assert 'href="#decision"' not in client_of(owner).get(reverse("making:idea", args=[idea.pk])).content.decode()


def test_what_was_declined_is_decided_anew_before_it_is_made(idea: Idea, owner: Member) -> None:
    address, steps = reverse("making:idea", args=[idea.pk]), ["new_product", "new_prototype"]
    offered = []
    for day, verdict in enumerate(("decline", "adopt")):
        with later(days=day):
            decide(idea, verdict=verdict, reason="いまは型がありません。", by=owner)
        page = client_of(owner).get(address).content.decode()
        offered.append([reverse(f"making:{step}", args=[idea.pk]) in page for step in steps])
    assert offered == [[False, False], [True, True]]
