"""Two at once: every action that rests on a lock or a unique constraint, by two threads that start together.

python -m tests.load.racing ROUNDS     (inside an installation; prints one line of JSON: race → what went wrong)

Each thread has its own connection and loads its own copy of the row before the start, as two requests do. Anything
but a result or a refusal (one sentence to the person) is wrong; so is a state that one after the other cannot give.
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yoriai.config.settings")
django.setup()

from . import races_of_making, races_of_the_house, races_of_voices  # noqa: E402, F401 (each puts its own into RACES)
from .race import RACES, wrong_rounds  # noqa: E402


def main(rounds: int) -> None:
    with ThreadPoolExecutor(2) as pool:
        wrong = {name: list(wrong_rounds(prepare, rounds, pool)) for name, prepare in RACES.items()}
    sys.stdout.write(json.dumps(wrong, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
