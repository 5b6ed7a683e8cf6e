"""Japanese lines break between phrases: where the breaks may fall in headings, buttons and quotes."""

import html
import re
from functools import lru_cache

import budoux
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

CLOSING = "”’」』）】〕！？。、.,!?)"
JOINER = "\u2060"  # browsers break before an opening bracket, unless told not to
WHOLE = re.compile("ゆくえ|できたもの|がんもどき|ある日")  # words of ours that the model would tear
LONGEST = 120  # characters, the longest question; a longer text breaks freely, or its lines would be ragged


@lru_cache(maxsize=1)
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


@lru_cache(maxsize=4096)
def _phrases(text: str) -> tuple[str, ...]:
    torn = {at for word in WHOLE.finditer(text) for at in range(word.start() + 1, word.end())}
    whole: list[str] = []
    at = 0
    for phrase in _parser().parse(text):
        begins, at = at, at + len(phrase)
        # A closing mark never begins a line; the weekday stays with its day: 1/30（土）
        if whole and (phrase[0] in CLOSING or begins in torn):
            whole[-1] += phrase
        elif whole and phrase[0] == "（" and whole[-1][-1].isdigit():
            whole[-1] += JOINER + phrase
        else:
            whole.append(phrase)
    return tuple(whole)


def phrases(text: str) -> SafeString:
    """The text as HTML with <wbr> between phrases; everything else escaped."""
    words = plain(text)
    if len(words) > LONGEST or not any(c > "\u2fff" for c in words):
        return conditional_escape(text)
    return mark_safe("<wbr>".join(conditional_escape(phrase) for phrase in _phrases(words)))  # noqa: S308


def plain(text: str) -> str:
    """What is escaped already (a sentence with words filled in) as it was before: phrases are escaped one by one."""
    return html.unescape(text) if isinstance(text, SafeString) else text
