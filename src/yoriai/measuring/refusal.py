"""The one error of the kernel: input that no honest number can be made of."""


class BadInput(ValueError):
    """One sentence to a person: what is wrong, why, what to do. The command answers it with exit code 2."""
