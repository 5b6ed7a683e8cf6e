"""How often a text denies: negations counted clause by clause, without those that only ask or describe."""

import re
from collections.abc import Sequence

from yoriai.listening.clauses import NEGATIVE, clauses, spelt
from yoriai.listening.terms import Token
from yoriai.listening.wishes import forbids
from yoriai.listening.words import Words

QUESTION = re.compile(  # a request in the form of a denied question: its own negation denies nothing
    r"\bwhy (?:not|don['’]?t|doesn['’]?t)\b"
    r"|(ない|ません|ないか|ないの|ないかな)(です)?(か|の|かな|でしょうか)?[?？]"
    r"|ませんか|ません(でしょうか|かね)|ないでしょうか|ないかな|てくれない$|んかな|せんか|(ん|へん)[?？]"
    r"|ない(の|もの|もん)(でしょうか|だろうか|ですか|かな|かね)"
    r"|(くれ|もらえ|貰え|いただけ|頂け)(ない|ん|へん|ねえ|ねー)(か|べか|だべか|ね|やろか|だろうか|もの|もん)"
)
DESCRIBED = re.compile(  # says what people are like or are spared, and denies nothing that is asked for
    r"\bwho (?:(?:do|does|did|can|could|have|has|had|are|is|was|were)(?: not|n['’]t)|cannot)\b"
    r"|\b(?:should|must)n['’]t have to\b"
)
NOT_NEGATIVE = re.compile(
    r"ないと(困|だめ|駄目|いけ)|なければ(なら|いけ)|なきゃ|なくては|しかない|なくはない|なくもない|かもしれない|かもしれません|ほかない|に違いない|間違いない|たまらない|もったいない|しょうがない|仕方ない|仕方がない|とんでもない|何気ない|さりげない|危ない|少ない"
)
DIALECT_NEGATIVE = re.compile(
    r"(く|う)なか(と|ばい|よ|です|。|$)|へん(わ|ねん|で|。|$)|んでいい|んといて|あかん|いらん"
)
AND_NOT = re.compile(
    r"\b(?:and|or|nor)(?: (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must))? not\b"
)


def denials(found: Sequence[Token], words: Words) -> int:
    """Clauses that deny: two denials in one cancel out (なくはない), in two they do not."""
    return sum(_negations(part, spelt(part), words) % 2 for part in clauses(found))


def _negations(found: Sequence[Token], key: str, words: Words) -> int:
    count = sum(
        (t.normal in NEGATIVE and t.pos in ("助動詞", "形容詞") and t.surface != "ん")
        or (t.surface == "ん" and t.pos == "助動詞")
        or forbids(found, i)
        for i, t in enumerate(found)
    )
    count -= sum(
        match.group().count("な")
        for match in NOT_NEGATIVE.finditer(key)
        if "ない" in match.group() or "なければ" in match.group()
    )
    count += bool(DIALECT_NEGATIVE.search(key)) and count == 0
    english = re.findall(r"[a-z']+", key)
    foreign = sum(word in words.negations_en or word.endswith("n't") for word in english)
    again = len(AND_NOT.findall(key)) if foreign > 1 else 0  # "not A and not B" denies twice and affirms nothing
    count = max(count, 0) + max(foreign - again, min(foreign, 1)) - len(DESCRIBED.findall(key))
    return int(max(count - bool(QUESTION.search(key)), 0))
