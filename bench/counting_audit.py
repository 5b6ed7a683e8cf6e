"""Every change of every entry of an audit file, looked at by both verifiers: `python bench/counting_audit.py [N]`.

For each of N entries (1,000): its commitment flipped, the entry dropped, dropped with its opening, swapped with its
neighbour, the opened ballot changed, the chain cut off there, the file cut off there. Every changed file goes
through a whole run of verify.py alone and of `yoriai verify`, which counts with the kernel; only the signature
of a checkpoint that did not change is not computed twice. Then each person's opening is erased in turn: the rest must
stay valid.
"""

import functools
import json
import sys
import time

from yoriai.counting.audit import erase
from yoriai.counting.tests.test_audit import audit_file, problems, tampered, verify
from yoriai.counting.verifier import chain

WAYS = ("flipped", "dropped", "dropped with its opening", "swapped", "another ballot", "chain cut off", "file cut off")


def main(size: int) -> int:
    for program in (verify, chain):
        program.signature_fits = functools.lru_cache(program.signature_fits)  # type: ignore[attr-defined]
    lines, began = audit_file(size), time.process_time()
    assert [problems(lines, plainly) for plainly in (True, False)] == [[], []], "an untouched file must fit"
    found = {way: [0, 0] for way in WAYS}
    for at in range(1, size + 1):
        for way, changed in zip(WAYS, tampered(lines, at), strict=True):
            for plainly in (False, True):
                found[way][plainly] += bool(problems(changed, plainly))
    for way, (kernel, alone) in found.items():
        print(f"{way:<26} found by verify.py {alone:>5} of {size}, by yoriai verify {kernel:>5} of {size}")
    commitments = [json.loads(line)["c"] for line in lines[1 : size + 1]]
    whole = sum(problems(erase(lines, c), plainly) == [] for c in commitments for plainly in (True, False))
    print(f"{'one opening erased':<26} the rest stays valid {whole} of {2 * size}")
    print(f"{size} entries, {time.process_time() - began:.0f} s CPU")
    return int(any(both != [size, size] for both in found.values()) or whole != 2 * size)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
