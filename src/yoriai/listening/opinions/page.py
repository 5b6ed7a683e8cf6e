"""The self-contained page of opinion groups: sentences and lists first, the picture second."""

from collections.abc import Sequence
from html import escape

from yoriai.listening.intervals import wilson
from yoriai.listening.opinions.page_words import WORDS
from yoriai.listening.opinions.summary import Group, Opinions, Representative
from yoriai.listening.paper import document

COLOURS = ("ai", "yamabuki", "wakakusa", "sakura", "fuji", "sora", "sumi", "shu")
SHAPES = (
    "m-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0z",
    "m-8 -8h16v16h-16z",
    "m0 -11l10 18h-20z",
    "m0 -11l11 11l-11 11l-11 -11z",
)
FIRST = 6  # statements of a list shown at once
SMALLEST = 5  # votes below which a share would say more than it knows
DRAWN = 2_000


class _Page:
    """What every part needs: the result and the words of one language."""

    def __init__(self, found: Opinions, language: str) -> None:
        self.found = found
        self.words = WORDS[language]
        self.colour = {group.id: COLOURS[i % len(COLOURS)] for i, group in enumerate(found.groups)}

    def say(self, name: str, **facts: object) -> str:
        shown = {key: f"{fact:,}" if isinstance(fact, int) else escape(str(fact)) for key, fact in facts.items()}
        return self.words[name].format(**shown)

    def seen(self, statement: str, letter: str) -> int:
        rows = zip(self.found.groups, self.found.tallies[statement], strict=True)
        return next(seen for group, (_, _, seen) in rows if group.id == letter)

    def text(self, statement: str) -> str:
        """The statement's own words, or its number where no comments were given."""
        words = self.found.texts.get(statement, "").strip()
        return escape(words) or self.say("statement", id=statement)


def opinions_page(found: Opinions, language: str = "ja") -> str:
    """One HTML document without any outside request."""
    page = _Page(found, language)
    parts = [_head(page)]
    if found.people:
        parts += [_consensus(page), _divisive(page), _strong(page), _groups(page), _undecided(page), _picture(page)]
    return document(language, page.say("title"), page.say("skip"), [*parts, _end(page)])


def percent(share: float) -> int:
    """A share as people say it. Halves go up, as they do by hand."""
    return int(100 * share + 0.5)


def _head(page: _Page) -> str:
    found = page.found
    sizes = page.say("joint").join(page.say("size", letter=g.id, people=len(g.people)) for g in found.groups)
    title = page.say("proof", people=found.people, votes=found.votes) if found.people else page.say("none")
    name = "split" if len(found.groups) > 1 else "one"
    lead = page.say(name, groups=len(found.groups), sizes=sizes, people=found.people) if found.people else ""
    return (
        f'<header><p class="eyebrow">{page.say("eyebrow")}</p>\n<h1>{title}</h1>\n'
        f'<p class="lead">{lead}</p>\n<p class="soft">{page.say("how")}</p></header>'
    )


def _section(page: _Page, name: str, body: str, lead: str = "") -> str:
    soft = f'<p class="soft">{lead}</p>' if lead else ""
    return f'<section class="section" id="{name}"><h2>{page.say(name)}</h2>\n{soft}{body}</section>'


def _list(page: _Page, rows: Sequence[str]) -> str:
    """The first rows at once, the rest behind one tap."""
    more = page.say("more", count=len(rows) - FIRST)
    rest = f'<details><summary>{more}</summary><ul class="plain">{"".join(rows[FIRST:])}</ul></details>'
    return f'<ul class="plain">{"".join(rows[:FIRST])}</ul>' + (rest if len(rows) > FIRST else "")


def _row(page: _Page, statement: str, sentence: str) -> str:
    return (
        f'<li class="opinion"><p class="voice voice--s">{page.text(statement)}</p><p class="who">{sentence}</p>'
        f"<details><summary>{page.say('open')}</summary>{_tally(page, statement)}</details></li>"
    )


def _tally(page: _Page, statement: str) -> str:
    """Every group's votes on one statement: a bar, the counts, and the 95 % range of the share."""
    rows = zip(page.found.groups, page.found.tallies[statement], strict=True)
    return f'<ul class="tally">{"".join(_votes(page, group, *row) for group, row in rows)}</ul>'


def _votes(page: _Page, group: Group, agree: int, disagree: int, seen: int) -> str:
    counts = page.say("tally", agree=agree, disagree=disagree, passed=seen - agree - disagree)
    if seen < SMALLEST:
        bar, share = "", page.say("few")
    else:
        low, high = wilson(agree, seen)
        share = page.say("range", share=percent(agree / seen), low=percent(low), high=percent(high))
        bar = f'<meter min="0" max="100" value="{percent(agree / seen)}">{percent(agree / seen)}</meter>'
    return f"<li>{_badge(page, group.id)}<div>{bar}<p>{share}</p><p>{counts}</p></div></li>"


def _badge(page: _Page, letter: str) -> str:
    return f'<b class="badge badge--{page.colour[letter]}">{escape(letter)}</b>'


def _consensus(page: _Page) -> str:
    rows = []
    for item in page.found.consensus:
        facts = {"share": percent(item.lowest_share), "bound": percent(item.lower_bound)}
        rows.append(_row(page, item.comment, page.say("agreed", direction=page.say(item.direction), **facts)))
    if not rows:
        return _section(page, "consensus", f"<p>{page.say('consensus_none')}</p>")
    return _section(page, "consensus", _list(page, rows), page.say("consensus_lead"))


def _divisive(page: _Page) -> str:
    if len(page.found.groups) < 2:
        return ""
    rows = []
    for item in page.found.divisive:
        if min(page.seen(item.comment, letter) for letter in item.groups) < SMALLEST:
            continue
        facts = {name: percent(getattr(item, name)) for name in ("difference", "low", "high")}
        rows.append(_row(page, item.comment, page.say("divided", a=item.groups[0], b=item.groups[1], **facts)))
    if not rows:
        return _section(page, "divisive", f"<p>{page.say('divisive_none')}</p>")
    return _section(page, "divisive", _list(page, rows), page.say("divisive_lead"))


def _strong(page: _Page) -> str:
    rows = []
    for item in page.found.minority_strong:
        facts = {"inside": percent(item.share_in), "outside": percent(item.share_out)}
        rows.append(_row(page, item.comment, page.say("held", letter=item.group, **facts)))
    return _section(page, "strong", _list(page, rows), page.say("strong_lead")) if rows else ""


def _groups(page: _Page) -> str:
    return _section(page, "groups", "".join(_group(page, group) for group in page.found.groups))


def _group(page: _Page, group: Group) -> str:
    rows = "".join(_held(page, one) for one in group.representative)
    ids = " ".join(f"<span>{escape(person)}</span>" for person in group.people)
    return (
        f'<section class="top" id="group-{escape(group.id)}"><h3>{_badge(page, group.id)} '
        f"{page.say('group', letter=group.id)} <small>{page.say('people', people=len(group.people))}</small></h3>"
        f'<ul class="plain">{rows}</ul><details><summary>{page.say("who", people=len(group.people))}</summary>'
        f'<p class="ids">{ids}</p></details></section>'
    )


def _held(page: _Page, one: Representative) -> str:
    facts = {"inside": percent(one.share_in), "outside": percent(one.share_out)}
    sentence = page.say("held_in", direction=page.say(one.direction), **facts)
    return _row(page, one.comment, f"{sentence} · {page.say('weak')}" if one.weak else sentence)


def _undecided(page: _Page) -> str:
    rows = [f'<li class="opinion"><p>{page.text(s)}</p>{_tally(page, s)}</li>' for s in page.found.undecided]
    if not rows:
        return ""
    inner = f'<ul class="plain">{"".join(rows)}</ul>'
    body = f"<details><summary>{page.say('read', count=len(rows))}</summary>{inner}</details>"
    return _section(page, "undecided", body, page.say("undecided_lead"))


def _picture(page: _Page) -> str:
    found = page.found
    if len(found.coordinates) < 3:
        return ""
    home = {person: group.id for group in found.groups for person in group.people}
    drawn = sorted(found.coordinates)[:: max(1, -(-len(found.coordinates) // DRAWN))]
    points = _scaled([found.coordinates[person] for person in drawn])
    hollow = set(found.provisional)
    shape = {group.id: SHAPES[i % len(SHAPES)] for i, group in enumerate(found.groups)}
    dots = "".join(
        f'<path class="dot dot--{page.colour[home[p]]}{" dot--open" if p in hollow else ""}" '
        f'd="M{x} {y}{shape[home[p]]}"><title>{escape(home[p])}</title></path>'
        for p, (x, y) in zip(drawn, points, strict=True)
    )
    svg = f'<svg class="map" viewBox="0 0 1000 700" role="img" aria-label="{page.say("map")}">{dots}</svg>'
    part = page.say("map_part", shown=len(drawn)) if len(drawn) < len(found.coordinates) else ""
    names = "".join(
        f"<span>{_badge(page, g.id)} {page.say('people', people=len(g.people))}</span>" for g in found.groups
    )
    return _section(page, "map", f'<p class="key">{names}</p>{svg}', page.say("map_lead") + part)


def _scaled(points: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """Places inside 1000 × 700 with a margin, one scale for both axes, so that a distance stays a distance."""
    left, top = min(x for x, _ in points), min(y for _, y in points)
    width, height = max(x for x, _ in points) - left, max(y for _, y in points) - top
    scale = min(940 / max(width, 1e-9), 640 / max(height, 1e-9))
    shift = (1000 - scale * width) / 2, (700 - scale * height) / 2
    return [(round(shift[0] + scale * (x - left)), round(shift[1] + scale * (y - top))) for x, y in points]


def _end(page: _Page) -> str:
    found = page.found
    notes = [page.say("record_text", statements=found.statements, people=found.people, votes=found.votes)]
    if found.provisional:
        notes.append(page.say("provisional", count=len(found.provisional)))
    if found.unplaced:
        notes.append(page.say("silent", count=len(found.unplaced)))
    rows = "".join(
        f"<li>{page.say('candidate', k=c.k, silhouette=c.silhouette, stability=c.stability, smallest=c.smallest)}</li>"
        for c in found.candidates
    )
    chosen = f"<details><summary>{page.say('chosen')}</summary><ul>{rows}</ul></details>" if rows else ""
    sentences = "<br>".join(notes)
    return (
        _section(page, "limits", f"<p>{page.say('limits_text')}</p>")
        + f"<footer><p>{page.say('record')}<br>{sentences}</p>{chosen}</footer>"
    )
