"""Undoing what was made by mistake, until others count on it."""

from django.urls import reverse

from yoriai.accounts.models import Member
from yoriai.conftest import client_of
from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Event, Link
from yoriai.making.actions import make_prototype
from yoriai.making.models import Idea, Product, Prototype
from yoriai.making.tests.conftest import DAY, HEADLINE
from yoriai.story.actions import draft_story


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


def test_who_takes_it_back_stands_at_its_idea_again(product: Product, idea: Idea, owner: Member) -> None:
    """The draft of its story first, which leads back to what became real."""
    story, address = draft_story(product, by=owner), reverse("making:product", args=[product.pk])
    gone = client_of(owner).post(reverse("story:edit", args=[story.pk]), {"do": "drop"})
    back = client_of(owner).post(address, {"do": "take_back"})
    assert (gone["Location"], back["Location"]) == (address, reverse("making:idea", args=[idea.pk]))
    assert Event.objects.filter(kind="story.dropped").count() == 1
