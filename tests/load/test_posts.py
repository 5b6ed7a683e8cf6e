"""An acknowledged voice is kept, once: through kills, crowds and impatient thumbs."""

import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from .installation import Installation, serving
from .visitor import Visitor

pytestmark = [pytest.mark.load, pytest.mark.timeout(600)]
KILLS = 100
KEPT = (
    "import json; from yoriai.dialogue.models import Voice;"
    "print(json.dumps(list(Voice.objects.values_list('text', flat=True))))"
)


def kept(installation: Installation) -> list[str]:
    return sorted(json.loads(installation.ask(KEPT)))


def test_a_hundred_kills_lose_and_double_no_acknowledged_voice(installation: Installation) -> None:
    acknowledged: list[str] = []
    over = threading.Event()

    def speak(name: int) -> None:
        visitor, count = Visitor(installation.url, installation.place), 0
        while not over.is_set():
            words = f"{name}人目の{count}つ目の声です"
            visitor.send(visitor.open_form(), words)
            acknowledged.append(words)
            count += 1

    with serving(installation), ThreadPoolExecutor(4) as people:
        speaking = [people.submit(speak, name) for name in range(4)]
        kill_again_and_again(installation, acknowledged, over)
        assert [person.exception() for person in speaking] == [None] * 4
    assert kept(installation) == sorted(acknowledged)
    assert len(acknowledged) >= KILLS


def kill_again_and_again(installation: Installation, acknowledged: list[str], over: threading.Event) -> None:
    """At a random moment after each further voice, so that every kill meets people in the middle of something."""
    chance = random.Random(20261112)
    try:
        for _kill in range(KILLS):
            so_far, deadline = len(acknowledged), time.monotonic() + 30
            while len(acknowledged) == so_far and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.3))
            installation.kill_a_web_process()
    finally:
        over.set()


def test_thirty_two_people_at_once_are_all_heard(installation: Installation) -> None:
    words = [f"{name}番目の人の、ゆずの豆腐がほしいという声" for name in range(32)]
    start = threading.Barrier(32)

    def speak(sentence: str) -> None:
        visitor = Visitor(installation.url, installation.place)
        form = visitor.open_form()
        start.wait(120)
        visitor.send(form, sentence)

    with serving(installation, processes=2), ThreadPoolExecutor(32) as people:
        list(people.map(speak, words))
    assert kept(installation) == sorted(words)


def test_twelve_identical_submits_on_two_processes_are_one_voice(installation: Installation) -> None:
    start = threading.Barrier(12)
    with serving(installation, processes=2), ThreadPoolExecutor(12) as thumbs:
        first = Visitor(installation.url, installation.place)
        form = first.open_form()

        def press(_thumb: int) -> str:
            start.wait(60)
            return first.again().send(form, "がんもどきを小さく")

        receipts = set(thumbs.map(press, range(12)))
    assert kept(installation) == ["がんもどきを小さく"]
    assert len(receipts) == 1
