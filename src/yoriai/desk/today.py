"""きょうのひとつ: the one most useful small step now. The rules stand in the order in which they count."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yoriai.accounts.models import Member
from yoriai.dialogue.models import Voice, Voices
from yoriai.ledger.models import Event
from yoriai.making.models import Idea, Ideas, Product
from yoriai.story.events import STORY_TAKEN_BACK
from yoriai.story.models import Chapter, Story, Thanks
from yoriai.story.telling_queries import gratitude
from yoriai.theme.models import Theme
from yoriai.web import clock
from yoriai.web.days import ago, long_day
from yoriai.web.quotes import quoted

SOON = timedelta(days=3)  # a promise or an end this near is worth today
LATELY = timedelta(days=7)
SHORT = 18  # characters of a voice in a heading
A_RULE_AT_MOST = 5  # so that 「あとにする」 walks on to other work


@dataclass(frozen=True)
class Step:
    key: str  # remembers that it was put off
    title: str
    reason: str
    url: str
    button: str
    urgent: bool = False


Rule = Callable[[Member, date], Iterator[Step]]


def todays_step(member: Member, put_off: set[str]) -> Step | None:
    """The first step that the member may take and has not put off today."""
    today = clock.today()
    for verb, rule in RULES:
        if not member.may(verb):
            continue
        for step in islice(rule(member, today), A_RULE_AT_MOST + len(put_off)):
            if step.key not in put_off:
                return step
    return None


def urgent_voices(member: Member, today: date) -> Iterator[Step]:
    for voice in _voices(member).waiting().filter(hold__urgent=True).order_by("spoken_at"):
        title = _("Answer %(words)s first, in person if you can") % {"words": _short(voice)}
        reason = _("Somebody may be worried or harmed. It arrived %(ago)s.") % {"ago": ago(voice.spoken_at)}
        yield Step(f"voice:{voice.pk}", title, reason, _voice_url(voice), _("Read and answer"), urgent=True)


def promised_answers(member: Member, today: date) -> Iterator[Step]:
    waiting = _voices(member).waiting().due_by(today + SOON, member.organisation.reply_days)
    for voice in waiting.select_related("theme__organisation").order_by("theme__reply_by", "spoken_at"):
        title = _("Write an answer to %(words)s") % {"words": _short(voice)}
        reason = _promise(voice.answer_due, today)
        yield Step(f"voice:{voice.pk}", title, reason, _voice_url(voice), _("Write the answer"))


def _promise(promised: date, today: date) -> str:
    days = (promised - today).days
    if days < 0:
        late = ngettext("It was promised %(days)d day ago.", "It was promised %(days)d days ago.", -days)
        return late % {"days": -days}
    if days == 0:
        return _("It was promised for today.")
    left = ngettext(
        "It is promised by %(day)s: %(days)d day left.", "It is promised by %(day)s: %(days)d days left.", days
    )
    return left % {"day": long_day(promised), "days": days}


def unread_voices(member: Member, today: date) -> Iterator[Step]:
    unread = _voices(member).unread()
    number = unread.count()
    for voice in unread.order_by("spoken_at"):
        title = _("Read the voice %(words)s") % {"words": _short(voice)}
        reason = _("Nobody has read it yet. It arrived %(ago)s.")
        if number > 1:  # a sentence of its own, also where a language has but one form of number
            reason = _("It has waited the longest of %(number)d unread voices. It arrived %(ago)s.")
        reason %= {"number": number, "ago": ago(voice.spoken_at)}
        yield Step(f"voice:{voice.pk}", title, reason, _voice_url(voice), _("Read the voice"))


def undecided_ideas(member: Member, today: date) -> Iterator[Step]:
    for idea in _ideas(member).to_decide().order_by("formed_at"):
        title = _("Decide on the idea %(words)s") % {"words": _headline(idea)}
        reason = _("It has waited since %(day)s. One sentence of reason is enough, also for a no.") % {
            "day": long_day(idea.formed_at)
        }
        if idea.verdict:  # type: ignore[attr-defined]  # annotated by to_decide
            title = _("Decide what comes after trying %(words)s") % {"words": _headline(idea)}
            reason = _("What came of the trial is written down. Make it, try once more, or leave it: all are fine.")
        yield Step(f"idea:{idea.pk}", title, reason, _idea_url(idea), _("Decide"))


def unshaped_ideas(member: Member, today: date) -> Iterator[Step]:
    for idea in _ideas(member).to_shape().order_by(F("decided_at")):
        title = _("Make a first, rough version of %(words)s") % {"words": _headline(idea)}
        reason = _("It was decided on %(day)s. A photo of the first try is enough: those who spoke see it at once.") % {
            "day": long_day(idea.decided_at)  # type: ignore[attr-defined]  # annotated by to_shape
        }
        url = reverse("making:new_prototype", args=[idea.pk])
        yield Step(f"shape:{idea.pk}", title, reason, url, _("Write about the prototype"))


def untried_prototypes(member: Member, today: date) -> Iterator[Step]:
    """A prototype of a few days ago, whose result nobody has written down."""
    title = _("Write what came of trying %(words)s")
    reason = _("The prototype is of %(day)s. What did not go well counts, too.")
    yield from _shaped_until(today - SOON, _ideas(member).to_try(), "try", title, reason)


def ripe_ideas(member: Member, today: date) -> Iterator[Step]:
    """Adopted and made a week ago or more: is it out?"""
    title = _("Is %(words)s out by now?")
    reason = _("The prototype is of %(day)s. When it reaches people, say so: those who spoke hear it first.")
    yield from _shaped_until(today - LATELY, _ideas(member).to_bring_out(), "ripe", title, reason)


def _shaped_until(day: date, ideas: Ideas, key: str, title: str, reason: str) -> Iterator[Step]:
    for idea in ideas.filter(Q(shaped_on__lte=day)).order_by(F("shaped_on")):
        shaped = {"day": long_day(idea.shaped_on)}  # type: ignore[attr-defined]  # annotated by on_the_way
        words = {"words": _headline(idea)}
        yield Step(f"{key}:{idea.pk}", title % words, reason % shaped, _idea_url(idea), _("Open the idea"))


def ending_themes(member: Member, today: date) -> Iterator[Step]:
    near = Theme.objects.filter(organisation=member.organisation, closure=None, starts_on__lte=today)
    for theme in near.filter(ends_on__gte=today - LATELY, ends_on__lte=today + SOON).order_by("ends_on"):
        url = reverse("theme:theme", args=[theme.code])
        if theme.ends_on < today:
            title = _("Close the question %(title)s") % {"title": quoted(theme.title)}
            reason = _("Its last day was %(day)s. Hang up the number of voices and what comes next.")
        else:
            title = _("Prepare the end of %(title)s") % {"title": quoted(theme.title)}
            reason = _("Its last day is %(day)s. Remind those who meant to say something.")
        reason %= {"day": long_day(theme.ends_on)}
        yield Step(f"theme:{theme.pk}", title, reason, url, _("Look at the question"))


def silent_themes(member: Member, today: date) -> Iterator[Step]:
    """A question that nobody can have seen yet: the poster comes first."""
    running = Theme.objects.filter(organisation=member.organisation).running()
    for theme in running.filter(voices=None).order_by("starts_on"):
        title = _("Hang up the poster of %(title)s") % {"title": quoted(theme.title)}
        reason = _("No voice has come yet. Print it, and hang it where people stop.")
        url = reverse("theme:theme", args=[theme.code])
        yield Step(f"silent:{theme.pk}", title, reason, url, _("To the poster"))


def untold_products(member: Member, today: date) -> Iterator[Step]:
    for product in Product.objects.filter(organisation=member.organisation, story=None).order_by("out_on"):
        title = _("Tell how %(name)s came about") % {"name": quoted(product.name)}
        reason = _("It has been out since %(day)s. A first version of its story is drafted for you.") % {
            "day": long_day(product.out_on)
        }
        url = reverse("making:product", args=[product.pk])
        yield Step(f"product:{product.pk}", title, reason, url, _("Begin the story"))


def unpublished_stories(member: Member, today: date) -> Iterator[Step]:
    """Not those that somebody took back: that was meant."""
    meant = Event.objects.filter(organisation=member.organisation, kind=STORY_TAKEN_BACK.name).values("subject")
    drafts = Story.objects.filter(organisation=member.organisation, publication=None).exclude(pk__in=meant)
    for story in drafts.order_by("drafted_at"):
        title = _("Publish the story %(title)s") % {"title": quoted(story.title)}
        reason = _("Only the desk can read it. Those whose voices are in it are waiting.")
        url = reverse("story:edit", args=[story.pk])
        yield Step(f"story:{story.pk}", title, reason, url, _("Look through it"))


def hollow_chapters(member: Member, today: date) -> Iterator[Step]:
    """A chapter that the public reads without a voice which its author has taken back."""
    chapters = Chapter.objects.filter(story__organisation=member.organisation).exclude(story__publication=None)
    hollow = chapters.filter(quotes__voice__withdrawal__isnull=False).distinct().order_by("story", "position")
    for chapter in hollow:
        title = _("Read the chapter %(heading)s once more") % {"heading": quoted(_cut(chapter.heading))}
        reason = _("A voice in it was taken back. Its words are gone from the page; see whether the rest still holds.")
        url = reverse("story:chapter", args=[chapter.pk])
        yield Step(f"chapter:{chapter.pk}", title, reason, url, _("Look at the chapter"))


def unsent_thanks(member: Member, today: date) -> Iterator[Step]:
    """A public story whose people wait for their thanks, written already or not begun."""
    unsent = Thanks.objects.filter(sent_at=None, voice__withdrawal=None)
    public = Story.objects.filter(organisation=member.organisation).exclude(publication=None)
    waiting = public.filter(Q(thanks=None) | Q(pk__in=unsent.values("story"))).distinct()
    for story in waiting.select_related("product").order_by("drafted_at"):
        told = {"title": quoted(story.title)}
        url = reverse("story:thanks", args=[story.pk])
        if number := unsent.filter(story=story).count():
            title, button = _("Send the thanks for %(title)s") % told, _("Look through and send")
            reason = ngettext(
                "%(number)d letter is written and waits.", "%(number)d letters are written and wait.", number
            )
        elif number := gratitude(story).people:
            title, button = _("Say thanks for %(title)s") % told, _("Write the thanks")
            reason = ngettext(
                "The voice of %(number)d person led here. The words are drafted for you.",
                "The voices of %(number)d people led here. The words are drafted for you.",
                number,
            )
        else:
            continue
        yield Step(f"thanks:{story.pk}", title, reason % {"number": number}, url, button)


def no_question(member: Member, today: date) -> Iterator[Step]:
    themes = Theme.objects.filter(organisation=member.organisation)
    if not themes.exists():
        title, reason = _("Choose a first small step"), _("One question is enough. It is live in ten minutes.")
    elif not themes.not_over().exists():
        title, reason = _("Ask the next question"), _("No question is running now. Choose the next small step.")
    else:
        return
    yield Step("theme:none", title, reason, reverse("theme:recipes"), _("Choose a step"))


# The order is the rule: somebody in trouble, a promise, somebody unheard, a public page with a gap; deciding, asking,
# telling, thanking; making last, for it takes more than ten minutes.
RULES: tuple[tuple[str, Rule], ...] = (
    ("answer", urgent_voices),
    ("answer", promised_answers),
    ("read_voices", unread_voices),
    ("publish", hollow_chapters),
    ("decide", undecided_ideas),
    ("run_theme", ending_themes),
    ("read_voices", silent_themes),
    ("publish", untold_products),
    ("publish", unpublished_stories),
    ("publish", unsent_thanks),
    ("decide", ripe_ideas),
    ("make", untried_prototypes),
    ("make", unshaped_ideas),
    ("run_theme", no_question),
)


def _voices(member: Member) -> Voices:
    return Voice.objects.filter(organisation=member.organisation)


def _ideas(member: Member) -> Ideas:
    return Idea.objects.filter(organisation=member.organisation)


def _idea_url(idea: Idea) -> str:
    return reverse("making:idea", args=[idea.pk])


def _headline(idea: Idea) -> str:
    return quoted(_cut(idea.headline))


def _voice_url(voice: Voice) -> str:
    return reverse("dialogue:voice", args=[voice.pk])


def _short(voice: Voice) -> str:
    return quoted(_cut(voice.text))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else line[:SHORT].rstrip("、。 ") + "…"
