"""Quality of the listening kernel on material you bring: tables that people grouped or judged, which we do not keep.

    python bench/listening_elsewhere.py grouped FILE.csv [--copies COPIES.csv] [--draws N]
    python bench/listening_elsewhere.py pairs FILE.csv

`grouped`: columns `text` and `group`. Asked for as many groups as people made, how well do ours agree (G4)? One figure
hangs on chance by 0.02; `--draws` gives the mean over draws of nine tenths. With
`--copies` (columns `text` and `original`, the latter the full text of a row of FILE): how many reworded copies stand in
the echo group of their original, are the linked pairs right, and which other themes turn (G11)?
`pairs`: columns `sentence1`, `sentence2`, `label`. Labels that are numbers give the rank correlation of our closeness
(G5); the labels contradiction and entailment what the guard lets through at 0.70 (G12).
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from listening_floods import turned_pairs
from listening_quality import _numbers, _ranks, groups_of, row, v_measure

from yoriai.listening.courtesy import plain
from yoriai.listening.crowd import NEAR
from yoriai.listening.echoes import kinship
from yoriai.listening.embedders import default_embedder, encode_texts
from yoriai.listening.guard import conflict
from yoriai.listening.meaning import read
from yoriai.listening.opinions.partition import rand_index
from yoriai.listening.reading import column, read_table
from yoriai.listening.space import centred, shrunk_centre
from yoriai.listening.themes import Report, listen
from yoriai.listening.voices import Voice
from yoriai.listening.words import default_words


def table(path: Path, *names: str) -> list[tuple[str, ...]]:
    header, rows = read_table(path)
    places = [column(header, name) for name in names]
    return [tuple(cells[place] for place in places) for cells in rows]


def grouped(path: Path, copies: Path | None, draws: int) -> None:
    rows = table(path, "text", "group")
    voices = [Voice(f"{i}", text) for i, (text, _) in enumerate(rows)]
    gold = {f"{i}": group for i, (_, group) in enumerate(rows)}
    agreement(voices, gold)
    if draws:
        found = np.array([drawn(voices, gold, seed) for seed in range(draws)]).mean(axis=0)
        row(f"   mean of {draws} draws of nine tenths: V, ARI", f"{found[0]:.3f}, {found[1]:.3f}", "", None)
    before = listen(voices)
    share, count = right_pairs(before, gold)
    row(f"G11 real pairs linked ({count}): in one group of people", f"{share:.1%}", "", None)
    if copies:
        flood(voices, gold, before, table(copies, "text", "original"))


def agreement(voices: Sequence[Voice], gold: dict[str, str]) -> None:
    sizes, ids = Counter(gold.values()), sorted(gold)
    report = listen(voices, themes=len(sizes))
    a, b = _numbers(ids, gold), _numbers(ids, groups_of(report))
    v, ari = v_measure(a, b), rand_index(a, b)
    single = [i for i in ids if sizes[gold[i]] == 1]
    same = len(set(single) & set(report.alone))
    row(f"G4 {len(ids)} voices, {len(sizes)} groups asked: V", f"{v:.4f}", ">= 0.72", v >= 0.72)
    row("G4 agreement (ARI)", f"{ari:.4f}", ">= 0.23", ari >= 0.23)
    row("G4 single voices: ours, of people, the same ones", f"{len(report.alone)}, {len(single)}, {same}", "", None)


def drawn(voices: Sequence[Voice], gold: dict[str, str], seed: int) -> tuple[float, float]:
    """V and ARI of nine tenths of the voices, as many groups asked as people have among them."""
    kept = np.sort(np.random.default_rng(seed).permutation(len(voices))[: int(0.9 * len(voices))])
    heard = [voices[i] for i in kept]
    ids = [voice.id for voice in heard]
    found = groups_of(listen(heard, themes=len({gold[i] for i in ids})))
    a, b = _numbers(ids, gold), _numbers(ids, found)
    return v_measure(a, b), rand_index(a, b)


def right_pairs(report: Report, gold: dict[str, str], among: str = "") -> tuple[float, int]:
    """(share of the echo pairs that people have in one group, their number); `among`: with an id that begins so."""
    pairs = [p for group in report.echoes for p in combinations(group, 2) if any(v.startswith(among) for v in p)]
    return (sum(gold[a] == gold[b] for a, b in pairs) / len(pairs) if pairs else 1.0), len(pairs)


def flood(voices: Sequence[Voice], gold: dict[str, str], before: Report, rows: Sequence[tuple[str, ...]]) -> None:
    ids = {voice.text.strip(): voice.id for voice in voices}
    originals = [ids[original.strip()] for _, original in rows]
    said = [Voice(f"campaign {i}", text) for i, (text, _) in enumerate(rows)]
    for name, more in (("", {}), (", earlier result given", {"previous": before.themes, "alone": before.alone})):
        report = listen([*voices, *said], **more)
        home = {voice: number for number, group in enumerate(report.echoes) for voice in group}
        kept = np.mean([home.get(c.id, -1) == home.get(o, -2) for c, o in zip(said, originals, strict=True)])
        found = np.mean([c.id in home for c in said])
        # A pair is right when both come from one original: copies of two originals of a group are two voices.
        of = {i: i for i in gold} | {c.id: o for c, o in zip(said, originals, strict=True)}
        right, count = right_pairs(report, of, "campaign")
        row(f"G11 {len(said)} copies in the echo group of their original{name}", f"{kept:.1%}", ">= 79 %", kept >= 0.79)
        row("    in some echo group", f"{found:.1%}", "", None)
        row(f"    linked pairs with a copy ({count}) that are right", f"{right:.1%}", ">= 94 %", right >= 0.94)
        if more:
            turned, pairs = turned_pairs(before, report)
            row("    pairs of other themes whose order turned", f"{turned} of {pairs}", "0", turned == 0)
        first, now = groups_of(before), groups_of(report)
        common = sorted(gold)
        same = rand_index(_numbers(common, first), _numbers(common, now))
        row("    themes of the others: agreement (ARI) with those before", f"{same:.3f}", "", None)


def pairs(path: Path) -> None:
    rows = table(path, "sentence1", "sentence2", "label")
    words, (embedder, _) = default_words(), default_embedder()
    texts = sorted({text for first, second, _ in rows for text in (first, second)})
    numbers = [label.replace(".", "", 1).isdigit() for _, _, label in rows]
    if all(numbers):
        left, right = (encode_texts(embedder, [r[side] for r in rows]) for side in (0, 1))
        ranks = _ranks((left * right).sum(axis=1)), _ranks(np.array([float(label) for _, _, label in rows]))
        value = float(np.corrcoef(*ranks)[0, 1])
        row(f"G5 closeness of {len(rows)} pairs, Spearman", f"{value:.4f}", ">= 0.80", value >= 0.8)
    vectors = encode_texts(embedder, [plain(text, words) for text in texts])
    centre = shrunk_centre(vectors, embedder)
    close, kin = dict(zip(texts, centred(vectors, centre), strict=True)), kinship(embedder)
    kinds: dict[str, list[tuple[float, bool]]] = {}
    for (first, second, label), number in zip(rows, numbers, strict=True):
        near = float(close[first] @ close[second])
        free = not conflict(read(first), read(second), near, kin=kin)
        kind = ("same (4 and more)" if float(label) >= 4 else "less") if number else label.lower()
        kinds.setdefault(kind, []).append((near, free))
    for kind, found in sorted(kinds.items()):
        bare = np.mean([near >= NEAR for near, _ in found])
        linked = float(np.mean([near >= NEAR and free for near, free in found]))
        opposed = kind == "contradiction"
        row(f"G12 {kind} ({len(found)}) linked; {bare:.0%} without guard", f"{linked:.1%}", *goal(opposed, linked))


def goal(opposed: bool, linked: float) -> tuple[str, bool | None]:
    return ("<= 5 %", linked <= 0.05) if opposed else ("", None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("grouped", "pairs"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--copies", type=Path)
    parser.add_argument("--draws", type=int, default=0)
    options = parser.parse_args()
    if options.what == "grouped":
        grouped(options.file, options.copies, options.draws)
    else:
        pairs(options.file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
