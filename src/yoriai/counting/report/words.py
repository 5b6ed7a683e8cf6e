"""The words of the result page: Japanese, then English."""

from typing import Any

BOTH: dict[str, Any] = {
    "eyebrow": ("えらぶ会の結果", "Result of choosing together"),
    "decided": ("が選ばれました", " was chosen"),
    "decided_several": ("{n}件が選ばれました", "{n} options were chosen"),
    "quoted": ("「{name}」", "{name}"),
    "tied": ("同数で並びました", "A tie"),
    "funded": ("通った企画が決まりました", "The funded projects"),
    "nothing": ("どれも選ばれませんでした", "None of the options was chosen"),
    "from": ("{options}件の候補、{valid}票から", "{valid} ballot{s}, {options} option{t}"),
    "from_projects": ("{options}件の企画、{valid}票から", "{valid} ballot{s}, {options} project{t}"),
    "why": ("どうやって決まったか", "How it was decided"),
    "order": ("順番", "Order"),
    "more": (
        "ほかに{n}件。すべての順番は結果のファイルにあります。",
        "{n} more; the whole order is in the result file.",
    ),
    "spending": (
        "{number}件の企画が通りました。予算{budget}のうち{spent}を使います。",
        "{number} project{s} funded: {spent} of a budget of {budget}.",
    ),
    "duels": ("一対一で比べると", "One-on-one"),
    "duels_caption": (
        "左の候補が、上の番号の候補と比べて選ばれた票",
        "Ballots that prefer the option on the left to the one numbered above",
    ),
    "duels_some": (
        "上位の{n}件だけを並べています。すべての数は結果のファイルにあります。",
        "Only the first {n} options are shown; every number is in the result file.",
    ),
    "against": ("対", "–"),
    "won": ("勝ち", "wins"),
    "lost": ("負け", "loses"),
    "even": ("同数", "even"),
    "same": ("同じ候補", "the same option"),
    "strengths": ("どれくらい選ばれやすいか", "How likely each is to be preferred"),
    "strengths_caption": (
        "平均的な候補と比べたとき、選ばれる見込みです。線が長いほど、まだはっきりしません。",
        "The chance to be preferred to an average option. The longer the line, the less is known.",
    ),
    "grades": ("評価の内わけ", "How the grades fell"),
    "numbers": ("このときの票の数", "Votes at this point"),
    "comma": ("、", ", "),
    "opinions": ("ほかの数え方では", "Counted in other ways"),
    "ties": ("同数のとき", "Where votes were equal"),
    "steps": ("一歩ずつ見ると", "Step by step"),
    "notes": ("お知らせ", "Notes"),
    "receipt": ("決まりと票の数", "Rules and numbers of ballots"),
    "votes": ("票", ""),
    "points": ("点", ""),
    "resolved": {
        "earlier stages": ("前の回の票の数で分けました。", "Settled by an earlier round."),
        "seed": ("はじめに決めた順で分けました。", "Settled by the order declared beforehand."),
        "ballot hash": ("票の記録から計算した順で分けました。", "Settled by an order computed from the ballots."),
        "not resolved": ("分けていません。", "Left as it is."),
    },
    "advice": (
        "投票は参考です。最後は、理由を書いて決めます。",
        "The vote is advice; the decision is made with a written reason.",
    ),
    "shown_rounds": ("{n}回のうち、はじめと終わりを示します。", "The first and last of {n} rounds are shown."),
    "methods": {
        "approval": ("いくつでも選ぶ", "Approval"),
        "score": ("点の平均", "Mean score"),
        "majority-judgment": ("真ん中の評価", "Median grade (Majority Judgment)"),
        "schulze": ("一対一の勝ち（シュルツ方式）", "One-on-one (Schulze)"),
        "schulze-winning-votes": ("一対一の勝ち（勝った側の票で測る）", "One-on-one by winning votes"),
        "ranked-pairs": ("強い勝ちから順に", "Strongest victories first (ranked pairs)"),
        "minimax": ("いちばん小さい負け", "Smallest defeat (minimax)"),
        "irv": ("最下位を外していく", "Instant runoff"),
        "borda": ("順位の点", "Points for places (Borda)"),
        "first-choices": ("第一希望だけ", "First choices only"),
        "stv-scottish": ("余った票を移す（STV）", "Scottish STV"),
        "bradley-terry": ("強さの推定", "Estimated strength"),
        "win-rate": ("勝った割合", "Share of duels won"),
        "mes": ("等しい持ち分", "Equal shares"),
        "greedy": ("支持の多い順", "Most supported first"),
        "sequential-proportional": ("納得する人を広げる", "Sequential proportional approval"),
        "equal-shares": ("等しい持ち分", "Equal shares"),
        "upper-grades": ("上の評価の数", "Number of upper grades"),
    },
}


def _spoken(words: dict[str, Any], language: int) -> dict[str, Any]:
    return {key: _spoken(word, language) if isinstance(word, dict) else word[language] for key, word in words.items()}


WORDS = {"ja": _spoken(BOTH, 0), "en": _spoken(BOTH, 1)}
