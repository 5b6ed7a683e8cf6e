"""The words of the report in Japanese and English."""

from collections.abc import Mapping

TITLES = {
    "repurchase": ("また来てくださったか", "Did people come back?"),
    "nps": ("人にすすめたいか", "Would people recommend us?"),
    "uplift": ("参加した方は、どう変わったか", "What changed for those who took part?"),
    "did": ("加わる前とあとで、どう変わったか", "What changed after joining?"),
    "lifetime": ("これから、どれくらい買われるか", "How much will be bought from now on?"),
    "survival": ("どれくらいで、また来てくださるか", "How soon do people come back?"),
    "label-test": ("札は、売れ方を変えたか", "Did the label change sales?"),
    "kano": ("どの工夫が喜ばれるか", "Which features please?"),
    "psm": ("いくらなら買われるか", "Which price is acceptable?"),
    "network": ("部署の壁は、どれくらいか", "How high are the walls between departments?"),
}
VERDICTS = {
    "cannot_say": ("まだ分かりません", "Cannot say yet"),
    "leaning": ("ありそうです", "Leaning"),
    "clear": ("はっきりしています", "Clear"),
}
SINGLE = {**VERDICTS, "leaning": ("だいたい分かります", "Roughly known")}
HOW = {
    "repurchase": (
        "割合の幅はウィルソン（少ない人数では少し広げる）、差の幅はニューカム",
        "Wilson (wider for few people) and Newcombe",
    ),
    "nps": ("調整ワルド法", "adjusted Wald interval"),
    "uplift": ("二重に調整した差と、前との変化の差がそろったときだけ「はっきり」", "clear only if AIPW and DiD agree"),
    "did": ("加わった時期ごとの、前との変化の差", "group-time difference-in-differences"),
    "lifetime": ("買い物の型（BG/NBD など）にあてはめ", "purchase models such as BG/NBD"),
    "survival": ("カプラン・マイヤー法", "Kaplan-Meier"),
    "label-test": ("くじの引き直しで確かめる方法", "randomisation inference"),
    "kano": ("狩野モデルとフォンの規則", "Kano's table and Fong's rule"),
    "psm": ("価格感度測定（ヴァン・ウェステンドルプ）", "Van Westendorp's price meter"),
    "network": ("部署の札を入れかえる1,999回のくじ", "1,999 permutations of the departments"),
}
COUNTS = {
    "people": ("人数", "people"), "returned": ("また来た方", "came back"), "excluded": ("数えなかった行", "rows left out"),  # noqa: E501
    "waiting": ("期間の途中の方", "window not over"), "purchases": ("買い物の日", "purchase days"),
    "answers": ("答え", "answers"), "treated": ("参加した方", "took part"), "control": ("ほかの方", "others"),
    "units": ("くらべた数", "units"), "joined": ("加わった", "joined"), "never": ("加わっていない", "never joined"),
    "repeat": ("2回以上の方", "bought again"), "censored": ("まだの方", "not yet"), "events": ("また来た方", "came back"),  # noqa: E501
    "store_weeks": ("売場と週", "store-weeks"), "stores": ("店", "stores"), "weeks": ("週", "weeks"),
    "labelled": ("札あり", "with label"), "features": ("工夫", "features"), "used": ("使った答え", "answers used"),
    "out_of_order": ("順の合わない答え", "out of order"), "nodes": ("人数", "people"), "edges": ("つながり", "ties"),
    "window_days": ("数えた日数", "days counted"), "returned_before": ("早く戻った方", "returned before"),
}  # fmt: skip
METHODS = {
    "naive": ("そのままの差", "raw difference"),
    "did": ("前との変化の差", "change compared"),
    "cem": ("同じ層の方と", "same stratum"),
    "ipw": ("重みをつけて", "weighted"),
    "aipw": ("二重に調整して", "doubly robust"),
    "matched": ("似た方と一対一で", "nearest match"),
    "placebo": ("参加前の差（0のはず）", "before (should be 0)"),
}
CLASSES = {
    "promoters": ("すすめたい（9〜10）", "promoters"),
    "passives": ("どちらでもない（7〜8）", "passives"),
    "detractors": ("すすめない（0〜6）", "detractors"),
}
CURVES = {
    "all": ("みなさん", "everybody"),
    "within_3": ("3日までに返事", "within 3 days"),
    "within_7": ("7日までに返事", "within 7 days"),
    "not_yet": ("まだ返事なし", "not yet"),
}
PRICES = {
    "too_cheap": ("安すぎて心配", "too cheap"), "cheap": ("安い", "cheap"),
    "expensive": ("高い", "expensive"), "too_expensive": ("高すぎる", "too expensive"),
    "pmc": ("下限", "lowest"), "opp": ("理想", "ideal"), "ipp": ("妥協", "indifferent"), "pme": ("上限", "highest"),
}  # fmt: skip
LABELS = {
    "what": ("よりあい 成果の数字", "Yoriai – what came of it"),
    "people": ("人にたとえると", "As people"),
    "per_hundred": ("100人にたとえると", "Of 100 people"),
    "surely": ("少なくとも", "at least"),
    "maybe": ("いるかもしれない", "perhaps"),
    "not": ("それ以外", "the rest"),
    "everybody": ("全体", "everybody"),
    "chart": ("図と表", "Picture and table"),
    "change": ("何があれば言えるか", "What would change this"),
    "count": ("数えたもの", "What was counted"),
    "value": ("数字", "figure"), "low": ("幅の下", "from"), "high": ("幅の上", "to"), "n": ("人数", "n"),
    "hidden": ("5人未満は出しません", "below five people: not shown"),
    "nothing": ("図にできる数字は、まだありません。", "There is no figure to draw yet."),
    "foot": ("幅は95%の確からしさで書いています。", "Ranges are at 95 % confidence."),
    "cause": ("差は、原因を示すとはかぎりません。", "A difference need not be an effect."),
    "method": ("計算のしかた", "Method"),
    "file": ("もとの表のしるし（SHA-256）", "Source file (SHA-256)"),
    "again": ("決めた日に、もう一度見ます。", "Look again on the day agreed."),
    "by_chance": ("たまたまの幅", "by chance"), "crossing": ("部署をまたぐ割合", "across departments"),
    "enough": ("この数字は、いまの幅で言えます。", "This can be said with the present range."),
}  # fmt: skip


def word(pairs: Mapping[str, tuple[str, str]], key: str, lang: str) -> str:
    """The word in the language; an unknown key stands for itself."""
    pair = pairs.get(key)
    return key if pair is None else pair[lang != "ja"]
