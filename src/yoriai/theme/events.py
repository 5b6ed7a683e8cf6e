from django.utils.translation import gettext_lazy as _

from yoriai.ledger.kinds import Kind, declare

THEME_OPENED = declare(
    Kind("theme.opened", _("{actor} asked a question: {subject}"), facts=frozenset({"recipe"}), public=True)
)
THEME_CHANGED = declare(Kind("theme.changed", _("{actor} changed the question or its dates: {subject}")))
THEME_CLOSED = declare(Kind("theme.closed", _("{actor} closed the question: {subject}"), public=True))
THEME_REOPENED = declare(Kind("theme.reopened", _("{actor} opened the question again: {subject}"), public=True))
PLACE_OPENED = declare(
    Kind("theme.place_opened", _("{actor} opened a place for voices: {subject}"), facts=frozenset({"channel"}))
)
PLACE_RENAMED = declare(Kind("theme.place_renamed", _("{actor} renamed a place for voices: {subject}")))
