"""A power cut without special hardware: replay what a process wrote, up to any moment, and lose what was not synced.

The trace (strace) holds every write with its bytes. Replayed up to a cut, a write that was followed by a sync of its
file is on disk; any other may be there, may be missing, or may be torn at a sector. Taken as durable at once:
creating, renaming and removing a file. Not restored: the shared memory beside the database, which no disk holds.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = "openat,pwrite64,write,fdatasync,fsync,ftruncate,unlink,close"
STRACE = ("strace", "-f", "-qq", "-xx", "-s", "200000", "-e", f"trace={CALLS}", "-e", "signal=none")
LINE = re.compile(r"(?P<pid>\d+) +(?P<call>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+)")
UNFINISHED = re.compile(r"(\d+) +(.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)$")


@dataclass(frozen=True)
class Call:
    name: str
    result: int
    arguments: str

    @property
    def texts(self) -> list[bytes]:
        found = re.findall(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?', self.arguments)
        assert not any(cut for _text, cut in found), "strace cut a write short"
        return [bytes.fromhex(text.replace("\\x", "")) for text, _cut in found]

    @property
    def numbers(self) -> list[int]:
        return [int(part) for part in re.sub(r'"[^"]*"', "", self.arguments).split(",") if part.strip().isdigit()]


def calls(trace: Path) -> Iterator[Call]:
    """In the order in which they ended."""
    begun: dict[str, str] = {}
    for line in trace.read_text("ascii").splitlines():
        if half := UNFINISHED.match(line):
            begun[half[1]] = half[2]
            continue
        if half := RESUMED.match(line):
            line = f"{half[1]} {begun.pop(half[1])}{half[2]}"
        if found := LINE.match(line):
            yield Call(found["call"], int(found["result"]), found["arguments"])


@dataclass
class File:
    durable: bytearray
    unsynced: list[tuple[int, bytes] | int] = field(default_factory=list)  # (offset, bytes), or a new length

    def sync(self) -> None:
        for change in self.unsynced:
            _apply(self.durable, change)
        self.unsynced.clear()

    def after_a_cut(self, chance: random.Random) -> bytes:
        left = bytearray(self.durable)
        for change in self.unsynced:
            fate = chance.choice(("kept", "lost", "torn"))
            if fate == "kept" or (fate == "torn" and isinstance(change, int)):
                _apply(left, change)
            elif fate == "torn" and isinstance(change, tuple):
                for piece in _sectors(*change):
                    if chance.random() < 0.5:
                        _apply(left, piece)
        return bytes(left)


def _apply(content: bytearray, change: tuple[int, bytes] | int) -> None:
    if isinstance(change, int):
        del content[change:]
        content.extend(b"\0" * (change - len(content)))
        return
    offset, data = change
    content.extend(b"\0" * (offset - len(content)))
    content[offset : offset + len(data)] = data


def _sectors(offset: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start < len(data):
        end = min(len(data), start + SECTOR - (offset + start) % SECTOR)
        yield offset + start, data[start:end]
        start = end


@dataclass
class Disk:
    """The files of one folder, as far as the trace has been replayed."""

    folder: Path
    notes: Path  # where the process wrote what it had acknowledged
    files: dict[str, File] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    _open: dict[int, str] = field(default_factory=dict)

    def replay(self, call: Call) -> None:
        if call.result < 0:
            return
        if call.name == "openat":
            self._open[call.result] = call.texts[0].decode()
        elif call.name == "unlink":
            self.files.pop(self._ours(call.texts[0].decode()), None)
        elif call.name == "close":
            self._open.pop(call.numbers[0], None)
        else:
            self._change(call, self._open.get(call.numbers[0], ""))

    def _change(self, call: Call, path: str) -> None:
        if path == str(self.notes):
            self.acknowledged.append(call.texts[0].decode().strip())
        elif name := self._ours(path):
            file = self.files.setdefault(name, File(bytearray()))
            if call.name in ("fsync", "fdatasync"):
                file.sync()
            elif call.name == "ftruncate":
                file.unsynced.append(call.numbers[1])
            elif call.name == "pwrite64":
                assert call.result == len(call.texts[0]), "a short write"
                file.unsynced.append((call.numbers[-1], call.texts[0]))
            else:
                raise AssertionError(f"{call.name} on {name}")

    def _ours(self, path: str) -> str:
        """The file's name below the folder; empty for foreign files and for shared memory."""
        ours = path.startswith(f"{self.folder}/yoriai.sqlite3") and not path.endswith("-shm")
        return Path(path).name if ours else ""

    def image(self, into: Path, chance: random.Random) -> None:
        into.mkdir()
        for name, file in self.files.items():
            (into / name).write_bytes(file.after_a_cut(chance))
