"""Coming in, the organisation's own facts, and places at the desk."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yoriai.web import codes
from yoriai.web.fields import OneSentence

from .models import Member, Organisation, Role, normal_address

FEWEST_DIGITS = 6  # of a telephone number without its area code, and no fewer


def _address(label: Any, autocomplete: str, help_text: Any = "") -> forms.EmailField:
    return forms.EmailField(
        label=label,
        max_length=254,
        help_text=help_text,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": autocomplete, "spellcheck": "false"}),
        error_messages={
            "required": _("No address is written yet. Please write an e-mail address."),
            "invalid": _("This does not read like an e-mail address. Please check it, like shop@example.jp."),
        },
    )


class AddressForm(forms.Form):
    """Where to send the code."""

    email = _address(_("Your e-mail address"), "email")

    def clean_email(self) -> str:
        return normal_address(self.cleaned_data["email"])


class CodeForm(forms.Form):
    """Six digits from the letter, or twelve characters from the printed slip; any width, spaces and hyphens."""

    compare = _("The code has 6 digits (a printed one: 12 letters and digits). Please compare it with the e-mail.")

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "input input--code",
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("No code is written yet. Please write the six digits from the e-mail.")},
    )

    def clean_code(self) -> str:
        typed = unicodedata.normalize("NFKC", self.cleaned_data["code"])
        bare = "".join(c for c in typed if c.isalnum())
        if len(bare) == 6 and bare.isascii() and bare.isdigit():
            return bare
        if len(spoken := codes.as_typed(typed)) == len(bare) == 12:
            return spoken
        raise forms.ValidationError(self.compare)


class PrintedCodeForm(AddressForm, CodeForm):
    """The first entry with the printed slip: both at once."""

    field_order = ("email", "code")
    compare = _("The printed code has 12 letters and digits. Please compare it once more.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "text"


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What participants read about the host, and who answers for it."""

    class Meta:
        model = Organisation
        fields = (
            "name",
            "tagline",
            "hours",
            "tel",
            "email",
            "address",
            "operator",
            "representative",
            "reply_days",
            "reply_place",
        )
        labels = {
            "name": _("Name of the shop or group"),
            "tagline": _("One sentence about it"),
            "hours": _("Opening hours"),
            "tel": _("Telephone"),
            "email": _("E-mail for questions"),
            "address": _("Address"),
            "operator": _("Who runs it (the legal name)"),
            "representative": _("Who represents it"),
            "reply_days": _("Days until a voice is answered"),
            "reply_place": _("Where answers hang in the shop"),
        }
        help_texts = {
            "operator": _("Stands in the notice that every participant can read."),
            "reply_days": _("Until a voice is read; after the day of its question, until it is answered. 1 to 60."),
            "reply_place": _("For those without an e-mail address, like “the board beside the till”."),
        }
        widgets = {
            "name": OneSentence(autocomplete="organization"),
            "tagline": OneSentence(),
            "hours": OneSentence(),
            "tel": forms.TextInput(attrs={"class": "input", "autocomplete": "tel", "inputmode": "tel"}),
            "email": forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
            "address": OneSentence(autocomplete="street-address"),
            "operator": OneSentence(),
            "representative": OneSentence(),
            "reply_days": forms.NumberInput(attrs={"class": "input input--short", "inputmode": "numeric"}),
            "reply_place": OneSentence(),
        }
        error_messages = {
            "name": {"required": _("The name is empty. Participants see it on every page.")},
            "reply_days": dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"),
                _("This is not a number of days. Please write a number from 1 to 60."),
            ),
        }

    def clean_tel(self) -> str:
        """As it was typed, if somebody can call it: participants read it where a voice is urgent."""
        tel: str = self.cleaned_data["tel"].strip()
        if tel and sum(unicodedata.decimal(c, None) is not None for c in tel) < FEWEST_DIGITS:
            raise forms.ValidationError(_("This does not read like a telephone number. Please check it."))
        return tel


ROLE_SENTENCES = (
    (Role.OWNER, _("Owner: everything, also members and settings")),
    (Role.HOST, _("Host: runs questions, decides, publishes")),
    (Role.STAFF, _("Staff: reads, answers, makes")),
    (Role.PARTNER, _("Business partner: sees the desk, reads no voices")),
)


class PlaceAtDeskForm(forms.ModelForm):  # type: ignore[type-arg]
    """Role and title of one member."""

    role = forms.ChoiceField(label=_("What this person does"), choices=ROLE_SENTENCES, widget=forms.RadioSelect)

    class Meta:
        model = Member
        fields = ("title", "role")
        labels = {"title": _("Name shown with answers")}
        help_texts = {"title": _("A role instead of a name, like “shop manager” or “workshop”.")}
        widgets = {"title": OneSentence()}
        error_messages = {"title": {"required": _("The title is empty. Participants read it instead of a name.")}}


class AppointForm(PlaceAtDeskForm):
    email = _address(_("E-mail address"), "off", _("The sign-in code is sent there."))
    field_order = ("email", "title", "role")

    def clean_email(self) -> str:
        return normal_address(self.cleaned_data["email"])
