"""What the making pages show: ideas with their state, and the voices a thing stands on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yoriai.accounts.models import Organisation
from yoriai.dialogue import similar
from yoriai.dialogue.models import Voice, Voices
from yoriai.ledger.models import Link, Thing
from yoriai.people.names import shown_names
from yoriai.theme.models import Theme
from yoriai.web.quotes import stepped_down
from yoriai.web.search import contains

from .models import WANTED, Decision, Idea, Product, Prototype, Verdict
from .sentences import sentences

Span = tuple[int, int] | None
LIKE = 20  # voices that resemble an idea


@dataclass(frozen=True)
class Ground:
    """A voice below a thing, and the words of it that mattered."""

    voice: Voice
    span: Span = None
    name: str = ""  # of the author, as they chose

    @property
    def words(self) -> str:
        return self.voice.text if self.span is None else self.voice.text[slice(*self.span)]

    @property
    def is_inside(self) -> bool:
        return self.voice.inside_only or self.voice.is_held

    @property
    def has_several(self) -> bool:
        """Whether it can be asked which of its words matter."""
        return len(sentences(self.voice.text)) > 1

    @property
    def marked(self) -> SafeString:
        """The whole voice in quotation marks, its words that mattered emphasised."""
        text = stepped_down(self.voice.text)  # as long as before: the span still fits
        start, end = self.span or (0, 0)
        inner = format_html("{}<mark>{}</mark>{}", text[:start], text[start:end], text[end:])
        if start == end:
            inner = format_html("{}", text)
        return format_html(gettext("“{}”"), inner)


@dataclass(frozen=True)
class Step:
    name: str | Promise
    state: str  # done, now, real, ahead


@dataclass(frozen=True)
class IdeaRow:
    idea: Idea
    people: int
    decision: Decision | None
    steps: list[Step]
    is_real: bool


@dataclass(frozen=True)
class Group:
    key: str
    name: str | Promise
    rows: list[IdeaRow]


NAMES = (_("Idea"), _("Decision"), _("Prototype"), _("Made real"))
GROUPS: tuple[tuple[str, str | Promise], ...] = (
    ("", _("Not decided yet")),
    *((verdict.value, verdict.label) for verdict in WANTED),
    ("real", _("Made real")),
    *((verdict.value, verdict.label) for verdict in Verdict if verdict not in WANTED),
)


def ideas_in_groups(organisation: Organisation, theme: Theme | None = None) -> list[Group]:
    """Not decided first, then by verdict, what became real before what was put by; empty groups are left out."""
    ideas = Idea.objects.filter(organisation=organisation).select_related("theme")
    groups = {key: Group(key, name, []) for key, name in GROUPS}
    for row in _rows(organisation.pk, list(ideas.filter(theme=theme) if theme else ideas)):
        groups["real" if row.is_real else row.decision.verdict if row.decision else ""].rows.append(row)
    return [group for group in groups.values() if group.rows]


def _rows(organisation: UUID, ideas: list[Idea]) -> list[IdeaRow]:
    ids = [idea.pk for idea in ideas]
    people = people_of(organisation, ids)
    decisions = {d.idea_id: d for d in Decision.objects.filter(idea__in=ids)}  # the last one wins
    tried = set(Prototype.objects.filter(idea__in=ids).values_list("idea_id", flat=True))
    real = set(Link.objects.filter(source__in=ids, target_thing=Thing.PRODUCT).values_list("source", flat=True))
    return [
        IdeaRow(
            idea,
            len(people[idea.pk]),
            decisions.get(idea.pk),
            _steps(idea.pk in decisions, idea.pk in tried, idea.pk in real),
            idea.pk in real,
        )
        for idea in ideas
    ]


def people_of(organisation: UUID, things: list[UUID]) -> dict[UUID, set[UUID]]:
    """Whose voices each thing stands on."""
    below = Link.objects.filter(organisation=organisation, target__in=things, source_thing=Thing.VOICE)
    edges = list(below.values_list("target", "source"))
    authors = dict(Voice.objects.filter(pk__in=[source for _t, source in edges]).values_list("pk", "author_id"))
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for target, source in edges:
        if source in authors:
            found[target].add(authors[source])
    return found


def _steps(decided: bool, tried: bool, real: bool) -> list[Step]:
    reached = [True, decided, tried, real]
    last = max(i for i, done in enumerate(reached) if done)
    states = ["done" if done else "ahead" for done in reached]
    states[last] = "real" if real else "now"
    return [Step(name, state) for name, state in zip(NAMES, states, strict=True)]


def grounds_of(organisation: UUID, *things: UUID) -> dict[UUID, list[Ground]]:
    """For each thing its voices, oldest first, with their words that mattered."""
    edges = list(Link.objects.filter(organisation=organisation, target__in=things, source_thing=Thing.VOICE))
    found = _voices().filter(organisation=organisation, pk__in=[edge.source for edge in edges])
    voices = {voice.pk: voice for voice in found}
    names = shown_names(voice.author for voice in voices.values())
    grounds: dict[UUID, list[Ground]] = defaultdict(list)
    for edge in sorted((e for e in edges if e.source in voices), key=lambda e: voices[e.source].spoken_at):
        span = None if edge.start is None or edge.end is None else (edge.start, edge.end)
        voice = voices[edge.source]
        grounds[edge.target].append(Ground(voice, span, names[voice.author_id]))
    return grounds


def _voices() -> Voices:
    return Voice.objects.select_related("author", "place", "withdrawal", "hold").order_by("spoken_at")


def voices_to_choose(idea: Idea, chosen: Iterable[Ground] = (), most: int = 200) -> list[Ground]:
    """The idea's own voices and those `chosen` before, with their words; then its theme's others, the likest first.

    Without those that were taken back.
    """
    own = {ground.voice.pk: ground for ground in (*grounds_of(idea.organisation_id, idea.pk)[idea.pk], *chosen)}
    others = _voices().filter(theme=idea.theme_id).standing().exclude(pk__in=own)
    near = similar.find(idea.theme_id, idea.headline, LIKE, for_desk=True)
    like = {voice.pk: voice for voice in others.filter(pk__in=near)}
    newest = others.exclude(pk__in=like).order_by("-spoken_at")[: most - len(like)]
    standing = [ground for ground in own.values() if not ground.voice.is_withdrawn]
    return [*standing, *(Ground(like[pk]) for pk in near if pk in like), *map(Ground, newest)]


def voices_like(idea: Idea, words: str, most: int = LIKE) -> list[Ground]:
    """Voices of the theme that contain `words` – or, without words, that resemble the idea – and are not in it yet."""
    taken = Link.objects.filter(target=idea.pk, source_thing=Thing.VOICE).values("source")
    open_to_join = _voices().filter(theme=idea.theme_id).standing().exclude(pk__in=taken)
    if words:
        return _with_names(open_to_join.filter(contains(words, "text"))[:most])
    near = similar.find(idea.theme_id, idea.headline, most, for_desk=True)
    found = {voice.pk: voice for voice in open_to_join.filter(pk__in=near)}
    like = [found[pk] for pk in near if pk in found][:most]
    return _with_names(like or open_to_join[:most])


def _with_names(voices: Iterable[Voice]) -> list[Ground]:
    found = list(voices)
    names = shown_names(voice.author for voice in found)
    return [Ground(voice, None, names[voice.author_id]) for voice in found]


def products_of(idea: Idea) -> list[Product]:
    ids = Link.objects.filter(source=idea.pk, target_thing=Thing.PRODUCT).values("target")
    return list(Product.objects.filter(organisation=idea.organisation_id, pk__in=ids).select_related("photo", "story"))


def ideas_of(product: Product) -> QuerySet[Idea]:
    ids = Link.objects.filter(target=product.pk, source_thing=Thing.IDEA).values("source")
    return Idea.objects.filter(organisation=product.organisation_id, pk__in=ids)


class Next(StrEnum):
    """What an idea asks for now."""

    DECIDE = "decide"
    SHAPE = "shape"
    TRY = "try"
    BRING_OUT = "bring_out"
    TELL = "tell"
    TOLD = "told"
    REST = "rest"  # held or declined


def next_of(decisions: Sequence[Decision], prototypes: Sequence[Prototype], products: Sequence[Product]) -> Next:
    """The decisions come latest first, the prototypes latest last. `models.Ideas` asks the same of many."""
    if products:
        return Next.TELL if any(getattr(product, "story", None) is None for product in products) else Next.TOLD
    if not decisions:
        return Next.DECIDE
    if decisions[0].verdict not in WANTED:
        return Next.REST
    if not prototypes:
        return Next.SHAPE
    if decisions[0].verdict == Verdict.ADOPT:
        return Next.BRING_OUT
    experiment = getattr(prototypes[-1], "experiment", None)
    if experiment is None:
        return Next.TRY
    return Next.DECIDE if experiment.recorded_at > decisions[0].decided_at else Next.SHAPE


def people_behind(grounds: list[Ground]) -> int:
    return len({ground.voice.author_id for ground in grounds})
