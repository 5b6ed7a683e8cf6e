"""One result as one self-contained page: the sentence first, then the list, then the tables.

No script and no outside request; light, dark and print. Everything shown comes from the JSON of the result.
"""

from html import escape
from importlib.resources import files
from typing import Any

from yoriai.counting.report.words import WORDS

MOST_DUELS, MOST_ROUNDS, MOST_BARS, MOST_RANKS = 8, 12, 12, 30
LONG_NAME = 16  # characters
Json = dict[str, Any]


def page(result: Json, lang: str = "ja") -> str:
    """The HTML of `Result.as_json()`; `lang` is ja or en."""
    words = WORDS[lang]
    css = files("yoriai.counting.report").joinpath("result.css").read_text(encoding="utf-8")
    title = headline(result, words)
    parts = [
        f'<p class="soft">{words["eyebrow"]}</p>',
        winner(result, words),
        decided(result, words, lang),
        order(result, words),
        strengths(result, words),
        grades(result, words),
        duels(result, words),
        rounds(result, words, lang),
        opinions(result, words),
        ties(result, words),
        notes(result, words, lang),
        receipt(result, words),
    ]
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{css}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in parts if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def name_of(result: Json, option: str) -> str:
    return escape(str(result["options"][option]))


def headline(result: Json, words: Json) -> str:
    """What the page says first."""
    winners, default = result["winners"], result["rules"].get("default")
    if not winners or winners == [default]:
        return str(words["nothing"])
    if "budget" in result:
        return str(words["funded"])
    if any(tie["resolved_by"] == "not resolved" for tie in result["ties"]):
        return str(words["tied"])
    if len(winners) > 1:
        return str(words["decided_several"].format(n=len(winners)))
    return str(words["quoted"].format(name=result["options"][winners[0]])) + str(words["decided"])


def winner(result: Json, words: Json) -> str:
    """The headline; where one option was chosen, its name is the headline."""
    title, budget = headline(result, words), "budget" in result
    options, valid = len(result["options"]), result["ballots"]["valid"]
    said = words["from_projects" if budget else "from"].format(
        options=options, valid=valid, s="s" * (valid != 1), t="s" * (options != 1)
    )
    names = [name_of(result, option) for option in result["winners"]]
    if len(names) == 1 and title.endswith(words["decided"]):
        long = " class=long" if len(names[0]) > LONG_NAME else ""
        return f'<div class="winner"><h1><strong{long}>{names[0]}</strong>{words["decided"]}</h1><p>{said}</p></div>'
    items = "".join(f"<li>{name}</li>" for name in names)
    return f'<div class="winner"><h1>{escape(title)}</h1><p>{said}</p><ul>{items}</ul></div>'


def decided(result: Json, words: Json, lang: str) -> str:
    """The deciding sentences: how, whether other ways agree, how close."""
    key = f"sentence_{lang}"
    last = result["rounds"][-1][key] if result["rounds"] else ""
    if "budget" in result and result["winners"]:
        amounts = {name: f"{result[name]:,}" for name in ("spent", "budget")}
        number = len(result["winners"])
        last = words["spending"].format(number=number, s="s" * (number != 1), **amounts)
    margin = result["margin"]
    kind = ' class="notice"' if margin["close"] else ""
    known = f"<p{kind}>{escape(margin[key])}</p>" if margin["ballots"] is not None else ""
    return section(
        words["why"],
        f"<p><strong>{escape(last)}</strong></p><p>{escape(result['agreement'][key])}</p>"
        f'{known}<p class="soft">{words["advice"]}</p>',
    )


def order(result: Json, words: Json) -> str:
    labels, figures = places(result), figures_of(result, words)
    items = [
        f"<li{' class=won' if option in result['winners'] else ''}><b>{label}</b>"
        f'<strong>{name_of(result, option)}</strong><span class="count">{figures.get(option, "")}</span></li>'
        for option, label in labels.items()
    ]
    rest = len(items) - MOST_RANKS
    more = f'<p class="soft">{words["more"].format(n=rest)}</p>' if rest > 0 else ""
    return section(words["order"], f'<ol class="ranks">{"".join(items[:MOST_RANKS])}</ol>{more}')


def places(result: Json) -> dict[str, str]:
    """Options in order with their places; equals share one, projects that were not funded have none."""
    labels: dict[str, str] = {}
    for group in result["order"]:
        place = str(len(labels) + 1)
        labels |= {o: "–" if "budget" in result and o not in result["winners"] else place for o in group}
    return labels


def figures_of(result: Json, words: Json) -> dict[str, str]:
    """The one number that stands beside a name in the order."""
    if "costs" in result:
        return {option: f"{cost:,}" for option, cost in result["costs"].items()}
    if "strengths" in result:
        return {option: f"{strength['chance']['percent']}%" for option, strength in result["strengths"].items()}
    if "grades" in result:
        return {option: escape(grades["median"]) for option, grades in result["grades"].items()}
    counts = result["rounds"][-1].get("tally") or result.get("scores") or {}
    if "quota" in result:  # each with the votes that elected it; what it had too many has moved on since
        counts = {option: step["tally"][option] for step in result["rounds"] for option in step.get("elected", ())}
    unit = words["points"] if result["method"] in ("score", "borda") else words["votes"]
    return {option: f"{round(number, 2):,}{unit}" for option, number in counts.items()}


def strengths(result: Json, words: Json) -> str:
    """Chance to beat an average other option: a dot on a line as long as the doubt."""
    items = ""
    for option in list(places(result))[:MOST_RANKS] if "strengths" in result else ():
        chance = result["strengths"][option]["chance"]
        low, high, middle = chance["low"], chance["high"], chance["percent"]
        items += (
            f'<li><span>{name_of(result, option)}</span><div class="doubt">'
            f'<svg viewBox="0 0 100 12" aria-hidden="true">'
            f'<path class="track" d="M0 6H100M50 0V12"/><path d="M{low} 6H{high}"/><circle cx="{middle}" cy="6" r="3"/>'
            f'</svg><span class="count">{low}–{high}%</span></div></li>'
        )
    caption = f'<p class="soft">{words["strengths_caption"]}</p>'
    return section(words["strengths"], f'{caption}<ul class="bars wide">{items}</ul>') if items else ""


def grades(result: Json, words: Json) -> str:
    """How the grades fell on each option, best first: one bar of all ballots."""
    items = ""
    for option in list(places(result))[:MOST_RANKS] if "grades" in result else ():
        counts = list(reversed(result["grades"][option]["counts"].items()))
        whole, x, parts = sum(n for _, n in counts) or 1, 0.0, ""
        for level, (_, n) in enumerate(counts):
            opacity = round(1 - level / len(counts), 2)
            parts += f'<rect x="{x:.2f}" width="{100 * n / whole:.2f}" height="12" fill-opacity="{opacity}"/>'
            x += 100 * n / whole
        said = words["comma"].join(f"<b>{escape(name)}</b> {n}" for name, n in counts if n)
        items += (
            f'<li><span>{name_of(result, option)}</span><div><svg viewBox="0 0 100 12" preserveAspectRatio="none" '
            f'aria-hidden="true">{parts}</svg><small>{said}</small></div></li>'
        )
    return section(words["grades"], f'<ul class="bars wide">{items}</ul>') if items else ""


def duels(result: Json, words: Json) -> str:
    """The one-on-one table, the first options of the order only where there are many; places head the columns."""
    table = result["pairwise"] or {}
    if len(table) < 2:
        return ""
    labels = {option: label for option, label in places(result).items() if option in table}
    shown = list(labels)[:MOST_DUELS]
    head = "".join(
        f'<th scope="col"><span aria-hidden="true">{n}</span><span class="sr">{name_of(result, option)}</span></th>'
        for n, option in enumerate(shown, 1)
    )
    rows = ""
    for n, a in enumerate(shown, 1):
        cells = "".join(duel(table, a, b, words) for b in shown)
        rows += f'<tr><th scope="row"><b>{n}</b> {name_of(result, a)}</th>{cells}</tr>'
    note = f'<p class="soft">{words["duels_some"].format(n=len(shown))}</p>' if len(labels) > len(shown) else ""
    caption = f"<caption class=sr>{words['duels_caption']}</caption>"
    return section(
        words["duels"],
        f'<p class="soft" aria-hidden="true">{words["duels_caption"]}</p>'
        f'<div class="scroll" tabindex="0"><table>{caption}<thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{note}",
    )


def duel(table: Json, a: str, b: str, words: Json) -> str:
    if a == b:
        return f'<td><span aria-hidden="true">–</span><span class="sr">{words["same"]}</span></td>'
    mine, theirs = table[a][b], table[b][a]
    how = "won" if mine > theirs else "lost" if mine < theirs else "even"
    won = ' class="won"' if mine > theirs else ""
    if mine == theirs == 0:
        return f'<td><span aria-hidden="true">·</span><span class="sr">{words["even"]}</span></td>'
    return f"<td{won}>{mine}{words['against']}{theirs}<small>{words[how]}</small></td>"


def rounds(result: Json, words: Json, lang: str) -> str:
    """The steps on the thread: a sentence each, and bars where votes were counted."""
    steps = result["rounds"]
    if len(steps) < 2:
        return ""
    half = MOST_ROUNDS // 2
    shown = steps if len(steps) <= MOST_ROUNDS else steps[:half] + steps[-half:]
    note = f'<p class="soft">{words["shown_rounds"].format(n=len(steps))}</p>' if len(shown) < len(steps) else ""
    items = ""
    for step in shown:
        drawn = bars(result, step)
        if drawn and step is not steps[0] and step is not steps[-1]:
            drawn = f"<details><summary>{words['numbers']}</summary>{drawn}</details>"
        last = " class=real" if step is steps[-1] else ""
        items += f"<li{last}><p>{escape(step[f'sentence_{lang}'])}</p>{drawn}</li>"
    return section(words["steps"], f'{note}<ol class="thread">{items}</ol>')


def bars(result: Json, step: Json) -> str:
    """Votes of a round as a list with a bar each; the number is always written."""
    tally = step.get("tally")
    if not tally:
        return ""
    ranked = sorted(tally, key=lambda option: (-tally[option], option))
    most = max(*tally.values(), 1)
    return f'<ul class="bars">{"".join(bar(result, step, o, tally[o], most) for o in ranked[:MOST_BARS])}</ul>'


def bar(result: Json, step: Json, option: str, votes: float, most: float) -> str:
    out = ' class="out"' if option in step.get("eliminated", []) else ""
    width = round(100 * votes / most, 2)
    picture = (
        '<svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="12"/><rect width="{width}" height="12"/></svg>'
    )
    return f'<li{out}><span>{name_of(result, option)}</span>{picture}<span class="count">{votes}</span></li>'


def opinions(result: Json, words: Json) -> str:
    """Who wins in other ways, and in which; those who won here first."""
    ways: dict[tuple[str, ...], list[str]] = {}
    for name, who in sorted(result["agreement"].items()):
        if isinstance(who, list):
            ways.setdefault(tuple(sorted(who, key=list(result["options"]).index)), []).append(words["methods"][name])
    ranked = sorted(ways, key=lambda who: set(who) != set(result["winners"]))
    rows = "".join(
        f'<tr><th scope="row">{"<br>".join(name_of(result, o) for o in who) or "–"}</th>'
        f"<td>{words['comma'].join(ways[who])}</td></tr>"
        for who in ranked
    )
    return section(words["opinions"], f"<table>{rows}</table>") if rows else ""


def ties(result: Json, words: Json) -> str:
    if not result["ties"]:
        return ""
    items = "".join(
        f"<li><p>{' · '.join(name_of(result, o) for o in tie['options'][:10])}</p>"
        f'<p class="soft">{words["resolved"][tie["resolved_by"]]}</p></li>'
        for tie in result["ties"][:20]
    )
    return section(words["ties"], f"<ul>{items}</ul>")


def notes(result: Json, words: Json, lang: str) -> str:
    if not result["warnings"]:
        return ""
    items = "".join(f'<p class="notice">{escape(note[f"sentence_{lang}"])}</p>' for note in result["warnings"])
    return section(words["notes"], items)


def receipt(result: Json, words: Json) -> str:
    """The rules that were applied and the numbers of ballots, so that anyone can count again."""
    facts = {"method": result["method"], **result["rules"], **result["ballots"], "SHA-256": result["source_sha256"]}
    shown = {key: value for key, value in facts.items() if value not in (None, {}, "")}
    rows = "".join(f"<dt>{escape(key)}</dt><dd><code>{escape(str(value))}</code></dd>" for key, value in shown.items())
    return f"<section><details><summary>{words['receipt']}</summary><dl>{rows}</dl></details></section>"


def section(title: str, inside: str) -> str:
    return f"<section><h2>{title}</h2>{inside}</section>"
