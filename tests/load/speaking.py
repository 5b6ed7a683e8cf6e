"""Sends voices through the product's own action and notes each one that was acknowledged.

python -m tests.load.speaking VOICES SYNCHRONOUS NOTES     (inside an installation on SQLite; strace looks on)
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yoriai.config.settings")
django.setup()

from django.db import connection  # noqa: E402

from yoriai.dialogue.actions import receive_voice  # noqa: E402
from yoriai.dialogue.wording import short_texts  # noqa: E402
from yoriai.theme.models import Place  # noqa: E402


def main(voices: int, synchronous: str, notes: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint=300")  # pages: a dozen voices between two checkpoints
        if synchronous != "as the product":
            cursor.execute(f"PRAGMA synchronous={synchronous}")
    place = Place.objects.get()
    texts = short_texts(place)
    acknowledged = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in range(voices):
        words = f"{number}つ目の声：豆腐のおかずがほしい"
        receive_voice(place, text=words, form_id=str(number), texts=texts)
        os.write(acknowledged, f"{words}\n".encode())


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
