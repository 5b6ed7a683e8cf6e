"""``yoriai measure lifetime``: purchases to come, as totals and plain words, never a person's probability."""

from argparse import Namespace
from collections import Counter

import numpy as np

from yoriai.measuring import rfm
from yoriai.measuring.arrays import Floats
from yoriai.measuring.commands.answer import Answer, Refused, Said, answer
from yoriai.measuring.estimate import Interval, Verdict
from yoriai.measuring.lifetime import bgnbd, discrete, gamma_gamma, pareto_nbd
from yoriai.measuring.lifetime.backtest import backtest
from yoriai.measuring.lifetime.fitting import Fit
from yoriai.measuring.lifetime.forecast import BGNBD, PARETO_NBD, forecast
from yoriai.measuring.lifetime.history import UNIT_DAYS, Customers, check, from_purchases
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import PurchaseFile, last_day, read_purchases, select
from yoriai.measuring.reasons import Pair
from yoriai.measuring.refusal import BadInput
from yoriai.measuring.suppression import hidden_cells
from yoriai.measuring.wording import counted, join

SCREEN_FROM, FEWEST = 300, 30
CLEAR_ERROR, LEANING_ERROR = 0.10, 0.20


def run(table: Table, o: Namespace) -> Answer:
    if o.survivors:
        return _sbg(table, o)
    if o.date:
        return _from_dates(table, o)
    customers, excluded = _summary_rows(table, o)
    if o.model == "bgbb":
        return _bgbb(customers, excluded)
    return _in_time(customers, o, {"excluded": excluded}, None, {})


def _summary_rows(table: Table, o: Namespace) -> tuple[Customers, int]:
    age = o.opportunities or o.age
    if not (o.frequency and o.recency and age):
        raise BadInput("Name --frequency, --recency and --age (or --opportunities), or --id and --date.")
    rows = select(table, [o.id, o.frequency, o.recency, age, o.monetary, o.count]).once(o.id)
    x, recency, observed = (rows.numbers(name) for name in (o.frequency, o.recency, age))
    count = rows.numbers(o.count, least=0) if o.count else np.ones(len(rows.lines))
    monetary = rows.numbers(o.monetary) if o.monetary else None
    customers = Customers(x, recency, observed, count, monetary)
    check(customers)
    return customers.sorted(), rows.excluded


def _from_dates(table: Table, o: Namespace) -> Answer:
    if not o.id:
        raise BadInput("Purchases by date need --id, the column that tells people apart.")
    file = read_purchases(table, o.id, o.date, o.amount)
    until = last_day(o.until, file.days)
    customers = from_purchases(file.purchases, until, o.unit)
    bought = file.purchases
    n = {"excluded": file.excluded, "purchases": len(bought.day), "refunded_days": bought.refunded}
    error = backtest(file.purchases, until, o.unit) if customers.people >= FEWEST else None
    return _in_time(customers, o, n, error, {"habits": _habits(file, until)})


def _habits(file: PurchaseFile, until: int) -> Answer:
    """RFM in words: how many people, cells below five hidden."""
    found = rfm.habits(file.purchases, until)
    counts = {word: Counter(found.words)[word] for word in rfm.WORDS}
    hidden = hidden_cells(counts)
    shown = {
        word: {"n": None if word in hidden else n, "ja": rfm.WORDS[word][0], "en": rfm.WORDS[word][1]}
        for word, n in counts.items()
    }
    return {"words": shown, "while_days": found.while_days, "long_days": found.long_days}


def _in_time(c: Customers, o: Namespace, n: dict[str, int], error: float | None, more: Answer) -> Answer:
    n = {"people": c.people, "repeat": int(c.count @ (c.x > 0)), **n}
    more["summary"] = _frequencies(c)
    model = PARETO_NBD if o.model == "pareto-nbd" else BGNBD
    if c.people < FEWEST or not (c.x > 0).any():
        more |= {model.key: dict.fromkeys((*model.names, "ll")), "forecast": None}
        return answer("lifetime", _too_few(c.people), n=n, method=model.key, **more)
    few = o.prior == "auto" and c.people < SCREEN_FROM
    prior = bgnbd.weak_prior(UNIT_DAYS[o.unit] if o.date else UNIT_DAYS["week"]) if few else None
    found = pareto_nbd.fit_pareto_nbd(c) if model is PARETO_NBD else bgnbd.fit_bgnbd(c, prior)
    horizon = o.horizon or float(c.age.max()) / 2
    total = forecast(found, c, horizon, o.level, o.seed, model)
    more |= {
        model.key: _named(found, model.names),
        "forecast": {"horizon": horizon, "total": total, "backtest_error": error},
    }
    warnings = _amounts(c, more)
    if found.at_bound:
        warnings.append("a parameter ran to its bound: the model does not fit these data")
    told: Said | Refused = _too_few(c.people)
    if c.people >= SCREEN_FROM:
        told = Said(_verdict(error), _say(c.people, horizon, total, error, o))
        told = Refused(["at_bound"], counted(c.people)) if found.at_bound else told
    method = model.key + ("+weak prior" if prior and model is BGNBD else "")
    return answer("lifetime", told, n=n, method=method, warnings=warnings, **more)


def _too_few(people: int) -> Refused:
    """Fewer than 300 people: the weak prior speaks louder than they do."""
    missing = max(0, SCREEN_FROM - people)
    return Refused(["few_people" if missing else "no_variation"], counted(people), missing or None)


def _verdict(error: float | None) -> Verdict:
    """By the back-test: a forecast is as good as it was on the last third of the time."""
    if error is None:
        return "leaning"
    return "clear" if abs(error) <= CLEAR_ERROR else "leaning" if abs(error) <= LEANING_ERROR else "cannot_say"


def _amounts(c: Customers, more: Answer) -> list[str]:
    if c.amount is None:
        return []
    x, m = np.repeat(c.x, c.count.astype(int)), np.repeat(c.amount, c.count.astype(int))
    known = (x > 0) & (m > 0)
    if known.sum() < FEWEST:
        more["gamma_gamma"] = dict.fromkeys((*gamma_gamma.NAMES, "ll"))
        return ["too few repeat purchases with an amount for Gamma-Gamma"]
    more["gamma_gamma"] = _named(gamma_gamma.fit_gamma_gamma(x, m), gamma_gamma.NAMES)
    r = gamma_gamma.correlation(x, m)
    if abs(r) < gamma_gamma.LARGEST_CORRELATION:
        return []
    return [f"frequency and amount are correlated ({r:.2f}): Gamma-Gamma assumes they are not"]


def _bgbb(c: Customers, excluded: int) -> Answer:
    few = c.people < FEWEST or not (c.x > 0).any()
    names = discrete.BGBB_NAMES
    return answer(
        "lifetime",
        _parameters(c.people),
        n={"people": c.people, "excluded": excluded},
        method="bgbb",
        bgbb=dict.fromkeys((*names, "ll")) if few else _named(discrete.fit_bgbb(c), names),
        summary=_frequencies(c),
    )


def _parameters(people: int) -> Refused:
    """BG/BB and sBG give the model's parameters, which are no forecast with a range."""
    return _too_few(people) if people < SCREEN_FROM else Refused(["parameters_only"], counted(people))


def _sbg(table: Table, o: Namespace) -> Answer:
    survivors: Floats = select(table, [o.survivors]).numbers(o.survivors, least=0)
    found = discrete.fit_sbg(survivors)
    people = int(survivors[0])
    return answer(
        "lifetime",
        _parameters(people),
        n={"people": people, "periods": len(survivors) - 1, "excluded": 0},
        method="sbg",
        sbg=_named(found, discrete.SBG_NAMES),
        curve=discrete.sbg_survival(found.parameters, 2 * (len(survivors) - 1)),
    )


def _named(found: Fit, names: tuple[str, ...]) -> dict[str, float]:
    return {**dict(zip(names, found.parameters.tolist(), strict=True)), "ll": found.ll}


def _frequencies(c: Customers) -> list[dict[str, float]]:
    """People by number of repeat purchases, seven and more together."""
    top = np.minimum(c.x, 7)
    return [{"x": k, "people": int(c.count @ (top == k))} for k in range(8)]


def _say(people: int, horizon: float, total: Interval, error: float | None, o: Namespace) -> Pair:
    days = horizon * (UNIT_DAYS[o.unit] if o.date else 1)
    when = (f"これから{days:.0f}日で", f"in the next {days:.0f} days")
    if not o.date:
        when = (f"これから{days:.0f}期間で", f"in the next {days:.0f} periods")
    low, value, high = (f"{limit:,.0f}" for limit in (total.low, total.value, total.high))
    said = (
        f"{people:,}人で、{when[0]}およそ{value}回の買い物がありそうです（{low}〜{high}回くらい）。",
        f"{people:,} people will make about {value} purchases {when[1]} (likely range {low} to {high}).",
    )
    tried = ("前の期間では試せていません。", "It could not be tried on the past.")
    if error is not None:
        off = f"{abs(error):.0%}"
        tried = (f"前の期間で試すと、{off}ずれました。", f"Tried on the past, it was off by {off}.")
    return join(said, tried)
