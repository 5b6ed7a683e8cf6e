"""No page escapes the pictures: what is not looked at is named."""

from .pictures.states import NO_PAGES, visits_of
from .test_permissions import ROWS, Desk
from .world import World


def test_every_page_is_in_the_pictures(world: World) -> None:
    looked_at = {name for name, _path, _from_desk in visits_of(world.ids, None)}
    only_posted = {name for name, row in ROWS.items() if isinstance(row, Desk) and row.method == "post"}
    assert looked_at | NO_PAGES | only_posted | {"demo:guide"} == set(ROWS)


def test_what_is_left_out_of_the_pictures_exists() -> None:
    assert set(ROWS) >= NO_PAGES


def test_pages_with_and_without_an_object_are_all_pages(world: World) -> None:
    both = [*visits_of(world.ids, False), *visits_of(world.ids, True)]
    assert sorted(both) == sorted(visits_of(world.ids, None))
