"""The versioned word lists (data/words.toml). A shop may add its own goods and words."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources


@dataclass(frozen=True)
class Words:
    """Lists as data: every entry is a Sudachi normalised form (Japanese) or a lower-case word (English)."""

    version: str
    synonyms: dict[str, str]  # variant → the form counted
    stop: frozenset[str]
    pale: frozenset[str]  # words a heading can do without
    light: frozenset[str]  # words that carry no content of their own in the guard
    wishes: frozenset[str]  # what makes a clause a wish
    pleasing: frozenset[str]  # what makes a wish of a condition: あると安心, 入れたほうがいい
    stances: frozenset[str]  # what says yes or no to another's plan
    contrasts: tuple[frozenset[str], ...]
    many: frozenset[str]
    few: frozenset[str]
    positions: frozenset[str]
    ahead: frozenset[str]
    done: frozenset[str]
    bounds: frozenset[str]
    against: frozenset[str]
    removals: frozenset[str]  # against only as what is asked for
    vehicles: frozenset[str]
    negations_en: frozenset[str]
    verbs_en: frozenset[str]
    adjectives_en: frozenset[str]
    particles_en: frozenset[str]  # the second half of top up, take away
    openings_en: tuple[str, ...]  # how an English sentence asks; no part of what it asks for
    closings_en: tuple[str, ...]
    cues: dict[str, tuple[str, ...]]

    @cached_property
    def contrasts_of(self) -> dict[str, tuple[frozenset[str], ...]]:
        """The sets in which a word stands: a text holds few such words, and the sets are many."""
        words = {word for contrast in self.contrasts for word in contrast}
        return {word: tuple(c for c in self.contrasts if word in c) for word in words}

    def with_contrasts(self, *sets: frozenset[str]) -> "Words":
        """The same lists plus a shop's own goods, e.g. {"カレーパン", "あんパン"}."""
        return replace(self, contrasts=self.contrasts + sets)


@cache
def default_words() -> Words:
    """The lists shipped with the package."""
    raw = tomllib.loads(_resource("words.toml"))
    synonyms = {variant: form for form, variants in raw["synonyms"].items() for variant in variants}
    sets = {name: frozenset(raw[name]) for name in _SETS}
    return Words(
        version=raw["version"],
        synonyms=synonyms,
        contrasts=tuple(frozenset(synonyms.get(word, word) for word in row) for row in raw["contrasts"]),
        openings_en=tuple(raw["openings_en"]),
        closings_en=tuple(raw["closings_en"]),
        cues={name: tuple(patterns) for name, patterns in raw["cues"].items()},
        **sets,
    )


_SETS = (
    "stop",
    "pale",
    "light",
    "wishes",
    "pleasing",
    "stances",
    "many",
    "few",
    "positions",
    "ahead",
    "done",
    "bounds",
    "against",
    "removals",
    "vehicles",
    "negations_en",
    "verbs_en",
    "adjectives_en",
    "particles_en",
)


@cache
def everyday_sentences() -> tuple[str, ...]:
    """Ordinary sentences whose mean vector steadies the centre of small sets (knowledge: κ = 20)."""
    return tuple(line for line in _resource("everyday.txt").splitlines() if line)


def _resource(name: str) -> str:
    return resources.files("yoriai.listening").joinpath("data", name).read_text(encoding="utf-8")
