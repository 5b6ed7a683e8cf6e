"""The self-contained page: list first, picture second, every number opens its voices."""

from collections.abc import Mapping, Sequence
from html import escape

from yoriai.listening.cues import is_sensitive
from yoriai.listening.identity import Theme
from yoriai.listening.paper import document
from yoriai.listening.report_words import WORDS
from yoriai.listening.themes import Report
from yoriai.listening.tray import shown_singles
from yoriai.listening.voices import Voice

NOTES = ("yamabuki", "sakura", "wakakusa", "sora", "fuji")
MANY = 40
PAPER = 500  # voices that all go on paper; of more, the first of each theme do
ON_PAPER = 6
FEW = 3  # themes named beside a large heading


class _Page:
    """What every part needs: the report, the texts by id and the words of one language."""

    def __init__(self, report: Report, voices: Sequence[Voice], language: str) -> None:
        self.report = report
        self.text = {voice.id: voice.text for voice in voices}
        self.words = WORDS[language]
        self.theme = {theme.id: theme for theme in report.themes}
        self.finest = report.finest()
        self.long = report.voices > PAPER
        self.persons = any(voice.person for voice in voices)  # without them a number of people would be a guess

    def say(self, name: str, **facts: object) -> str:
        shown = {key: f"{fact:,}" if isinstance(fact, int) else escape(str(fact)) for key, fact in facts.items()}
        return self.words[name].format(**shown)

    def label(self, theme: Theme) -> str:
        """A provisional heading: its words, set apart as the language does it. A person's own stands as written."""
        return theme.label if theme.fixed else theme.label.replace("・", self.words["between"])

    def sensitive(self, identity: str) -> bool:
        """Such a voice is never put in front; it stands in its list like every other."""
        return is_sensitive(self.text[identity])


def themes_page(report: Report, voices: Sequence[Voice], language: str = "ja") -> str:
    """One HTML document without any outside request."""
    page = _Page(report, voices, language)
    parts = (
        _head(page),
        _themes(page),
        _alone(page),
        _echoes(page),
        _bridges(page),
        _picture(page),
        _end(page),
    )
    return document(language, page.say("title"), page.say("skip"), parts)


def _head(page: _Page) -> str:
    report = page.report
    inside = sum(len(theme.voices) for theme in page.finest)
    name = "sum" if report.alone else "sum_all"
    total = page.say(name, inside=inside, alone=len(report.alone), voices=report.voices)
    notes = "".join(f'<p class="notice">{escape(sentence)}</p>' for sentence in report.warnings)
    return (
        f'<header><p class="eyebrow">{page.say("eyebrow")}</p>\n'
        f"<h1>{page.say('proof', voices=report.voices)}</h1>\n"
        f'<p class="lead">{total}</p>\n<p class="soft">{page.say("how")}</p>{notes}{_changes(page)}</header>'
    )


def _changes(page: _Page) -> str:
    rows = [change.sentence for change in page.report.changes]
    if not rows:
        return ""
    return _section(page, "changes", "<ul>" + "".join(f"<li>{escape(row)}</li>" for row in rows[:MANY]) + "</ul>")


def _section(page: _Page, name: str, body: str, **facts: object) -> str:
    return f'<section class="section" id="{name}"><h2>{page.say(name, **facts)}</h2>\n{body}</section>'


def _themes(page: _Page) -> str:
    if not page.finest:
        return _section(page, "themes", f"<p>{page.say('none_grouped')}</p>")
    tops = [theme for theme in page.report.themes if theme.level == 1 and theme.level != page.finest[0].level]
    if not tops:
        return _section(page, "themes", _theme_list(page, page.finest))
    return _section(page, "themes", _index(page, tops) + "".join(_top(page, top) for top in tops))


def _index(page: _Page, tops: Sequence[Theme]) -> str:
    most = max(len(top.voices) for top in tops)
    rows = "".join(
        f'<li><a href="#{top.id}"><span>{escape(page.label(top))}</span>'
        f'<meter min="0" max="{most}" value="{len(top.voices)}">{len(top.voices)}</meter>'
        f'<span class="number">{page.say("count", voices=len(top.voices))}</span>'
        f"<small>{_below(page, top)}</small></a></li>"
        for top in tops
    )
    return f'<nav aria-label="{page.say("level1")}"><ol class="index">{rows}</ol></nav>'


def _under(page: _Page, top: Theme) -> list[Theme]:
    middles = {theme.id for theme in page.report.themes if theme.parent == top.id}
    return [theme for theme in page.finest if theme.parent in middles]


def _below(page: _Page, top: Theme) -> str:
    """What a large heading is about, in the words of its largest themes."""
    labels = [escape(page.label(theme)) for theme in _under(page, top)]
    return page.words["listed"].join(labels[:FEW]) + (page.words["and_more"] if len(labels) > FEW else "")


def _top(page: _Page, top: Theme) -> str:
    below = _under(page, top)
    return (
        f'<section class="top" id="{top.id}"><h3>{escape(page.label(top))} '
        f"<small>{page.say('count', voices=len(top.voices))}</small></h3>{_theme_list(page, below)}</section>"
    )


def _theme_list(page: _Page, themes: Sequence[Theme]) -> str:
    return '<ol class="themes">' + "".join(_theme(page, theme) for theme in themes) + "</ol>"


def _theme(page: _Page, theme: Theme) -> str:
    counts = [page.say("count", voices=len(theme.voices))]
    if page.persons:
        counts.append(page.say("people", people=theme.people))
    if theme.weight < theme.people:
        counts.append(page.say("weight", weight=theme.weight))
    state = "" if theme.fixed else f'<span class="tag">{page.say("provisional")}</span>'
    quote = theme.quote_voice_id
    said = f'<blockquote class="voice">{_words(page, quote)}</blockquote>' if quote is not None else ""
    return (
        f'<li class="theme" id="{theme.id}"><div class="front"><h4>{escape(page.label(theme))}</h4>{state}{said}'
        f'<p class="who">{"".join(f"<span>{count}</span>" for count in counts)}</p></div>'
        f"<details><summary>{page.say('open')}</summary>{_voices(page, theme.voices)}</details></li>"
    )


def _words(page: _Page, identity: str) -> str:
    text = page.text[identity].strip()
    return page.say("quoted", text=text) if text else f'<span class="soft">{page.say("blank")}</span>'


def _example(page: _Page, group: Sequence[str]) -> str:
    """The first voice that may stand in front; none where all of them speak of health or family."""
    return next((_words(page, one) for one in group if not page.sensitive(one)), "")


def _voices(page: _Page, ids: Sequence[str]) -> str:
    rows = "".join(f'<li><p>{_words(page, i)}</p><span class="id">{escape(i)}</span></li>' for i in ids)
    if not page.long or len(ids) <= ON_PAPER:
        return f'<ul class="voices">{rows}</ul>'
    return f'<ul class="voices voices--long">{rows}</ul>{_not_on_paper(page, len(ids) - ON_PAPER)}'


def _not_on_paper(page: _Page, count: int) -> str:
    return f'<p class="rest">{page.say("not_on_paper", count=count)}</p>'


def _more(page: _Page, count: int, body: str) -> str:
    """What a click opens; on paper it stands open, in a long report it is left out."""
    shut, rest = (' class="screen"', _not_on_paper(page, count)) if page.long else ("", "")
    return f"<details{shut}><summary>{page.say('more', count=count)}</summary>{body}</details>{rest}"


def _alone(page: _Page) -> str:
    alone = page.report.alone
    if not alone:
        return ""
    calm = [one for one in alone if not page.sensitive(one)]
    shown = shown_singles(page.report.themes, calm) or list(alone[:1])
    rest = [one for one in alone if one not in set(shown)]
    notes = "".join(
        f'<li class="note note--{NOTES[i % 5]}"><p>{_words(page, one)}</p><span class="id">{escape(one)}</span></li>'
        for i, one in enumerate(shown)
    )
    more = _more(page, len(rest), _voices(page, rest)) if rest else ""
    body = f'<p class="soft">{page.say("alone_lead")}</p><ul class="notes">{notes}</ul>{more}'
    return _section(page, "alone", body)


def _echoes(page: _Page) -> str:
    if not page.report.echoes:
        return ""
    flagged = {voices: lifted for voices, _, lifted in page.report.bursts}
    groups = sorted(page.report.echoes, key=lambda group: -len(group))
    rows = [
        f"<li><details><summary>{page.say('echo', count=len(group))}{_example(page, group)}</summary>"
        + (f'<p class="notice">{_flag(page, len(group), flagged[group])}</p>' if group in flagged else "")
        + f"{_voices(page, group)}</details></li>"
        for group in groups
    ]
    first, rest = "".join(rows[:MANY]), rows[MANY:]
    more = _more(page, len(rest), f"<ul>{''.join(rest)}</ul>") if rest else ""
    kind = "plain plain--long" if page.long else "plain"
    return _section(page, "echoes", f'<p class="soft">{page.say("echo_lead")}</p><ul class="{kind}">{first}</ul>{more}')


def _flag(page: _Page, count: int, lifted: str) -> str:
    return page.say("lifted", count=count, reason=lifted) if lifted else page.say("burst", count=count)


def _bridges(page: _Page) -> str:
    rows = [
        f'<li><blockquote class="voice voice--s">{_words(page, bridge.voice)}</blockquote>'
        f'<p class="soft">{page.say("bridge", a=page.label(page.theme[a]), b=page.label(page.theme[b]))}</p></li>'
        for bridge in page.report.bridges[:MANY]
        for a, b in [bridge.themes]
    ]
    return _section(page, "bridges", f'<ul class="plain">{"".join(rows)}</ul>') if rows else ""


def _picture(page: _Page) -> str:
    places: Mapping[str, tuple[float, float]] = page.report.places
    drawn = [theme for theme in page.finest if theme.id in places][:60]
    if not drawn:
        return ""
    total = sum(len(page.theme[i].voices) for i in places)
    circles = "".join(_circle(page, theme, places[theme.id], total, i) for i, theme in enumerate(drawn))
    svg = f'<svg class="map" viewBox="0 0 1000 1000" role="img" aria-label="{page.say("map")}">{circles}</svg>'
    return _section(page, "map", f'<p class="soft">{page.say("map_lead")}</p>{svg}')


def _circle(page: _Page, theme: Theme, place: tuple[float, float], total: int, number: int) -> str:
    x, y = (round(1000 * part) for part in place)
    radius = round(1000 * 0.32 * (len(theme.voices) / total) ** 0.5)
    label = theme.label.split("・")[0]
    size = min(34, 1.7 * radius / max(len(label), 1))
    text = f'<text x="{x}" y="{y}" font-size="{size:.0f}">{escape(label)}</text>' if size >= 15 else ""
    return (
        f'<a href="#{theme.id}">'
        f'<circle class="note--{NOTES[number % 5]}" cx="{x}" cy="{y}" r="{max(radius, 6)}"/>'
        f"<title>{escape(page.label(theme))} {page.say('count', voices=len(theme.voices))}</title>{text}</a>"
    )


def _end(page: _Page) -> str:
    report = page.report
    facts = f"{escape(' '.join(report.embedder))} · sha256 {report.input_sha256[:16]}"
    return (
        _section(page, "limits", f"<p>{page.say('limits_text')}</p>")
        + f"<footer><p>{page.say('record')}<br><code>{facts}</code></p></footer>"
    )
