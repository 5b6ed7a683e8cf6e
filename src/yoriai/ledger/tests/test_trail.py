import uuid

import pytest

from yoriai.accounts.models import Member, Organisation
from yoriai.ledger.models import Link, Thing
from yoriai.ledger.trail import backward, forward, link

VOICE, IDEA, PRODUCT = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def chain(shop: Organisation) -> None:
    link(organisation=shop.pk, source=VOICE, source_thing=Thing.VOICE, target=IDEA, target_thing=Thing.IDEA, by=None)
    link(
        organisation=shop.pk, source=IDEA, source_thing=Thing.IDEA, target=PRODUCT, target_thing=Thing.PRODUCT, by=None
    )


@pytest.mark.usefixtures("chain")
def test_a_voice_leads_to_its_product_and_back(shop: Organisation) -> None:
    assert forward(shop.pk, {VOICE}) == {"idea": {IDEA}, "product": {PRODUCT}}
    assert backward(shop.pk, {PRODUCT}) == {"idea": {IDEA}, "voice": {VOICE}}


@pytest.mark.usefixtures("chain")
def test_another_shop_walks_nowhere(other_shop: Member) -> None:
    assert forward(other_shop.organisation_id, {VOICE}) == {}


@pytest.mark.usefixtures("chain")
def test_a_loop_ends(shop: Organisation) -> None:
    link(
        organisation=shop.pk,
        source=PRODUCT,
        source_thing=Thing.PRODUCT,
        target=VOICE,
        target_thing=Thing.VOICE,
        by=None,
    )
    assert forward(shop.pk, {VOICE})["product"] == {PRODUCT}


def test_drawing_an_edge_again_changes_its_span(shop: Organisation) -> None:
    ends = {"source": VOICE, "source_thing": Thing.VOICE, "target": IDEA, "target_thing": Thing.IDEA, "by": None}
    link(organisation=shop.pk, **ends)
    link(organisation=shop.pk, **ends, span=(3, 7))
    assert list(Link.objects.values_list("start", "end")) == [(3, 7)]
    assert Link.objects.get().words("小さいがんもどきがほしい") == "がんもど"


@pytest.mark.usefixtures("chain")
def test_the_walk_asks_one_question_a_step(shop: Organisation, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        forward(shop.pk, {VOICE})
