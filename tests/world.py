"""One shop with one of everything, so that every address has something to open."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from yoriai.accounts.models import Member, Organisation, Role
from yoriai.conftest import appoint, bakery, make_theme, owner_of, speak, tofu_shop
from yoriai.dialogue.actions import answer_voice, put_in_circle
from yoriai.making.actions import decide, form_idea, launch_product, make_prototype
from yoriai.people.models import Contact
from yoriai.story.actions import draft_story, draft_thanks, publish_story, write_chapter

DAY = date(2026, 10, 12)


@dataclass(frozen=True)
class World:
    """A shop, its owner, and what stands in its addresses by the name of the url's argument."""

    shop: Organisation
    owner: Member
    ids: dict[str, Any]

    def arguments(self, names: tuple[str, ...]) -> dict[str, Any]:
        return {name.rpartition("@")[0] or name: self.ids[name] for name in names}


@dataclass(frozen=True)
class Neighbours:
    """Two shops on one server, each with one of everything, and the first one's people by their role."""

    world: World
    other_world: World
    cast: dict[str, Member]


def neighbours() -> Neighbours:
    world = build(tofu_shop())
    cast = {str(role): appoint(world.shop, role, world.owner) for role in (Role.HOST, Role.STAFF, Role.PARTNER)}
    return Neighbours(world, build(bakery()), {"owner": world.owner, **cast})


def build(shop: Organisation, **when: date) -> World:
    owner = owner_of(shop)
    theme = make_theme(shop, **when)
    place = theme.places.get()
    voice = speak(place, f"{shop.name}の豆腐をお弁当に入れたい", form_id=shop.slug)
    contact = Contact.objects.create(
        person=voice.author, address="a@mail.example", stop_code=f"stop{voice.pk.hex[:20]}"
    )
    circle = put_in_circle([voice.author], name="味見の会", by=owner)
    reply = answer_voice(voice, text="小さいものをためします。", by=owner)
    idea = form_idea(theme, headline="小さいがんもどき", grounds=[(voice, None)], by=owner)
    decide(idea, verdict="adopt", reason="お弁当に入る大きさにします。", by=owner)
    prototype = make_prototype(idea, name="試作1", made_of="豆腐、人参", made_on=DAY, by=owner)
    product = launch_product(theme, name="ミニがんも", out_on=DAY, ideas=[idea], by=owner)
    story = draft_story(product, by=owner)
    chapter = write_chapter(story, heading="はじまり", day=DAY, by=owner)
    draft_thanks(story, by=owner)
    publish_story(story, by=owner)
    return World(
        shop,
        owner,
        {
            "member_id": owner.pk,
            "recipe_id": "t03",
            "slug": shop.slug,
            "code@theme": theme.code,
            "code@place": place.code,
            "code@receipt": voice.receipt.code,
            "code@story": story.code,
            "code@contact": contact.stop_code,
            "voice_id": voice.pk,
            "reply_id": reply.pk,
            "circle_id": circle.pk,
            "idea_id": idea.pk,
            "prototype_id": prototype.pk,
            "product_id": product.pk,
            "story_id": story.pk,
            "chapter_id": chapter.pk,
            "thanks_id": story.thanks.get().pk,
        },
    )
