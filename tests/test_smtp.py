"""Letters through a real mail server: how they arrive, and what happens when they do not."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import client_of, later, speak
from yoriai.delivery import worker
from yoriai.delivery.mail import Recipient, compose
from yoriai.delivery.queries import troubled
from yoriai.dialogue.actions import answer_voice
from yoriai.ledger.kinds import Letter
from yoriai.ledger.models import Delivery
from yoriai.people.actions import leave_contact
from yoriai.people.models import Contact
from yoriai.people.texts import text
from yoriai.theme.models import Place

from .load.installation import ROOT, prepared

ANSWER = "来月、小さいものを試作します。"


@dataclass
class Server:
    folder: Path
    port: int

    def letters(self) -> list[tuple[dict[str, Any], EmailMessage]]:
        files = sorted(self.folder.glob("*.eml"), key=lambda file: int(file.stem))
        return [
            (
                json.loads(file.with_suffix(".json").read_text()),
                message_from_bytes(file.read_bytes(), policy=policy.SMTP),
            )
            for file in files
        ]  # type: ignore[return-value]


@contextmanager
def serving(folder: Path, *certificate: Path) -> Iterator[Server]:
    folder.mkdir()
    command = [sys.executable, "-m", "tests.mail_server", str(folder), *map(str, certificate)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        deadline = time.monotonic() + 30
        while not (folder / "port").exists():
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield Server(folder, int((folder / "port").read_text()))
    finally:
        process.terminate()
        process.wait(10)


def use(settings: Any, port: int, **more: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 10
    for name, value in more.items():
        setattr(settings, name, value)


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[Server]:
    with serving(tmp_path / "mail") as started:
        use(settings, started.port)
        yield started


def answered(place: Place, by: Member, address: str = "regular@mail.example") -> Delivery:
    voice = speak(place, f"{address}の声です", form_id=address)
    Contact.objects.create(person=voice.author, address=address, stop_code=f"stop{voice.pk.hex[:20]}")
    answer_voice(voice, text=ANSWER, by=by)
    return Delivery.objects.order_by("-pk")[0]


def now(delivery: Delivery) -> tuple[int, str, str]:
    delivery.refresh_from_db()
    return delivery.attempts, delivery.outcome, delivery.trouble


def test_a_letter_arrives_readable_with_its_way_out(server: Server, place: Place, staff: Member, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "まちの豆腐店 <koe@tofu.example>"
    answered(place, staff)
    worker.work_once()
    ((envelope, letter),) = server.letters()
    assert envelope == {"from": "koe@tofu.example", "to": ["regular@mail.example"], "encrypted": False}
    assert letter["Subject"] == "まちの豆腐店からのお返事"
    assert letter["From"].addresses[0].display_name == "まちの豆腐店"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/stop/stop")
    assert ANSWER in letter.get_content()


def test_every_header_travels_as_ascii_in_short_lines(
    server: Server, place: Place, staff: Member, settings: Any
) -> None:
    settings.DEFAULT_FROM_EMAIL = f"{'まちの豆腐店' * 8} <koe@tofu.example>"
    answered(place, staff)
    worker.work_once()
    head = (server.folder / "0.eml").read_bytes().partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(len(line) for line in head.split(b"\r\n")) <= 998


def test_a_mailbox_that_is_not_there_is_asked_once_and_shows_on_the_desk(
    server: Server, place: Place, staff: Member, shop: Organisation
) -> None:
    lost, arriving = answered(place, staff, "unknown@mail.example"), answered(place, staff)
    worker.work_once()
    assert (now(lost), now(arriving)) == ((1, "given_up", "AddressRefused"), (1, "sent", ""))
    assert list(troubled(shop)) == [lost]
    assert client_of(staff).get("/desk").context["lost_letters"] == 1


def test_a_busy_server_gets_the_letter_a_minute_later(server: Server, place: Place, staff: Member) -> None:
    delivery = answered(place, staff, "busy@mail.example")
    worker.work_once()
    assert now(delivery) == (1, "", "SMTPRecipientsRefused")
    with later(minutes=2):
        worker.work_once()
    assert (now(delivery), len(server.letters())) == ((2, "sent", ""), 1)


def test_a_server_that_hears_nothing_holds_up_only_its_own_letter(
    server: Server, place: Place, staff: Member, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT = 1
    slow, arriving = answered(place, staff, "slow@mail.example"), answered(place, staff)
    worker.work_once()
    assert (now(slow), now(arriving)) == ((1, "", "SMTPServerDisconnected"), (1, "sent", ""))


def test_without_a_server_the_letter_waits_and_shows_after_the_second_failure(
    tmp_path: Path, place: Place, staff: Member, shop: Organisation, settings: Any
) -> None:
    with serving(tmp_path / "mail") as gone:
        use(settings, gone.port)
    delivery = answered(place, staff)
    seen = []
    for minutes in (0, 2):
        with later(minutes=minutes):
            worker.work_once()
        seen.append((now(delivery), list(troubled(shop))))
    assert seen == [((1, "", "ConnectionRefusedError"), []), ((2, "", "ConnectionRefusedError"), [delivery])]


@pytest.mark.parametrize(
    "sign",
    [
        "\r\nBcc: x@mail.example",
        "\nX-Evil: 1",
        "\u2028Bcc: x@mail.example",
        "\x0bBcc: x@y.example",
        "\x85Bcc: x@y.example",
    ],
)
def test_nothing_in_a_name_becomes_a_header(server: Server, sign: str) -> None:
    reader = Recipient("a@mail.example", "ja", f"footer{sign}", "https://x.example/stop")
    compose(Letter(f"「豆腐{sign}」のこと", f"本文{sign}"), reader, reference="7.3").send()
    ((envelope, letter),) = server.letters()
    assert envelope["to"] == ["a@mail.example"]
    assert (letter["Bcc"], letter["X-Evil"], letter["Subject"][:3]) == (None, None, "「豆腐")


@pytest.mark.parametrize(
    "address", ["a@b.example\r\nBcc: x@y.example", "a@b.example\nx", "a@b.example, x@y.example", "<a@b.example>"]
)
def test_an_address_that_carries_more_is_refused(place: Place, address: str) -> None:
    with pytest.raises(ValidationError):
        leave_contact(speak(place).author, address=address, text=text("mail-result-1.0", "ja").filled())


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificate")
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    out = [
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        str(folder / "key"),
        "-out",
        str(folder / "certificate"),
    ]
    subprocess.run([*new, *out], check=True, capture_output=True)
    return folder / "certificate", folder / "key"


def test_an_encrypted_letter_goes_out_and_one_that_could_be_read_does_not(
    tmp_path: Path,
    place: Place,
    staff: Member,
    settings: Any,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    delivery = answered(place, staff)
    with serving(tmp_path / "plain") as plain, serving(tmp_path / "tls", *certificate) as tls:
        use(settings, plain.port, EMAIL_USE_TLS=True)
        worker.work_once()
        assert now(delivery)[2] == "SMTPNotSupportedError"  # never in the clear
        use(settings, tls.port, EMAIL_USE_TLS=True)
        with later(hours=1):
            worker.work_once()
        assert now(delivery)[2] == "SSLCertVerificationError"  # never to somebody unknown
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        with later(hours=2):
            worker.work_once()
        assert (now(delivery)[1], [about["encrypted"] for about, _letter in tls.letters()]) == ("sent", [True])
        assert plain.letters() == []


def test_the_address_in_the_settings_signs_in_and_encrypts(tmp_path: Path, certificate: tuple[Path, Path]) -> None:
    """The worker as a process, with the one setting that an operator writes; the letter is a code for the desk."""
    installation = prepared(tmp_path / "home", "")
    installation.ask("from yoriai.accounts.actions import wish_code; print(wish_code('owner@tofu.example'))")
    with serving(tmp_path / "tls", *certificate) as tls:
        url = f"smtp://koe%40tofu.example:p%40ss%3Aword@127.0.0.1:{tls.port}"
        installation.more = {"YORIAI_MAIL_URL": url, "SSL_CERT_FILE": str(certificate[0])}
        installation.run("-m", "yoriai.cli", "worker", "--once")
        ((envelope, letter),) = tls.letters()
    assert (envelope["to"], envelope["encrypted"]) == (["owner@tofu.example"], True)
    assert letter["Subject"].startswith("帳場の番号：")
