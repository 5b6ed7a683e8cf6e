from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yoriai.ledger.kinds import Kind, Letter, declare
from yoriai.ledger.models import Event
from yoriai.people.directory import mailboxes

from .models import Thanks


def thanked(event: Event) -> list[str]:
    return mailboxes(person__voices__thanks=event.subject)


def thanks_letter(event: Event, person: str) -> Letter | None:
    found = Thanks.objects.filter(pk=event.subject, voice__withdrawal=None)
    thanks = found.select_related("story__organisation", "voice__receipt").first()
    if thanks is None:
        return None
    shop = thanks.story.organisation.name
    lines = [thanks.text, thanks.title, settings.BASE_URL + thanks.voice.receipt.get_absolute_url()]
    if thanks.story.is_published:
        lines.append(settings.BASE_URL + thanks.story.get_absolute_url())
    return Letter(gettext("Thank you, from %(shop)s") % {"shop": shop}, "\n\n".join(lines))


STORY_DRAFTED = declare(Kind("story.drafted", _("{actor} began a story: {subject}")))
STORY_REVISED = declare(Kind("story.revised", _("{actor} revised a story: {subject}")))
STORY_PUBLISHED = declare(
    Kind(
        "story.published",
        _("{actor} published a story: {subject}"),
        facts=frozenset({"credits"}),
        public=True,
        webhook=True,
    )
)
STORY_TAKEN_BACK = declare(Kind("story.taken_back", _("{actor} took a story back: {subject}"), webhook=True))
STORY_DROPPED = declare(Kind("story.dropped", _("{actor} removed the draft of a story")))
THANKS_DRAFTED = declare(
    Kind("story.thanks_drafted", _("Thanks were drafted for {subject}"), facts=frozenset({"people"}))
)
THANKS_REVISED = declare(Kind("story.thanks_revised", _("{actor} revised a thank-you: {subject}")))
THANKS_SENT = declare(
    Kind(
        "story.thanks_sent",
        _("{actor} thanked the author of a voice: {subject}"),
        routes=(thanked,),
        letter=thanks_letter,
        webhook=True,
    )
)
