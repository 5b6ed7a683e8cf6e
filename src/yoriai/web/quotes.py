"""Words of people in quotation marks: those of the page's language, outer and inner."""

from django.utils.translation import get_language

JAPANESE, ENGLISH = ("「」", "『』"), ("“”", "‘’")  # outer, inner; letter for letter, so that positions stay
STEPPED_UP = str.maketrans("『』‘’", "「」“”")  # as the words were before somebody quoted them


def quoted(text: object) -> str:
    """A person's words in the quotation marks of the page's language; inner marks step down one level."""
    words, outer = str(text).strip(), _marks()[0]
    if outer == "「」" and words.startswith("「") and words.endswith("」") and words.count("「") == 1:
        return words
    return f"{outer[0]}{stepped_down(words)}{outer[1]}"


def stepped_down(text: str) -> str:
    """The text as it stands inside a quotation; as long as before."""
    return text.translate(str.maketrans(*_marks()))


def _marks() -> tuple[str, str]:
    return JAPANESE if (get_language() or "ja").startswith("ja") else ENGLISH
