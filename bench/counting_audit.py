# ruff: noqa: S311 - a seeded sample, a bench prints
"""How many changes of an audit file are found: `python bench/counting_audit.py [POSITIONS]`.

Every entry of a file of 200 is flipped, dropped, swapped with its neighbour and made the end of the file, and so
is a seeded sample of POSITIONS (100; 1000 are all) of a file of 1,000; both verifiers look at every changed file.
"""

import random
import sys
import time

from yoriai.counting.tests.test_audit import audit_file, detected, problems


def main(positions: int) -> int:
    missed = 0
    for size, sample in ((200, 200), (1000, positions)):
        lines, began = audit_file(size), time.process_time()
        assert [problems(lines, plainly) for plainly in (True, False)] == [[], []], "an untouched file must fit"
        places = sorted(random.Random(1).sample(range(1, size + 1), sample))
        found = detected(lines, places)
        missed += len(found) - sum(found)
        seconds = time.process_time() - began
        print(
            f"{size} entries, {sample} positions: {sum(found)} of {len(found)} found, {seconds:.1f} s CPU", flush=True
        )
    print("every change was found by both verifiers" if not missed else f"{missed} changes were missed")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
