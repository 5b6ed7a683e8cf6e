"""Rows that move from page to page leave copies behind: many voices of very different length, two thirds taken back.

python -m tests.load.moved_rows VOICES     (inside an installation on SQLite; prints one line of JSON)
"""

import json
import os
import random
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yoriai.config.settings")
django.setup()

from django.conf import settings  # noqa: E402

from yoriai.accounts.models import Member  # noqa: E402
from yoriai.dialogue.actions import answer_voice, receive_voice, withdraw_voice  # noqa: E402
from yoriai.dialogue.models import Voice  # noqa: E402
from yoriai.people.actions import leave_contact  # noqa: E402
from yoriai.people.overwriting import overwrite  # noqa: E402
from yoriai.people.texts import latest, text  # noqa: E402
from yoriai.theme.models import Place  # noqa: E402

LENGTHS = (5, 20, 80, 400, 1500)


def speak(number: int, chance: random.Random) -> Voice:
    place, by = Place.objects.get(), Member.objects.get()
    filler = "".join(chance.choice("あいうえおかきくけこ豆腐味噌") for _letter in range(chance.choice(LENGTHS)))
    words = f"かなりや第{number}番の声です、{filler}、canary{number}x"
    told = {"credit": "nickname", "name": f"ことりcanary{number}x"}
    voice = receive_voice(place, text=words, form_id=str(number), texts=[], **told).voice
    if number % 2:
        agreed = text(latest("mail-result"), "ja").filled()
        leave_contact(voice.author, address=f"canary{number}x@mail.example", text=agreed)
    answer_voice(voice, text=f"「{words}」へ、ことりcanary{number}xさんに", by=by)
    return voice


def left(gone: list[int]) -> list[str]:
    """Every taken-back person of whom some file still knows something."""
    files = [path.read_bytes() for path in Path(settings.ENV.home).rglob("*") if path.is_file()]
    marks = [mark for number in gone for mark in (f"canary{number}x", f"かなりや第{number}番")]
    return [mark for mark in marks if any(mark.encode() in data for data in files)]


def main(voices: int) -> None:
    chance = random.Random(20261125)
    spoken = [speak(number, chance).pk for number in range(voices)]
    gone = [number for number in range(voices) if number % 3]
    all_there = len(left(gone)) == 2 * len(gone)
    for number in gone:
        withdraw_voice(Voice.objects.get(pk=spoken[number]))
    before = left(gone)
    overwrite()
    found = {"gone": len(gone), "all_there": all_there, "after_erasing": before, "after_overwriting": left(gone)}
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
