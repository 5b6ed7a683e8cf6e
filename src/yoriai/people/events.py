from django.utils.translation import gettext_lazy as _

from yoriai.ledger.kinds import Kind, declare

CREDIT_CHOSEN = declare(
    Kind("people.credit_chosen", _("{actor} chose how the name appears"), facts=frozenset({"style"}))
)
CIRCLE_JOINED = declare(
    Kind("people.circle_joined", _("{actor} put people into a circle"), facts=frozenset({"people"}))
)
CIRCLE_RENAMED = declare(Kind("people.circle_renamed", _("{actor} gave a circle another name")))
CIRCLE_LEFT = declare(Kind("people.circle_left", _("{actor} took people out of a circle"), facts=frozenset({"people"})))
CONTACT_LEFT = declare(Kind("people.contact_left", _("{actor} left an address for the answer")))
CONTACT_REMOVED = declare(Kind("people.contact_removed", _("{actor} stopped the e-mails")))
