"""Reading the demo's two files: the voices and what the shop did with them."""

import csv
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.conf import settings

HERE = files(__package__)


@dataclass(frozen=True)
class Spoken:
    """One row of voices.csv with its day."""

    id: str
    channel: str
    relation: str
    text: str
    at: datetime


def history() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(HERE.joinpath("history.yaml").read_text("utf-8"))
    return data


def local(moment: str) -> datetime:
    return datetime.strptime(str(moment), "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


def spoken_voices(plan: dict[str, Any]) -> list[Spoken]:
    """The 64 voices in order of time."""
    rows = list(csv.DictReader(HERE.joinpath("voices.csv").read_text("utf-8").splitlines()))
    week = _shop_week(sum(1 for row in rows if _fixed_day(row, plan) is None))
    spoken = []
    for row in rows:
        at = _fixed_day(row, plan) or next(week)
        spoken.append(Spoken(row["id"], row["channel"], row["relation"], row["text"], at))
    return sorted(spoken, key=lambda voice: (voice.at, voice.id))


def _fixed_day(row: dict[str, str], plan: dict[str, Any]) -> datetime | None:
    days = plan["days"]
    minutes = timedelta(minutes=int(row["id"][1:]) % 40)
    if row["id"] in days:
        return local(days[row["id"]])
    if row["channel"] == "roundtable":
        return local(days["roundtable"]) + minutes
    if row["channel"] == "class":
        return local(days["class_second" if row["id"] in plan["class_second"] else "class_first"]) + minutes
    return None


def _shop_week(number: int) -> Any:
    """Moments spread over the seven days of the shop week, between seven in the morning and nine at night."""
    first = datetime.combine(datetime(2026, 10, 12), time(7, 20), tzinfo=ZoneInfo(settings.TIME_ZONE))
    for i in range(number):
        day, place = divmod((i * 17 % number) * 7, number)  # 17: neighbours in the file are not neighbours in time
        yield first + timedelta(days=day, minutes=place * 760 // number + (i * 37) % 45)
