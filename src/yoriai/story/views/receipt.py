"""わたしの声のゆくえ: what only the holder of a receipt may see and change."""

import io

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yoriai.dialogue.access import access_receipt
from yoriai.dialogue.actions import withdraw_voice
from yoriai.dialogue.models import Receipt
from yoriai.dialogue.wording import for_minors
from yoriai.people.actions import choose_credit, leave_contact, remove_contact
from yoriai.people.texts import Filled, latest, text
from yoriai.story.journey import credit_of, journey_of
from yoriai.story.receipt_forms import CodeForm, ContactForm, NameForm
from yoriai.theme.models import Visibility
from yoriai.web.limits import spend
from yoriai.web.refusal import Refused, TooMany

CODES_PER_MINUTE = 10
CHANGES_PER_MINUTE = 30
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def find_receipt(request: HttpRequest) -> HttpResponse:
    """From the code of a slip to the page of its voice."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        try:
            spend(request, "receipt", per_minute=CODES_PER_MINUTE)
        except TooMany as refusal:
            form.add_error("code", str(refusal.sentence))
        if form.is_valid():
            found = Receipt.objects.filter(spoken=form.cleaned_data["code"]).first()
            if found:
                return _to(found)
            form.add_error("code", _("There is no voice with this code. Please compare it with your slip."))
        status = 422
    return render(request, "story/receipt/find.html", {"form": form}, status=status)


@require_safe
def journey(request: HttpRequest, code: str) -> HttpResponse:
    receipt = access_receipt(code)
    voice = receipt.voice
    context = _frame(receipt) | {
        "journey": journey_of(receipt),
        "theme_page": voice.theme.visibility != Visibility.INSIDE,
        "contact": getattr(voice.author, "contact", None),
    }
    return render(request, "story/receipt/journey.html", context)


@require_safe
def receipt_qr(request: HttpRequest, code: str) -> HttpResponse:
    receipt = access_receipt(code)
    drawing = io.BytesIO()
    address = settings.BASE_URL + receipt.get_absolute_url()
    segno.make(address, error="m").save(drawing, kind="svg", scale=4, border=4, dark="#22252A", light="#FFFFFF")
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


@get_or_post
def name(request: HttpRequest, code: str) -> HttpResponse:
    """Change how the name appears, everywhere and at once."""
    receipt = access_receipt(code)
    if receipt.voice.is_withdrawn:
        return _to(receipt)
    credit = credit_of(receipt.voice.author)
    form = NameForm(initial={"credit": credit.style, "name": credit.name} if credit else None)
    if request.method == "POST":
        form = NameForm(request.POST)
        if _allowed(request, form, "name") and form.is_valid():
            choose_credit(
                receipt.voice.author, style=form.cleaned_data["credit"], name=form.cleaned_data.get("name", "")
            )
            messages.success(request, _("Your name now appears as you chose."))
            return _to(receipt)
    return _form_page(request, "story/receipt/name.html", receipt, form)


@get_or_post
def contact(request: HttpRequest, code: str) -> HttpResponse:
    """An address for the answer: leave it, change it, take it back."""
    receipt = access_receipt(code)
    if receipt.voice.is_withdrawn:
        return _to(receipt)
    author = receipt.voice.author
    kept = getattr(author, "contact", None)
    if request.method == "POST" and "remove" in request.POST:
        if kept:
            remove_contact(kept)
        messages.success(request, _("Your address is erased. No more e-mails will come."))
        return _to(receipt)
    shown = _letter_text()
    form = ContactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _allowed(request, form, "address") and form.is_valid():
        leave_contact(author, address=form.cleaned_data["address"], text=shown)
        messages.success(request, _("We will write to this address when there is an answer."))
        return _to(receipt)
    return _form_page(
        request, "story/receipt/contact.html", receipt, form, kept=kept, agreement=shown.body.lstrip("□ ").strip()
    )


@get_or_post
def withdrawal(request: HttpRequest, code: str) -> HttpResponse:
    """Take the voice back: what that means first, the act only by POST."""
    receipt = access_receipt(code)
    if receipt.voice.is_withdrawn:
        return _to(receipt)
    if request.method == "POST":
        try:
            withdraw_voice(receipt.voice)
            messages.success(request, _("Your voice is taken back. Its words are erased."))
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
        return _to(receipt)
    return render(request, "story/receipt/withdrawal.html", _frame(receipt))


def _letter_text() -> Filled:
    return text(latest("mail-result"), get_language() or "ja").filled()


def _allowed(request: HttpRequest, form: NameForm | ContactForm, field: str) -> bool:
    try:
        spend(request, "receipt-change", per_minute=CHANGES_PER_MINUTE)
    except TooMany as refusal:
        form.add_error(field, str(refusal.sentence))
        return False
    return True


def _frame(receipt: Receipt) -> dict[str, object]:
    voice = receipt.voice
    return {"shop": voice.organisation, "theme": voice.theme, "place": voice.place, "receipt": receipt, "voice": voice}


def _form_page(
    request: HttpRequest, template: str, receipt: Receipt, form: NameForm | ContactForm, **more: object
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = _frame(receipt) | {"form": form, "minors": for_minors()} | more
    return render(request, template, context, status=status)


def _to(receipt: Receipt) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": receipt.get_absolute_url()})
