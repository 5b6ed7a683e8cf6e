"""The first page of the desk: one card, three numbers; below them the running question and the newest voices."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yoriai.accounts.access import DeskRequest, desk
from yoriai.accounts.models import Member
from yoriai.delivery.chores import failing
from yoriai.dialogue.inbox import Sieve, Tab, listed
from yoriai.dialogue.models import Voice
from yoriai.people.names import shown_names
from yoriai.theme.recipes import recipes
from yoriai.web import clock

from .figures import figures, lost_letters, running_theme
from .today import todays_step

PUT_OFF = "put_off"
LONGEST_KEY = 60
LATEST = 4  # voices below the card
NEWEST = Sieve(Tab.ALL)


@desk("see_desk")
@require_safe
def home(request: DeskRequest) -> HttpResponse:
    member = request.member
    put_off = _put_off(request)
    theme = running_theme(member)
    context = {
        "step": "home",
        "today": clock.now(),
        "one": todays_step(member, set(put_off)),
        "put_off": put_off,
        "theme": theme,
        "theme_day": (clock.today() - theme.starts_on).days + 1 if theme else 0,
    }
    if member.may("read_voices"):
        context |= {
            "figures": figures(member),
            "lost_letters": lost_letters(member),
            "rows": _latest(member),
            "sieve": NEWEST,
        }
    if member.may("run_organisation"):
        context["untidied"] = failing().exists()
    if member.may("run_theme") and not member.organisation.themes.exists():
        context["first_steps"] = [recipe for recipe in recipes(request.LANGUAGE_CODE) if recipe.first_step]
    return render(request, "desk/home.html", context)


def _latest(member: Member) -> list[tuple[Voice, str]]:
    """The newest voices, and the name each author chose."""
    voices = listed(member, NEWEST).select_related("author", "place", "hold")[:LATEST]
    names = shown_names(voice.author for voice in voices)
    return [(voice, names[voice.author_id]) for voice in voices]


@desk("see_desk")
@require_POST
def put_off(request: DeskRequest) -> HttpResponse:
    """「あとにする」: until midnight the next candidate takes the place; without a key all of them come back."""
    key = request.POST.get("key", "")[:LONGEST_KEY]
    keys = [*_put_off(request), key] if key else []
    request.session[PUT_OFF] = {"day": clock.today().isoformat(), "keys": keys[-50:]}
    return redirect("desk:home")


def _put_off(request: DeskRequest) -> list[str]:
    kept = request.session.get(PUT_OFF, {})
    return kept["keys"] if kept.get("day") == clock.today().isoformat() else []
