"""No page escapes the pictures: what is not looked at is named."""

from yoriai.accounts.models import Member, Organisation

from .pictures.states import NO_PAGES, visits_of
from .test_permissions import ROWS, Desk
from .world import build


def test_every_page_is_in_the_pictures(shop: Organisation, owner: Member) -> None:
    ids = build(shop, owner).ids
    looked_at = {name for name, _path, _from_desk in visits_of(ids, None)}
    only_posted = {name for name, row in ROWS.items() if isinstance(row, Desk) and row.method == "post"}
    assert looked_at | NO_PAGES | only_posted | {"demo:guide"} == set(ROWS)


def test_what_is_left_out_of_the_pictures_exists() -> None:
    assert set(ROWS) >= NO_PAGES


def test_pages_with_and_without_an_object_are_all_pages(shop: Organisation, owner: Member) -> None:
    ids = build(shop, owner).ids
    both = [*visits_of(ids, False), *visits_of(ids, True)]
    assert sorted(both) == sorted(visits_of(ids, None))
