"""Why a figure may not be told, or not for certain, and what would change that: sentences in two languages."""

from collections.abc import Mapping

Pair = tuple[str, str]

REASONS: Mapping[str, Pair] = {
    "all_alike": ("全員が同じ結果です。", "Everybody had the same outcome."),
    "at_bound": ("型がこの店の数字に合いません。", "The model does not fit these data."),
    "balance": ("くらべる方と、前のようすがちがいすぎます。", "The others differed too much beforehand."),
    "balance_weak": ("くらべる方と、前のようすが少しちがいます。", "The others differed a little beforehand."),
    "constant_outcome": ("全員が同じ結果です。", "Everybody had the same outcome."),
    "disagree": ("計算のしかたで、逆の答えになります。", "Methods point in opposite directions."),
    "few_people": ("人数が少なすぎます。", "There are too few."),
    "few_treated": ("参加した方か、くらべる方が少なすぎます。", "Too few took part, or too few did not."),
    "few_units": ("数が少なすぎます。", "There are too few to compare."),
    "in_between": ("決めた日より前の、途中の数字です。", "This is a look before the review date."),
    "lone_unit": ("一つだけで加わったところがあり、ばらつきはほかから借りています。", "One joined alone: its spread is that of the others."),  # noqa: E501
    "no_before": ("参加する前の数字がありません。", "There are no figures from before."),
    "no_crossing": ("線が交わりません。", "The curves never cross."),
    "no_groups": ("部署が分かりません。", "Departments are not known."),
    "no_ties": ("部署の分かる方のあいだに、つながりがありません。", "No ties among people of known departments."),
    "no_variation": ("ばらつきが見えないので、幅が出せません。", "No variation was seen, so there is no range."),
    "not_by_lot": ("くじで分けた組ではありません。", "The groups were not drawn by lot."),
    "not_observed_so_long": ("そこまで長く見ていません。", "Nobody was observed for so long."),
    "one_group": ("くらべる組が一つしかありません。", "There is only one group."),
    "overlap": ("参加した方に似た方が、ほかに足りません。", "Too few others resemble those who took part."),
    "parameters_only": ("型の値だけで、予想の幅がありません。", "There are parameters only, no forecast with a range."),
    "placebo": ("始まる前から、もう差がありました。", "There was a difference before it began."),
    "placebo_weak": ("参加する前の月にも差がありました。", "There was a difference in the window before, too."),
    "price_changed": ("途中で値段が変わりました。", "The price changed in between."),
    "questionable": ("質問が伝わっていない答えが多くあります。", "Many answers show the question was not understood."),
    "same_people": ("同じ方を二人と数えたかもしれません。", "Some people may have been counted twice."),
    "separation": ("二つの組が、はじめから分かれています。", "The two groups are apart from the start."),
    "smallest_p": ("この分け方では、どんな結果でも言い切れません。", "With this design nothing could ever be clear."),
    "strata_without_comparison": ("くらべる方のいない層があります。", "Some strata have nobody to compare with."),
    "window": ("まだ期間が終わっていない方が多くいます。", "For many the period is not over yet."),
}  # fmt: skip

BY_LOT: Pair = ("次の回を、くじで招待します。", "Invite the next round by lot.")

# What can be done. A code without an entry is mended by looking again on the day agreed.
REMEDIES: Mapping[str, Pair] = {
    "at_bound": ("買い方のちがう方（卸など）を分けて、もう一度出します。", "Part off other kinds of customers."),
    "balance": BY_LOT,
    "balance_weak": BY_LOT,
    "constant_outcome": ("回数や金額のように、人によってちがう数字を使います。", "Use an outcome that differs."),
    "disagree": BY_LOT,
    "few_treated": ("参加した方が10人、ほかの方が20人になれば出せます。", "It takes 10 who took part and 20 others."),
    "few_units": ("6つより多くの売場や週でためします。", "Try it in more than six stores or weeks."),
    "no_before": ("参加する前の2つの期間の数字を入れます。", "Add the figures of two periods before."),
    "no_crossing": ("値段のきき方を見直します。", "Ask for the prices in another way."),
    "no_groups": ("だれがどの部署かの表をつけます。", "Add the table of who works where."),
    "not_by_lot": BY_LOT,
    "not_observed_so_long": ("もう少し待って、もう一度見ます。", "Wait a little longer and look again."),
    "one_group": ("くらべる組を入れます。", "Add a group to compare with."),
    "overlap": ("参加した方に似た方を、ほかの方に加えます。", "Add others who resemble those who took part."),
    "placebo": BY_LOT,
    "placebo_weak": ("もう一つ前の期間の数字も入れます。", "Add the figures of one period more before."),
    "price_changed": ("値段を変えずに、もう一度ためします。", "Try again without changing the price."),
    "questionable": ("質問の言葉を見直します。", "Ask in plainer words."),
    "same_people": ("同じ方かどうかを、人の目でたしかめます。", "Let a person check who is the same."),
    "separation": BY_LOT,
    "smallest_p": ("店か週をふやして、分けなおします。", "Draw again with more stores or weeks."),
    "window": ("期間が終わってから、もう一度見ます。", "Look again when the period is over."),
}  # fmt: skip
