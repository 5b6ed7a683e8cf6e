"""The page: sentence, verdict on the thread, range as people, chart with its table, what would change it."""

from html import escape
from importlib.resources import files

from yoriai.measuring.estimate import ORDER
from yoriai.measuring.reasons import REASONS, REMEDIES, Pair
from yoriai.measuring.report.figures import Found, Sheet, figure
from yoriai.measuring.report.words import COUNTS, HOW, SINGLE, TITLES, VERDICTS, word
from yoriai.measuring.wording import ANSWERS, FIGURES_BEGIN, JOINED_NOTE, PEOPLE, SELECTION_NOTE, need_more

MOST_DOTS = 100
UNITS: dict[str, Pair] = {"nps": ANSWERS, "kano": ANSWERS, "psm": ("人の答え", "answers"), "did": ("件", "units")}
DIFFERENCES = ("uplift", "did", "label-test", "kano", "network")
MARK = (
    '<svg viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" '
    'aria-hidden="true"><path d="M2 22c6 0 8-14 14-14 4 0 6 3 6 6s-2 6-6 6-6-3-6-6 2-6 6-6"/>'
    '<path d="M16 20c6 0 8 2 14 2"/></svg>'
)


def report(found: Found, lang: str = "ja", title: str | None = None) -> str:
    """A complete HTML page of one answer; no script, no outside request, the same bytes for the same answer."""
    s = Sheet(found, lang, title or word(TITLES, found["measure"], lang))
    heading = escape(s.title)
    body = [
        f"<header>{MARK}{s.label('what')}</header>",
        f'<p class="eyebrow">{escape(_counted(s, 3))}</p><h1>{heading}</h1>',
        _thread(s),
        *_sentences(s),
        _people(s),
        _figure(s),
        _change(s),
        _foot(s),
    ]
    style = files("yoriai.measuring.report").joinpath("style.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{heading}</title>\n<style>\n{style}</style></head>\n<body><main>\n"
        + "\n".join(part for part in body if part)
        + "\n</main></body></html>\n"
    )


def _thread(s: Sheet) -> str:
    """Three knots; the one reached carries its word in bold and is named for screen readers."""
    difference = s.found.get("compared") or s.found["measure"] in DIFFERENCES
    here, words = ORDER.index(s.found["verdict"]), VERDICTS if difference else SINGLE
    knots = []
    for i, name in enumerate(ORDER):
        css = ' class="here" aria-current="step"' if i == here else ' class="sewn"' if i < here else ""
        knots.append(f"<li{css}>{word(words, name, s.lang)}</li>")
    return f'<ol class="thread">{"".join(knots)}</ol>'


def _sentences(s: Sheet) -> list[str]:
    """One sentence a line, the selection note apart."""
    text = s.found[f"sentence_{s.lang}"]
    notes = [note for pair in (JOINED_NOTE, SELECTION_NOTE) if (note := s.say(*pair)) in text]
    for note in notes:
        text = text.replace(note, "").strip()
    lines = [f"{part}。" for part in text.split("。") if part] if s.lang == "ja" else [text]
    said = [f'<p class="said">{escape(line)}</p>' for line in lines]
    return said + [f'<p class="note">{escape(note)}</p>' for note in notes]


def _people(s: Sheet) -> str:
    """A rate as dots: surely, perhaps, the rest. Above 100 people as "of 100"."""
    rate, n = s.found.get("rate"), s.found["n"].get("people", 0)
    if not rate or n < 1 or s.found.get("groups"):
        return ""
    shown = min(n, MOST_DOTS)
    low, high = round(rate["low"] * shown), round(rate["high"] * shown)
    keys = (("in", "surely", low), ("may", "maybe", high - low), ("", "not", shown - high))
    dots = "".join(f'<span class="{css}"></span>' * size for css, _, size in keys)
    key = "".join(
        f'<span class="{css}"><i></i>{s.label(name)} {size:,}{s.say("人", "")}</span>' for css, name, size in keys
    )
    head = s.label("people" if n <= MOST_DOTS else "per_hundred")
    return f'<h2>{head}</h2><div class="people" aria-hidden="true">{dots}</div><p class="key">{key}</p>'


def _figure(s: Sheet) -> str:
    head, drawn = f"<h2>{s.label('chart')}</h2>", figure(s)
    if drawn is None:
        return f'{head}<p class="small">{s.label("nothing")}</p>'
    columns = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in drawn.head)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(c)}</td>" for c in row[1:]) + "</tr>"
        for row in drawn.rows
    )
    table = f'<div class="scroll"><table><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div>'
    picture = f'<div class="scroll">{drawn.svg}</div>' if drawn.svg else ""
    return f"<figure>{head}{picture}{table}</figure>"


def _change(s: Sheet) -> str:
    """Why it cannot be said, if so, and what can be done about it: more people, or another way of looking."""
    codes, refused, clear = s.found["reasons"], s.found["refused"], s.found["verdict"] == "clear"
    said = [] if refused else [word(REASONS, code, s.lang) for code in codes]
    said += [word(REMEDIES, code, s.lang) for code in codes if code in REMEDIES]
    # More people help only where nothing else stands in the way.
    alone = len(codes) == 1 if refused else not said
    unit, goal = UNITS.get(s.found["measure"], PEOPLE), FIGURES_BEGIN if refused else None
    if more := need_more(s.found["need_n"] if alone and not clear else None, unit, goal):
        said.append(s.say(*more))
    items = "".join(
        f"<li>{escape(line)}</li>" for line in dict.fromkeys(said or [s.label("enough" if clear else "again")])
    )
    return f"<h2>{s.label('change')}</h2><ul>{items}</ul>"


def _counted(s: Sheet, most: int = 9) -> str:
    known = [(key, n) for key, n in s.found["n"].items() if key in COUNTS and (n or most > 3)]
    return " ・ ".join(f"{word(COUNTS, key, s.lang)} {n:,}" for key, n in known[:most])


def _foot(s: Sheet) -> str:
    ranges = s.label("foot").replace("95", f"{round(100 * s.found['level'], 1):g}")
    how = word(HOW, s.found["measure"], s.lang)
    return (
        f'<footer><p class="small">{s.label("count")}: {escape(_counted(s))}</p>'
        f'<p class="small">{ranges}{s.say("", " ")}{s.label("cause")}</p>'
        f'<p class="small">{s.label("method")}: {escape(how)}</p>'
        f'<p class="hash">{s.label("file")} {escape(s.found["input_sha256"])}</p></footer>'
    )
