"""`python -m yoriai.counting.verifier.one_file > verify.py`: the chapters as the one file a stranger needs."""

import sys
from importlib.resources import files

CHAPTERS = ("chain", "plain_count", "checks")


def joined() -> str:
    """The chapters one after another, without what they import from each other."""
    texts = [files("yoriai.counting.verifier").joinpath(f"{name}.py").read_text("utf-8") for name in CHAPTERS]
    lines = "\n\n".join(texts).splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("from yoriai."))


if __name__ == "__main__":
    sys.stdout.buffer.write(joined().encode())
