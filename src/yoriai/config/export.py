"""What a shop holds, as open tables: to read in a spreadsheet, to hear with `yoriai listen`, to take elsewhere.

One zip: `tables/*.csv` for spreadsheets, `everything.json` with the same rows exactly as they are kept, the photos,
and a page that says which column leads where. Read at one moment, beside a running server.
"""

import csv
import io
import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, models
from django.utils import timezone

from yoriai import __version__
from yoriai.accounts.models import Member, Organisation, Person
from yoriai.dialogue.models import ReadMark, Reply, Voice
from yoriai.files.models import Photo
from yoriai.ledger.models import Event, Link
from yoriai.making.models import Decision, Experiment, Idea, Product, Prototype
from yoriai.people.models import Consent, Credit, Joining, Relation
from yoriai.story.models import Chapter, Quote, Story, Thanks
from yoriai.theme.models import Place, Theme

FORMAT = 1
A_PACE = 2_000  # rows fetched at a time
IN_ORDER = ("_at", "_on", "_since", "position")  # how columns end that say so
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute what a stranger wrote


@dataclass(frozen=True)
class Table:
    """`columns`: name of the column → where its value stands, seen from the model. The oldest row stands first."""

    name: str
    model: type[models.Model]
    shop: str  # where the organisation stands, seen from the model
    columns: Mapping[str, str]

    @property
    def order(self) -> str:
        """The first column that says when it was, or where it stands."""
        return next((place for name, place in self.columns.items() if name.endswith(IN_ORDER)), "pk")

    def rows(self, shop: Organisation) -> Iterator[tuple[Any, ...]]:
        found = self.model._default_manager.filter(**{self.shop: shop.pk}).order_by(self.order, "pk")
        return found.values_list(*self.columns.values()).iterator(chunk_size=A_PACE)


def _columns(names: str, **elsewhere: str) -> dict[str, str]:
    """Fields of the model by their own names, `id` first, then those that are called otherwise here."""
    return {"id": "pk"} | {name: name for name in names.split()} | elsewhere


OF_SHOP, OF_THEME, OF_PERSON = "organisation", "theme__organisation", "person__organisation"
TABLES = (
    Table(
        "questions",
        Theme,
        OF_SHOP,
        _columns(
            "code title question purpose recipe visibility starts_on ends_on reply_by opened_at",
            closed_at="closure__closed_at",
        ),
    ),
    Table("places", Place, OF_THEME, _columns("code channel label opened_at", question="theme")),
    Table("people", Person, OF_SHOP, _columns("described_as language met_at")),
    Table("names", Credit, OF_PERSON, _columns("person style name chosen_at")),
    Table("relations", Relation, OF_PERSON, _columns("person kind known_since")),
    Table("circles", Joining, "circle__organisation", _columns("person joined_at", circle="circle__name")),
    Table("consents", Consent, OF_SHOP, _columns("person text_id text_sha256 choice channel shown_at")),
    Table(
        "voices",
        Voice,
        OF_SHOP,
        _columns(
            "text language place spoken_at arrived_at",
            question="theme",
            channel="place__channel",
            person="author",
            same_as="echo_of",
            only_the_shop="inside_only",
            held_for="hold__reason",
            withdrawn_at="withdrawal__withdrawn_at",
        ),
    ),
    Table("reads", ReadMark, "voice__organisation", _columns("voice title read_at")),
    Table("answers", Reply, "voice__organisation", _columns("voice text title replied_at corrected_at")),
    Table("ideas", Idea, OF_SHOP, _columns("headline body formed_at", question="theme")),
    Table("decisions", Decision, "idea__organisation", _columns("idea verdict reason title decided_at")),
    Table("prototypes", Prototype, "idea__organisation", _columns("idea version name made_of made_on photo")),
    Table(
        "experiments",
        Experiment,
        "prototype__idea__organisation",
        _columns("prototype hypothesis measure people result learned held held_on recorded_at"),
    ),
    Table("products", Product, OF_SHOP, _columns("name body terms out_on photo launched_at", question="theme")),
    Table(
        "stories",
        Story,
        OF_SHOP,
        _columns("product code title opening lead photo drafted_at", published_at="publication__published_at"),
    ),
    Table("chapters", Chapter, "story__organisation", _columns("story position day heading body real photo")),
    Table("quotes", Quote, "chapter__story__organisation", _columns("chapter voice start end position")),
    Table("thanks", Thanks, "story__organisation", _columns("story voice text title drafted_at sent_at")),
    Table("links", Link, OF_SHOP, _columns("source_thing source target_thing target start end linked_at")),
    Table("events", Event, OF_SHOP, _columns("kind theme subject facts occurred_at")),
    Table("desk", Member, OF_SHOP, _columns("person role title appointed_at")),
    Table("photos", Photo, OF_SHOP, _columns("alt width height kept_at")),
)
LEFT_OUT = {
    "accounts.Account": "addresses of mail",
    "accounts.EntryCode": "keys to the desk",
    "accounts.EntryWish": "addresses of mail",
    "people.Contact": "addresses of mail: they were left for the answer only",
    "dialogue.Receipt": "whoever holds its code holds the voice",
    "dialogue.Posting": "an index of the words",
    "ledger.Delivery": "letters on their way",
    "delivery.WorkerPulse": "of this machine",
    "delivery.ChoreState": "of this machine",
}
WITHIN = {  # their columns stand in the tables of what they belong to
    "theme.Closure": "questions",
    "people.Circle": "circles",
    "dialogue.Hold": "voices",
    "dialogue.Withdrawal": "voices",
    "story.Publication": "stories",
    "accounts.Organisation": "everything.json",
}
SHOP = ("slug", "name", "tagline", "operator", "representative", "address", "tel", "email", "hours", "founded_at")
READ_ME = """Yoriai {version}: everything {shop} holds, as it was at {moment}.

tables/*.csv     one table a file, UTF-8, for spreadsheets
everything.json  the same rows exactly as they are kept
photos/          every photo in its largest width; `photo` in a table is the name of its file

The thread: links.csv leads from `source` to `target` (voice, idea, prototype, product). `start` and `end` count the
characters of the voice that mattered. `id` is what the other tables mean by voice, idea, prototype, product, story.
A voice that was taken back has no words here, as on the pages. Addresses of mail, keys and receipt codes are left out.
In the CSV files a text that a spreadsheet would compute (it begins with = + - @) stands behind an apostrophe.
These are people's words: keep the file where only you can read it, and no longer than you need it.

Hear them:  yoriai listen tables/voices.csv --text text --id id --person person --html voices.html

――
tables/*.csv は表計算ソフト用（UTF-8）、everything.json は保存されているままの中身、photos/ は写真です。
links.csv が糸です。source から target へ、声・アイデア・試作・できたものがつながります。
取り下げられた声の言葉は入っていません。メールの宛先、鍵、控えの番号も入れていません。
= + - @ で始まる文は、表計算ソフトが計算しないよう、CSVでは先頭に ' をつけています。
みなさんの言葉です。ほかの人が読めない場所に置き、要らなくなったら消してください。
"""


def write(shop: Organisation, folder: Path, now: datetime) -> tuple[Path, dict[str, int]]:
    """A new file in the folder, whole or not at all, readable by its owner only; and how many rows each table has."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"{shop.slug}-{now:%Y%m%d-%H%M%S}.zip"
    work = folder / f".{target.name}.{os.getpid()}"
    try:
        with os.fdopen(os.open(work, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
                rows = _pack(packed, shop, now)
            file.flush()
            os.fsync(file.fileno())
        work.rename(target)
    finally:
        work.unlink(missing_ok=True)
    return target, rows


def _pack(packed: zipfile.ZipFile, shop: Organisation, now: datetime) -> dict[str, int]:
    words = {"version": __version__, "shop": shop.name, "moment": _plain(now)}
    packed.writestr(_entry("README.txt", now), READ_ME.format(**words))
    with one_moment():
        counted = {table.name: _write_csv(packed, table, shop, now) for table in TABLES}
        _write_json(packed, shop, now)
        photos = list(Photo.objects.filter(organisation=shop).order_by("pk"))
    for photo in photos:
        path = photo.path(photo.widths[-1])
        if default_storage.exists(path):  # one that nothing shows may go at this moment
            with default_storage.open(path) as kept:
                packed.writestr(_entry(f"photos/{photo.pk}.webp", now), kept.read())
    return counted


def _entry(name: str, now: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, timezone.localtime(now).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


@contextmanager
def one_moment() -> Iterator[None]:
    """Every table is read as it was when the first one was; nobody who writes waits."""
    if connection.in_atomic_block:  # whoever began it sees to that
        yield
        return
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _write_csv(packed: zipfile.ZipFile, table: Table, shop: Organisation, now: datetime) -> int:
    number = 0
    with packed.open(_entry(f"tables/{table.name}.csv", now), "w", force_zip64=True) as raw:
        file = io.TextIOWrapper(raw, "utf-8-sig", newline="")  # with its mark, so that spreadsheets know the letters
        out = csv.writer(file)
        out.writerow(table.columns)
        for number, row in enumerate(table.rows(shop), start=1):  # noqa: B007 (how many there were)
            out.writerow([_guarded(value) for value in row])
        file.close()
    return number


def _write_json(packed: zipfile.ZipFile, shop: Organisation, now: datetime) -> None:
    about = {"format": FORMAT, "version": __version__, "made_at": _plain(now)}
    about["shop"] = {name: _plain(getattr(shop, name)) for name in SHOP}
    with packed.open(_entry("everything.json", now), "w", force_zip64=True) as raw:
        file = io.TextIOWrapper(raw, "utf-8", newline="\n")
        file.write(_json(about)[:-1] + ', "tables": {')
        for place, table in enumerate(TABLES):
            file.write(f"{', ' if place else ''}\n{_json(table.name)}: [")
            for number, row in enumerate(table.rows(shop)):
                each = dict(zip(table.columns, map(_plain, row), strict=True))
                file.write(f"{',' if number else ''}\n{_json(each)}")
            file.write("]")
        file.write("}}\n")
        file.close()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _guarded(value: object) -> object:
    plain = _plain(value)
    if isinstance(plain, dict):
        return _json(plain)
    return f"'{plain}" if isinstance(plain, str) and plain.startswith(FORMULA) else plain


def _plain(value: object) -> object:
    """As JSON knows it: moments on the shop's clock, ids as text."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str | dict) else str(value)
