"""The page: sentence, verdict on the thread, range as people, chart with its table, what would change it."""

from html import escape
from importlib.resources import files
from typing import Any

from yoriai.measuring.estimate import ORDER
from yoriai.measuring.reasons import REASONS, REMEDIES, Pair
from yoriai.measuring.report.figures import Figure, figure
from yoriai.measuring.report.words import COUNTS, HOW, LABELS, SINGLE, TITLES, VERDICTS, word
from yoriai.measuring.wording import ANSWERS, FIGURES_BEGIN, PEOPLE, SELECTION_NOTE, SHOPS_NOTE, UNITS_NOTE, need_more

Found = dict[str, Any]
MOST_DOTS = 100
UNITS: dict[str, Pair] = {"nps": ANSWERS, "kano": ANSWERS, "psm": ("人の答え", "answers"), "did": ("件", "units")}
DIFFERENCES = ("uplift", "did", "label-test", "kano", "network")
MARK = (
    '<svg viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" '
    'aria-hidden="true"><path d="M2 22c6 0 8-14 14-14 4 0 6 3 6 6s-2 6-6 6-6-3-6-6 2-6 6-6"/>'
    '<path d="M16 20c6 0 8 2 14 2"/></svg>'
)


def report(found: Found, lang: str = "ja", title: str | None = None) -> str:
    """A complete HTML page of one answer; no script, no outside request, the same bytes for the same
    answer."""
    heading = title or word(TITLES, found["measure"], lang)
    body = [
        f"<header>{MARK}{word(LABELS, 'what', lang)}</header>",
        f'<p class="eyebrow">{escape(_counted(found, lang, 3))}</p><h1>{escape(heading)}</h1>',
        _thread(found["verdict"], bool(found.get("compared") or found["measure"] in DIFFERENCES), lang),
        *_sentences(found, lang),
        _people(found, lang),
        _figure(figure(found, lang, heading), lang),
        _change(found, lang),
        _foot(found, lang),
    ]
    style = files("yoriai.measuring.report").joinpath("style.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(heading)}</title>\n<style>\n{style}</style></head>\n<body><main>\n"
        + "\n".join(part for part in body if part)
        + "\n</main></body></html>\n"
    )


def _thread(verdict: str, difference: bool, lang: str) -> str:
    """Three knots; the one reached carries its word in bold and is named for screen readers."""
    here, words = ORDER.index(verdict), VERDICTS if difference else SINGLE
    knots = []
    for i, name in enumerate(ORDER):
        css = ' class="here" aria-current="step"' if i == here else ' class="sewn"' if i < here else ""
        knots.append(f"<li{css}>{word(words, name, lang)}</li>")
    return f'<ol class="thread">{"".join(knots)}</ol>'


def _sentences(found: Found, lang: str) -> list[str]:
    """One sentence a line, the selection note apart."""
    ja = lang == "ja"
    text = found["sentence_ja" if ja else "sentence_en"]
    notes = [note[not ja] for note in (SELECTION_NOTE, SHOPS_NOTE, UNITS_NOTE) if note[not ja] in text]
    for note in notes:
        text = text.replace(note, "").strip()
    lines = [f"{part}。" for part in text.split("。") if part] if ja else [text]
    said = [f'<p class="said">{escape(line)}</p>' for line in lines]
    return said + [f'<p class="note">{escape(note)}</p>' for note in notes]


def _people(found: Found, lang: str) -> str:
    """A rate as dots: surely, perhaps, the rest. Above 100 people as "of 100"."""
    rate = found.get("rate")
    if not rate or found["n"].get("people", 0) < 1 or found.get("groups"):
        return ""
    n = found["n"]["people"]
    shown = min(n, MOST_DOTS)
    low, high = round(rate["low"] * shown), round(rate["high"] * shown)
    dots = "".join(f'<span class="{_state(i, low, high)}"></span>' for i in range(shown))
    unit = "人" if lang == "ja" else ""
    keys = (("in", "surely", low), ("may", "maybe", high - low), ("", "not", shown - high))
    key = "".join(
        f'<span class="{css}"><i></i>{word(LABELS, name, lang)} {n_:,}{unit}</span>' for css, name, n_ in keys
    )
    head = word(LABELS, "people" if n <= MOST_DOTS else "per_hundred", lang)
    return f'<h2>{head}</h2><div class="people" aria-hidden="true">{dots}</div><p class="key">{key}</p>'


def _state(i: int, low: int, high: int) -> str:
    return "in" if i < low else "may" if i < high else ""


def _figure(drawn: Figure | None, lang: str) -> str:
    head = f"<h2>{word(LABELS, 'chart', lang)}</h2>"
    if drawn is None:
        return f'{head}<p class="small">{word(LABELS, "nothing", lang)}</p>'
    columns = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in drawn.head)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(c)}</td>" for c in row[1:]) + "</tr>"
        for row in drawn.rows
    )
    table = f'<div class="scroll"><table><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div>'
    picture = f'<div class="scroll">{drawn.svg}</div>' if drawn.svg else ""
    return f"<figure>{head}{picture}{table}</figure>"


def _change(found: Found, lang: str) -> str:
    """Why it cannot be said, if so, and what can be done about it: more people, or another way of looking."""
    codes = found["reasons"]
    said = [word(REASONS, code, lang) for code in codes] if not found["refused"] else []
    said += [word(REMEDIES, code, lang) for code in codes if code in REMEDIES]
    more = _more(found, alone=len(codes) == 1 if found["refused"] else not said)
    if more:
        said.append(more[lang != "ja"])
    if not said:
        said = [word(LABELS, "enough" if found["verdict"] == "clear" else "again", lang)]
    items = "".join(f"<li>{escape(line)}</li>" for line in dict.fromkeys(said))
    return f"<h2>{word(LABELS, 'change', lang)}</h2><ul>{items}</ul>"


def _more(found: Found, alone: bool) -> Pair | None:
    """How many more would do, where nothing else stands in the way."""
    goal = FIGURES_BEGIN if found["refused"] else None
    need = found["need_n"] if alone and found["verdict"] != "clear" else None
    return need_more(need, UNITS.get(found["measure"], PEOPLE), goal)


def _counted(found: Found, lang: str, most: int = 9) -> str:
    known = [(key, n) for key, n in found["n"].items() if key in COUNTS and (n or most > 3)]
    return " ・ ".join(f"{word(COUNTS, key, lang)} {n:,}" for key, n in known[:most])


def _foot(found: Found, lang: str) -> str:
    level = round(100 * float(found.get("level", 0.95)), 1)
    ranges = word(LABELS, "foot", lang).replace("95", f"{level:g}")
    return (
        f'<footer><p class="small">{word(LABELS, "count", lang)}: {escape(_counted(found, lang))}</p>'
        f'<p class="small">{ranges}{"" if lang == "ja" else " "}{word(LABELS, "cause", lang)}</p>'
        f'<p class="small">{word(LABELS, "method", lang)}: {escape(word(HOW, found["measure"], lang))}</p>'
        f'<p class="hash">{word(LABELS, "file", lang)} {escape(str(found.get("input_sha256", "")))}</p></footer>'
    )
