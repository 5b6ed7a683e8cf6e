"""Threads on desk pages. They look at every step, which an early step's own view may not."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import template
from django.utils.translation import get_language

from yoriai.desk.counts import states_of_themes
from yoriai.dialogue.models import Voice
from yoriai.people.texts import latest, text
from yoriai.story.thread import counts_of_theme, knots_of_voice
from yoriai.theme.models import Theme

register = template.Library()
NAMES = ("notice", "notice-short", "minor-short", "terms-a", "terms-a-short", "purpose", "share", "retention")


@register.inclusion_tag("desk/_theme_row.html")
def theme_thread(theme: Theme) -> dict[str, Any]:
    """The large thread of one theme, with its counts."""
    return {"counts": counts_of_theme(theme)}


@register.simple_tag
def threads_of(themes: Sequence[Theme]) -> dict[UUID, Any]:
    """The tiny threads of a list of themes."""
    return states_of_themes(themes)


@register.inclusion_tag("desk/_tiny_states.html")
def tiny_states(threads: dict[UUID, Any], theme: Theme) -> dict[str, Any]:
    states = threads[theme.pk]
    return {"states": states, "voices": states[0][0], "ideas": states[1][0], "products": states[5][0]}


@register.inclusion_tag("desk/_voice_thread.html")
def voice_thread(voice: Voice) -> dict[str, Any]:
    """The tiny thread of one voice, and the ideas it stands behind."""
    knots = knots_of_voice(voice)
    ideas = [idea for knot in knots for idea in knot.body.get("ideas", ())]
    return {"knots": knots, "ideas": ideas}


@register.inclusion_tag("desk/_texts.html")
def texts_in_force() -> dict[str, Any]:
    language = get_language() or "ja"
    return {"texts": [text(latest(name), language) for name in NAMES]}
