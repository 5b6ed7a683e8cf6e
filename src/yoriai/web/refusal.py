"""A refused verb: one sentence to the person, and where to go next."""

from django.utils.functional import Promise


class Refused(Exception):
    """Raised by an action when the rules say no. Shown as one sentence with its next step."""

    def __init__(self, sentence: str | Promise, *, next_url: str = "", next_label: str | Promise = "") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.next_url = next_url
        self.next_label = next_label


class TooMany(Refused):
    """Too many tries from one address in a short time; answered with 429."""
