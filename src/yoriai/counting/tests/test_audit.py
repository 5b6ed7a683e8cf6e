"""The audit file: whatever is changed in it is found by both verifiers, and forgetting a person breaks nothing."""

import base64
import hashlib
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from yoriai.counting import Option
from yoriai.counting.audit import Opening, Signer, audit_lines, declaration, erase, recount
from yoriai.counting.rules import RANKED, RATED
from yoriai.counting.verifier import chain, checks
from yoriai.counting.verifier.one_file import joined
from yoriai.counting.verify_command import main


def one_file() -> ModuleType:
    """The file a stranger gets, as it is handed out."""
    module = sys.modules["one_file_verifier"] = ModuleType("one_file_verifier")
    exec(compile(joined(), "verify.py", "exec"), module.__dict__)  # noqa: S102 (our own chapters)
    return module


verify = one_file()

SECRET = bytes(range(32))
ORDERS = [["a", "b", "c"], ["b", "a"], ["c", ["a", "b"]], ["a"], ["b", [], "c"]]


def compress(point: chain.Point) -> bytes:
    inverse = pow(point[2], chain.P - 2, chain.P)
    x, y = point[0] * inverse % chain.P, point[1] * inverse % chain.P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def sign(message: bytes, secret: bytes = SECRET) -> bytes:
    """RFC 8032 signing, for tests only: it takes no care of the time it needs."""
    half = hashlib.sha512(secret).digest()
    scalar = int.from_bytes(half[:32], "little") & (1 << 254) - 8 | 1 << 254
    nonce = int.from_bytes(hashlib.sha512(half[32:] + message).digest(), "little") % chain.ORDER
    mark, key = compress(chain.multiply(nonce, chain.BASE)), public(secret)  # type: ignore[arg-type]
    digest = int.from_bytes(hashlib.sha512(mark + key + message).digest(), "little")
    return mark + ((nonce + digest * scalar) % chain.ORDER).to_bytes(32, "little")


def public(secret: bytes = SECRET) -> bytes:
    half = hashlib.sha512(secret).digest()
    scalar = int.from_bytes(half[:32], "little") & (1 << 254) - 8 | 1 << 254
    return compress(chain.multiply(scalar, chain.BASE))  # type: ignore[arg-type]


def audit_file(ballots: int, method: str = "schulze", quarantined: int = 0) -> list[str]:
    options = [Option(c, c.upper()) for c in "abc"]
    declared = declaration("c1", "shop.example/c1", "rank", options, {"method": method}, public())
    salts = [hashlib.sha256(str(n).encode()).digest()[:16] for n in range(ballots)]
    reasons = ["code used twice"] * quarantined + [""] * ballots
    cast = [Opening(salt, ORDERS[n % 5], reasons[n]) for n, salt in enumerate(salts)]
    return audit_lines(declared, [cast[:20], cast[20:]], Signer("shop.example", public(), sign))


def problems(lines: list[str], plainly: bool, key: str | None = None) -> list[str]:
    try:
        text = "\n".join(lines)
        report = verify.verify(text, key) if plainly else checks.verify(text, key, recount)
    except (verify.Unreadable, checks.Unreadable) as problem:
        return [str(problem)]
    return list(report.problems)


@pytest.fixture(scope="module")
def thousand() -> list[str]:
    return audit_file(1000)


@pytest.mark.parametrize("plainly", [True, False])
@pytest.mark.parametrize("method", ["schulze", "irv", "minimax", "borda", "ranked-pairs", "stv-scottish"])
def test_untouched_file_fits(plainly: bool, method: str) -> None:
    assert problems(audit_file(40, method, quarantined=7), plainly) == []


def tampered(lines: list[str], at: int) -> Iterator[list[str]]:
    """The entry at `at` flipped, dropped, dropped with its opening, swapped with its neighbour, its ballot
    changed, and the chain or the whole file cut off there."""
    c = json.loads(lines[at])["c"]
    flipped = json.dumps({"type": "entry", "c": c[:-1] + ("0" if c[-1] != "0" else "1")})
    opening = next(n for n, line in enumerate(lines) if c in line and '"opening"' in line)
    other = json.dumps(json.loads(lines[opening]) | {"ballot": ["c", "b"]})
    last = max(n for n, line in enumerate(lines) if '"entry"' in line)
    first = min(at, last - 1)
    yield [*lines[:at], flipped, *lines[at + 1 :]]
    yield lines[:at] + lines[at + 1 :]
    yield lines[:at] + lines[at + 1 : opening] + lines[opening + 1 :]
    yield [*lines[:first], lines[first + 1], lines[first], *lines[first + 2 :]]
    yield [*lines[:opening], other, *lines[opening + 1 :]]
    yield lines[:at] + lines[last + 1 :]
    yield lines[:at]


@pytest.mark.parametrize("at", [1, 1000])
def test_tampering_with_an_entry_is_detected_by_both(thousand: list[str], at: int) -> None:
    """bench/counting_audit.py does the same with every entry."""
    found = [bool(problems(changed, plainly)) for changed in tampered(thousand, at) for plainly in (True, False)]
    assert found == [True] * 14


def test_every_other_change_is_detected() -> None:
    lines = audit_file(30, quarantined=2)
    kinds = [json.loads(line)["type"] for line in lines]
    opening, result, note = kinds.index("opening"), kinds.index("result"), kinds.index("checkpoint")
    changes = [
        (opening, '"ballot": ["', '"ballot": [["a","b"],"'),
        (opening, '"salt": "', '"salt": "00'),
        (result, '"winners": ["', '"winners": ["x'),
        (0, "C", "D"),
        (note, "shop", "shap"),
        (len(lines) - 1, "\\n\\n", "\\n"),
    ]
    for at, old, new in changes:
        assert old in lines[at]
        assert problems([*lines[:at], lines[at].replace(old, new), *lines[at + 1 :]], True)


def test_taking_a_ballot_out_of_quarantine_is_detected() -> None:
    lines = audit_file(30, quarantined=2)
    freed = [line.replace('"quarantined": "code used twice", ', "") for line in lines]
    assert freed != lines
    assert "The counted ballots are not those of the result." in problems(freed, True)


def test_erasing_an_opening_leaves_the_rest_valid() -> None:
    lines = audit_file(60)
    gone = json.loads(lines[1])["c"]
    assert [problems(erase(lines, gone), plainly) for plainly in (True, False)] == [[], []]
    assert gone not in "".join(line for line in erase(lines, gone) if '"opening"' in line)


@pytest.mark.parametrize(
    ("kind", "method", "ballots"),
    [
        ("approval", "approval", [["a", "b"], ["b"], []]),
        ("score", "score", [{"a": 5, "b": 1}, {"b": 3}]),
        ("score", "majority-judgment", [{"a": 4, "b": 1}, {"b": 3}]),
    ],
)
def test_marks_are_audited_too(kind: str, method: str, ballots: list[object]) -> None:
    options = [Option(c, c.upper()) for c in "ab"]
    declared = declaration("c2", "shop.example/c2", kind, options, {"method": method}, public())
    cast = [Opening(bytes([n]) * 16, ballot) for n, ballot in enumerate(ballots)]
    lines = audit_lines(declared, [cast], Signer("shop.example", public(), sign))
    assert [problems(lines, plainly) for plainly in (True, False)] == [[], []]


def test_a_false_result_signed_by_the_host_is_detected() -> None:
    declared, *rest = map(json.loads, audit_file(30))
    entries = [line["c"] for line in rest if line["type"] == "entry"]
    for line in rest:
        if line["type"] == "result":
            line["winners"] = ["c"]
            data = verify.leaves(declared, entries, line)
    signer = Signer("shop.example", public(), sign)
    note = signer.note(verify.checkpoint_body("shop.example/c1", len(data), verify.merkle_root(data)))
    rest[-1]["note"] = note
    lines = [json.dumps(line) for line in (declared, *rest)]
    assert [problems(lines, plainly)[0][:15] for plainly in (True, False)] == [
        "The count gives",
        "The count gives",
    ]


@pytest.mark.parametrize("seed", range(12))
def test_plain_count_and_kernel_agree_on_random_sheets(seed: int) -> None:
    draw = random.Random(seed)
    sheets = [random_sheet(draw) for _ in range(40)]
    told = [verify.recount_plainly(*sheet) for sheet in sheets]
    found = [recount(*sheet) for sheet in sheets]
    assert [who for who, _ in told] == [who for who, _ in found]
    assert [sheet for _, sheet in told] == [sheet for _, sheet in found]


def random_sheet(draw: random.Random) -> tuple[dict[str, Any], list[Any]]:
    """A contest with conditions, ties and odd ballots, of every method an audit file can tell of."""
    kind = draw.choice(["rank", "score", "approval"])
    method = draw.choice({"rank": RANKED, "score": (*RATED[1:], *RANKED), "approval": (RATED[0], *RANKED)}[kind])
    rules = {
        "method": method,
        "seats": draw.randint(1, 3),
        "tie_seed": draw.choice([None, "", "x"]),
        "overvote": draw.choice(["skip", "exhaust"] if method == "stv-scottish" else ["skip", "exhaust", "split"]),
        "exhaust_after_skips": draw.choice([None, 1, 2]),
        "strength": draw.choice(["margin", "winning-votes"]),
        "quorum": draw.choice([None, "3/2", 6]),
        "default": draw.choice([None, None, "a"]),
    }
    rules["supermajority"] = {"b": draw.choice([2, "3/1", "1/2"])} if rules["default"] else {}
    options = [{"id": c, "name": c} for c in "abcd"]
    return {"kind": kind, "options": options, "rules": rules}, [cast(draw, kind) for _ in range(8)]


def cast(draw: random.Random, kind: str) -> Any:
    named: list[Any] = draw.sample("abcd", draw.randint(0 if kind != "score" else 1, 4))
    if kind == "score":
        return {c: draw.randint(0, 3) for c in named}
    if kind == "rank" and len(named) > 2:
        return [named[0], named[1:3], *named[3:], named[0]]
    return [[], *named] if kind == "rank" and draw.random() < 0.3 else named


def test_an_opening_missing_without_a_word_is_detected() -> None:
    lines = audit_file(60)
    kinds = [json.loads(line)["type"] for line in lines]
    del lines[kinds.index("opening")]
    assert "1 ballots of the chain are not opened." in problems(lines, True)


def test_another_key_is_detected() -> None:
    other = base64.b64encode(public(bytes(32))).decode()
    assert "The signature of checkpoint 1 does not fit." in problems(audit_file(5), True, other)


@pytest.mark.parametrize(
    ("secret", "key", "message", "signature"),
    [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ],
)
def test_signatures_follow_rfc_8032(secret: str, key: str, message: str, signature: str) -> None:
    raw = bytes.fromhex(message)
    assert verify.signature_fits(bytes.fromhex(key), raw, bytes.fromhex(signature))
    assert not verify.signature_fits(bytes.fromhex(key), raw + b"x", bytes.fromhex(signature))
    assert len(secret) == 64


def test_merkle_root_follows_rfc_6962() -> None:
    leaves = [bytes.fromhex(x) for x in ("", "00", "10", "2021", "3031", "40414243")]
    assert verify.merkle_root([]).hex() == hashlib.sha256(b"").hexdigest()
    assert verify.merkle_root(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert verify.merkle_root(leaves[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert verify.merkle_root(leaves).hex() == "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"


def test_commands_answer_with_their_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad, odd = tmp_path / "good.jsonl", tmp_path / "bad.jsonl", tmp_path / "odd.jsonl"
    lines = audit_file(10)
    good.write_text("\n".join(lines), encoding="utf-8")
    bad.write_text("\n".join(lines[:2] + lines[3:]), encoding="utf-8")
    odd.write_text("{", encoding="utf-8")
    assert [main([str(path)]) for path in (good, bad, odd)] == [0, 1, 2]
    assert capsys.readouterr().err == "verify: Line 1 is not JSON.\n"


def test_names_with_line_separators_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    options = [Option("a", "A\u2028\x85"), Option("b", "B")]
    declared = declaration("c3", "shop.example/c3", "rank", options, {"method": "irv"}, public())
    cast = [Opening(bytes([n]) * 16, ["a", "b"]) for n in range(3)]
    file = tmp_path / "audit.jsonl"
    lines = audit_lines(declared, [cast], Signer("shop.example", public(), sign))
    file.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    assert [main([str(file)]), verify.run([str(file)])] == [0, 0]


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("rules", {"method": "irv", "quorum": "1/0"}),
        ("rules", {"method": "irv", "quorum": [1]}),
        ("rules", []),
        ("options", [{"id": 1}, {"id": "a"}]),
        ("kind", "score"),
        ("counted", "many"),
        ("key", "!"),
    ],
)
def test_nonsense_in_an_audit_file_is_a_finding_and_no_crash(where: str, value: Any) -> None:
    lines = audit_file(5)
    odd = [json.dumps(entry | {where: value} if where in entry else entry) for entry in map(json.loads, lines)]
    assert [bool(problems(odd, plainly)) for plainly in (True, False)] == [True, True]


def handed_out() -> bytes:
    command = [sys.executable, "-m", "yoriai.counting.verifier.one_file"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def test_stand_alone_verifier_needs_nothing_installed(tmp_path: Path) -> None:
    alone, file = tmp_path / "verify.py", tmp_path / "audit.jsonl"
    alone.write_bytes(handed_out())
    file.write_text("\n".join(audit_file(10)), encoding="utf-8")
    ran = subprocess.run([sys.executable, "-I", "-S", str(alone), str(file)], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "Everything fits.")
