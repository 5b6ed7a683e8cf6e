"""Taking a voice back leaves no byte: searched for in every file of a server that really runs, and in the database.

One person speaks, echoes, leaves a name and an address; the shop repeats the words wherever it can. Then the person
takes everything back, and neither words nor name nor address are in any file below YORIAI_HOME, in any dress.
"""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from glob import glob
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from PIL import Image

from .load.installation import ROOT, Installation, free_port, own_database, prepared
from .phone import Phone
from .traces import below, dresses, worn
from .walker import Walker

pytestmark = pytest.mark.timeout(240)
VOICE = "かなりや壱の朝ごはんは湯気のたつ厚揚げでした"
ECHO = "かなりや弐も祖母の味噌田楽をなつかしく思います"
TOO_LONG = "かなりや参の長すぎるおたより"
TYPED = "かなりや肆の打ちかけた言葉"
NICKNAME, REAL_NAME, ECHO_NAME = "かなりや伍", "金糸雀陸太夫", "かなりや漆郎"
ADDRESS, NEW_ADDRESS = "canary-hachi@mail.example", "canary-kyu@mail.example"
IN_PHOTO = "canary-ten-camera"
KEPT_AT_FIRST = [VOICE, ECHO, REAL_NAME, ECHO_NAME, NEW_ADDRESS]
NEVER_KEPT = [TOO_LONG, TYPED, IN_PHOTO]
ALL = [*KEPT_AT_FIRST, *NEVER_KEPT, NICKNAME, ADDRESS]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """On the database this run of the suite is for."""
    server = os.environ.get("YORIAI_DATABASE_URL", "")
    with own_database(server) if server else nullcontext("") as url:
        yield prepared(tmp_path, url)


@contextmanager
def running(installation: Installation) -> Iterator[None]:
    """`yoriai serve` with its worker; what it says goes into a file that is searched, too."""
    installation.port = free_port()
    command = [sys.executable, "-m", "yoriai.cli", "serve", "--port", str(installation.port)]
    with (installation.home / "serve.log").open("ab") as said:
        parent = subprocess.Popen(command, env=installation.environment, cwd=ROOT, stdout=said, stderr=said)
        try:
            installation.wait_for_answer("/in")
            yield
        finally:
            parent.terminate()
            parent.wait(30)


def test_taking_everything_back_leaves_no_byte(installation: Installation) -> None:
    with running(installation):
        receipts = speak_and_echo(installation)
        repeat_everywhere(installation)
        until(installation, "Delivery.objects.filter(settled_at=None).count() == 0")
        before = found(installation)
        take_back(installation, receipts)
        overwrite(installation)
        while_it_runs = found(installation)
    assert {word for _file, word, _dress in before} == set(KEPT_AT_FIRST)
    assert (while_it_runs, found(installation)) == ([], [])
    assert [knots(installation, code) for code in receipts] == [True, True]


def speak_and_echo(installation: Installation) -> list[str]:
    """Another person speaks first and is told of everything; the canary speaks, errs, echoes, is named and reached."""
    other, canary = Walker(Phone(installation.url)), Walker(Phone(installation.url))
    door = f"/q/{installation.place}"
    reach(other, say(other, door, "木綿豆腐をもう少しかために"), "neighbour@mail.example")
    read_all(installation)
    canary.open(door)
    form = canary.page.forms[0]
    assert canary.client.post(form.action, {**form.values, "text": TOO_LONG * 500}).status_code == 422
    typing = {"csrfmiddlewaretoken": form.values["csrfmiddlewaretoken"], "text": TYPED}
    assert canary.client.post(f"{door}/similar", typing).status_code == 200
    first = say(canary, door, f"{VOICE}。また食べたいです。", credit="nickname", name=NICKNAME)
    reach(canary, first, ADDRESS)
    answer(installation, "ありがとうございます。")  # a letter goes to the first address …
    reach(canary, first, NEW_ADDRESS)  # … which is then forgotten, with its letter
    canary.open(f"{first}/name")
    canary.send(credit="real", name=REAL_NAME)
    echoed = canary.open(door).html.partition("?same=")[2][:36]
    second = say(canary, f"{door}?same={echoed}", f"{ECHO}。", credit="initials", name=ECHO_NAME)
    return [first, second]


def say(walker: Walker, door: str, words: str, **more: str) -> str:
    walker.open(door)
    return walker.send(text=words, **more).address.partition("?")[0]


def reach(walker: Walker, receipt: str, address: str) -> None:
    walker.open(f"{receipt}/contact")
    walker.send(address=address, agreed="on")


def desk(installation: Installation) -> Walker:
    code = installation.ask(
        "from yoriai.accounts.actions import issue_code; from yoriai.accounts.models import Account;"
        "print(issue_code(Account.objects.get(), printed=True))"
    )
    walker = Walker(Phone(installation.url))
    walker.open("/in/code?printed=1")
    walker.send(email="owner@tofu.example", code=code)
    return walker


def read_all(installation: Installation) -> list[str]:
    walker = desk(installation)
    links = {link.partition("?")[0] for link in walker.open("/desk/voices?tab=all").links}
    voices = sorted(link for link in links if link.startswith("/desk/voices/"))
    for voice in voices:
        walker.open(voice)
    return voices


def answer(installation: Installation, words: str) -> None:
    walker = desk(installation)
    for voice in read_all(installation):
        walker.open(voice)
        walker.send(text=words)
    until(installation, "Delivery.objects.filter(settled_at=None).count() == 0")


def repeat_everywhere(installation: Installation) -> None:
    """Every field of the desk repeats the sentences and the names, and every voice is below the product."""
    walker, voices = desk(installation), read_all(installation)
    said = f"{REAL_NAME}さんの「{VOICE}」と{ECHO_NAME}さんの「{ECHO}」"
    for voice in voices:
        walker.open(voice)
        walker.send(text=f"{said}に、お返事します。")
    idea = make_idea(walker, voices)
    walker.open(idea)
    walker.send(verdict="adopt", reason=said)
    make_prototype(walker, idea, said)
    walker.open(f"{idea}/product")
    walker.send(name=f"{REAL_NAME}さんの厚揚げ", body=said, terms=ECHO, photo=photo())
    tell(walker, said)


def make_idea(walker: Walker, voices: list[str]) -> str:
    """The first voice makes it, the others join; the words that mattered are the first sentence."""
    walker.open(f"{voices[0]}/idea")
    headline = f"{VOICE}のようにしたい"
    idea = walker.send(button=("goal", "new"), headline=headline, words="all").address.partition("?")[0]
    for voice in voices[1:]:
        walker.open(f"{voice}/idea")
        words = walker.page.html.partition('name="words" value="')[2].partition('"')[0]
        walker.send(button=("goal", "join"), words=words, idea=idea.rpartition("/")[2])
    walker.open(f"{idea}/edit")
    walker.send(headline=headline, body=f"{ECHO}とも")
    return idea


def make_prototype(walker: Walker, idea: str, said: str) -> None:
    walker.open(f"{idea}/prototypes")
    grounds = [part.partition('"')[0] for part in walker.page.html.split('name="grounds" value="')[1:]]
    walker.send(name=f"試作1 {VOICE}", made_of=said, photo=photo(), grounds=grounds)
    walker.open(walker.page.link("/desk/prototypes/", "/experiment"))
    findings = {"hypothesis": VOICE, "measure": ECHO, "result": said, "learned": said}
    walker.send(people="8", held="yes", **findings)


def photo() -> SimpleUploadedFile:
    """With a name, a description, a comment and a place of which nothing may stay."""
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010E], exif[0x8298], exif[0x9C9C] = IN_PHOTO, IN_PHOTO, IN_PHOTO.encode("utf-16-le")
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{IN_PHOTO}</x:xmpmeta>".encode()
    Image.new("RGB", (1600, 1200), (180, 120, 60)).save(made, "JPEG", exif=exif, comment=IN_PHOTO.encode(), xmp=xmp)
    assert made.getvalue().count(IN_PHOTO.encode()) >= 3
    return SimpleUploadedFile(f"{IN_PHOTO}.jpg", made.getvalue(), "image/jpeg")


def tell(walker: Walker, said: str) -> None:
    walker.send(button=("", ""))  # from the product's page: the first version of its story
    walker.send(title=f"{REAL_NAME}さんと", opening=VOICE, lead=said)
    story = walker.page.address.partition("?")[0]
    walker.open(f"{story}/chapters")
    quotes = [part.partition('"')[0] for part in walker.page.html.split('name="quotes" value="')[1:]]
    walker.send(heading=ECHO_NAME, body=said, quotes=quotes, photo=photo())
    walker.open(f"{story}/publication")
    walker.send(button=("do", "publish"))
    public = walker.page.link("/s/")
    walker.open(f"{story}/thanks")
    walker.send(button=("do", "draft"))
    walker.send_all("-text")
    for page in (public, "/@tofu"):
        assert REAL_NAME in walker.open(page).html.replace("<wbr>", "")


def take_back(installation: Installation, receipts: list[str]) -> None:
    canary = Walker(Phone(installation.url))
    for receipt in receipts:
        canary.open(f"{receipt}/withdrawal")
        canary.send()


def knots(installation: Installation, receipt: str) -> bool:
    """The thread still stands, as somebody's who took part."""
    with running(installation):
        return 'class="knot"' in Walker(Phone(installation.url)).open(receipt).html


def overwrite(installation: Installation) -> None:
    """The worker would do it within minutes; here it is due now."""
    asked = "from yoriai.delivery.models import ChoreState as C; from django.utils import timezone as t; now = t.now();"
    installation.ask(f"{asked} print(C.objects.filter(chore='erased bytes').update(due_at=now, last_success_at=None))")
    until(installation, "ChoreState.objects.get(chore='erased bytes').last_success_at is not None")


def until(installation: Installation, truth: str) -> None:
    models = "from yoriai.ledger.models import Delivery; from yoriai.delivery.models import ChoreState;"
    deadline = time.monotonic() + 60
    while installation.ask(f"{models} print({truth})") != "True":
        assert time.monotonic() < deadline, truth
        time.sleep(0.5)


def found(installation: Installation) -> list[tuple[str, str, str]]:
    """Everywhere: the files, the rows of the sessions as Python reads them, and PostgreSQL as a dump tells it."""
    hits = below(installation.home, ALL)
    sessions = installation.ask(
        "import json; from django.contrib.sessions.models import Session as S;"
        "print(json.dumps([s.get_decoded() for s in S.objects.all()], ensure_ascii=False))"
    )
    assert isinstance(json.loads(sessions), list)
    hits += [("sessions", *hit) for hit in worn(sessions.encode(), ALL)]
    if installation.database_url:
        hits += [("dump", *hit) for hit in worn(dump(installation.database_url), ALL)]
    return hits


def dump(url: str) -> bytes:
    tool = sorted(glob("/usr/lib/postgresql/*/bin/pg_dump"))[-1]
    done = subprocess.run([tool, "--dbname", url], capture_output=True, check=True)
    assert VOICE.encode() not in done.stderr
    return done.stdout


@pytest.mark.parametrize("dress", dresses("かなりや"))
def test_the_search_sees_through_every_dress(dress: str, tmp_path: Path) -> None:
    look = dresses(VOICE)[dress]
    (tmp_path / "file").write_bytes(b"\x00\xffbefore" + look + b"after\x00")
    assert (VOICE, dress) in {hit[1:] for hit in below(tmp_path, [VOICE])}


def test_the_search_reads_wrapped_letters(tmp_path: Path) -> None:
    letter = EmailMessage(f"{REAL_NAME}さんへ", VOICE * 60, "a@b.example", ["c@d.example"])
    (tmp_path / "letter").write_bytes(letter.message().as_bytes())
    assert {hit[1] for hit in below(tmp_path, [VOICE, REAL_NAME])} == {VOICE, REAL_NAME}
