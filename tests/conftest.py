from collections.abc import Iterator
from typing import Any

import pytest

from yoriai.accounts.models import Member
from yoriai.conftest import *  # noqa: F403
from yoriai.conftest import _a_monday_morning, kept_rows  # noqa: F401 (the star leaves out what begins with an underscore)

from .world import Neighbours, World, neighbours


@pytest.fixture(scope="module")
def two_shops(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Neighbours]:
    """Costly to build and the same for hundreds of tests: a module that asks for it meets it in every test."""
    with kept_rows(django_db_blocker, tmp_path_factory.mktemp("shops")):
        yield neighbours()


@pytest.fixture
def world(two_shops: Neighbours, db: None) -> World:
    return two_shops.world


@pytest.fixture
def other_world(two_shops: Neighbours, db: None) -> World:
    return two_shops.other_world


@pytest.fixture
def cast(two_shops: Neighbours, db: None) -> dict[str, Member]:
    return two_shops.cast
