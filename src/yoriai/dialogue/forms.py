"""What a participant writes: one voice."""

import secrets
import unicodedata
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from yoriai.people.forms import CreditFields

from .models import LONGEST


def is_blank(text: str) -> bool:
    """Nothing a person could read: spaces, line ends, marks without a letter to stand on."""
    return all(unicodedata.category(c)[0] in "ZC" or c in "\u2800\u3164" for c in text)


class VoiceForm(CreditFields):
    text = forms.CharField(
        label=_("Your word"),
        strip=False,
        required=False,  # clean_text says it in its own words
        widget=forms.Textarea(
            attrs={
                "class": "textarea textarea--voice",
                "rows": 4,
                "dir": "auto",
                "required": True,
                "placeholder": _("As it comes to you; short is fine"),
                "aria-describedby": "text-error",
            }
        ),
    )
    form_id = forms.CharField(required=False, widget=forms.HiddenInput)
    same = forms.CharField(required=False, widget=forms.HiddenInput)
    inside_only = forms.BooleanField(label=_("Only the shop reads it"), required=False)

    field_order = ("text", "credit", "name", "inside_only", "same", "form_id")

    @staticmethod
    def new_id() -> str:
        return secrets.token_urlsafe(16)

    @property
    def opened_as(self) -> str:
        """The id of this opened form: kept when it comes back with an error."""
        return str(self["form_id"].value() or "")[:64] or self.new_id()

    @property
    def details_open(self) -> bool:
        return bool(self.is_bound and ({"credit", "name", "inside_only"} & set(self.errors)))

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if "text" in self.mended:
            raise ValidationError(
                _("Signs that cannot be read were in the text. They are taken out; please look once more and send.")
            )
        if is_blank(text):
            raise ValidationError(_("Nothing is written yet. One short word is enough."))
        if len(text) > LONGEST:
            over = len(text) - LONGEST
            raise ValidationError(
                ngettext(
                    "This is %(over)s character too long; %(most)s fit. Please shorten it, or send it in two parts.",
                    "This is %(over)s characters too long; %(most)s fit. Please shorten it, or send it in two parts.",
                    over,
                )
                % {"over": f"{over:,}", "most": f"{LONGEST:,}"}
            )
        return text

    def clean_same(self) -> uuid.UUID | None:
        """The voice echoed; anything else is no echo."""
        return as_voice_id(self.cleaned_data["same"])


def as_voice_id(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None
