"""`yoriai verify FILE`: the checks of the verifier, with the count done again by the kernel itself."""

from yoriai.counting.audit import recount
from yoriai.counting.verifier.checks import run


def main(argv: list[str]) -> int:
    """0 everything fits, 1 something does not, 2 the file cannot be read."""
    return run(argv, recount)
