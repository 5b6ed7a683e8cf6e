"""Answering a voice, and keeping it inside the shop."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import HoldReason

LONGEST_REPLY = 2000
UNFINISHED = ("、", ",", ":", "：")

# Where an answer may begin; a person always writes on.
BEGINNINGS = (
    (
        _("Thanks"),
        _("Thank you for telling us. We have read your words. "),
    ),
    (
        _("We try it"),
        _("Thank you for telling us. We will try it out, and this page will tell you what came of it. "),
    ),
    (
        _("Not now"),
        _("Thank you for telling us. We cannot do it now, and the reason is this: "),
    ),
)


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Answer"),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 5}),
        error_messages={
            "required": _("Nothing is written yet. One sentence is enough."),
            "max_length": _("An answer holds %(limit_value)d characters, this has %(show_value)d. Please shorten it."),
        },
    )

    knowing = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)  # answers that stood there

    def clean_text(self) -> str:
        """A beginning that was tapped and not written on would be sent as half a sentence."""
        text: str = self.cleaned_data["text"].strip()
        if text.endswith(UNFINISHED):
            raise forms.ValidationError(_("The last sentence is not finished yet. Please write on."))
        return text


class CircleForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the circle"),
        max_length=40,
        help_text=_("Like “the Saturday group”. Only the desk sees it."),
        widget=forms.TextInput(attrs={"class": "input", "list": "circles", "autocomplete": "off"}),
        error_messages={
            "required": _("The circle has no name yet. A few words are enough."),
            "max_length": _("This name has %(show_value)d characters. Please keep it to 40."),
        },
    )


class RenameForm(CircleForm):
    """The other name of a circle, on the page where the form above may stand, too."""

    prefix = "called"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("New name")
        self.fields["name"].help_text = ""
        self.fields["name"].widget = forms.TextInput(attrs={"class": "input", "autocomplete": "off"})


class HoldForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why it stays in the shop"),
        choices=HoldReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("No reason is chosen yet. Please choose the one that fits best.")},
    )
    urgent = forms.BooleanField(label=_("Urgent: somebody settles it today"), required=False)
