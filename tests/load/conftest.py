import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from .installation import Installation, own_database, prepared


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """Prepared and seeded, on each of the two databases."""
    if request.param == "sqlite":
        yield prepared(tmp_path, "")
        return
    server = os.environ.get("YORIAI_DATABASE_URL", "")
    assert server, "The load lane needs a PostgreSQL: run it with bin/test load"
    with own_database(server) as url:
        yield prepared(tmp_path, url)
