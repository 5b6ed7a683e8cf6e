"""`yoriai verify FILE`: the checks of `verify.py`, with the count done again by the kernel itself."""

from yoriai.counting import verify
from yoriai.counting.audit import recount


def main(argv: list[str]) -> int:
    """0 everything fits, 1 something does not, 2 the file cannot be read."""
    return verify.run(argv, recount)
