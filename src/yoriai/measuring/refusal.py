"""What cannot be measured, and what may not be told."""


class BadInput(ValueError):
    """One sentence to a person: what is wrong, why, what to do. The command answers it with exit code 2."""


def broken(**rules: object) -> tuple[str, ...]:
    """The codes (see ``reasons``) of the rules that are broken, in the order given."""
    return tuple(code for code, is_broken in rules.items() if is_broken)
