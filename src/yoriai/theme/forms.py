"""Asking a question, changing it, opening it again, and opening places."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yoriai.web import clock
from yoriai.web.fields import OneSentence

from .models import LONGEST_RUN, Channel, Place, Theme, Visibility

LATEST_START = timedelta(days=730)
CIRCLES = [each.value for each in (Visibility.INSIDE, Visibility.LINK, Visibility.PUBLIC)]


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "input input--date", "type": "date"}),
        error_messages={
            "required": _("No day is chosen yet. Please choose one."),
            "invalid": _("This day cannot be read. Please write it like 2026-10-18."),
        },
    )


class ThemeForm(forms.ModelForm):  # type: ignore[type-arg]
    """One question, its purpose, its dates, and who may see the voices."""

    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    reply_by = _day(_("Answers by"), _("We promise this to everybody who speaks."))
    visibility = forms.ChoiceField(
        label=_("Who may see the voices"), choices=Visibility.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Theme
        fields = ("question", "title", "purpose", "starts_on", "ends_on", "reply_by", "visibility")
        labels = {"question": _("The question"), "title": _("Short title"), "purpose": _("What for")}
        help_texts = {
            "question": _("Stands large on the poster. Ask about a day or a moment, not an opinion."),
            "title": _("Heads the page of this question."),
            "purpose": _("One sentence that tells people what their words will change."),
        }
        widgets = {
            "question": forms.Textarea(attrs={"class": "textarea textarea--question", "rows": 2}),
            "title": OneSentence(),
            "purpose": forms.Textarea(attrs={"class": "textarea textarea--short", "rows": 2}),
        }
        error_messages = {
            "question": {"required": _("The question is empty. One sentence is enough.")},
            "title": {"required": _("The title is empty. A few words are enough.")},
            "purpose": {"required": _("The purpose is empty. People want to know what their words are for.")},
        }

    def clean_question(self) -> str:
        question = " ".join(self.cleaned_data["question"].split())
        if len(question) < 5:
            raise forms.ValidationError(_("The question is very short. The poster needs at least 5 characters."))
        return question

    def clean_visibility(self) -> str:
        """Whoever spoke was told who reads it; that circle never grows afterwards."""
        chosen: str = self.cleaned_data["visibility"]
        before = self.initial.get("visibility", "")
        if self.instance.pk and CIRCLES.index(chosen) > CIRCLES.index(before) and self.instance.voices.exists():
            raise forms.ValidationError(
                _("People spoke because fewer would read it. Keep the choice, or ask a new question.")
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last, promise = (cleaned.get(name) for name in ("starts_on", "ends_on", "reply_by"))
        if first and "starts_on" in self.changed_data and abs(first - clock.today()) > LATEST_START:
            self.add_error("starts_on", _("This day is years away. Please look at the year."))
        elif first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first. Please choose a later day."))
        elif first and last and last - first > LONGEST_RUN:
            self.add_error("ends_on", _("That is longer than a year. Please choose an earlier last day."))
        if first and promise and "starts_on" not in self.errors and not first <= promise <= first + 2 * LONGEST_RUN:
            self.add_error("reply_by", _("Answers come after the first day. Please choose a later day."))
        return cleaned


class NewThemeForm(ThemeForm):
    place_label = forms.CharField(
        label=_("Where the poster hangs"),
        max_length=40,
        required=False,
        widget=OneSentence(),
        help_text=_("Like “beside the till”. You can open more places later."),
    )

    def clean_ends_on(self) -> date:
        last: date = self.cleaned_data["ends_on"]
        if last < clock.today():
            raise forms.ValidationError(_("The last day lies in the past. Please choose today or a later day."))
        return last


class ReopenForm(forms.Form):
    ends_on = _day(_("New last day"))

    def clean_ends_on(self) -> date:
        last: date = self.cleaned_data["ends_on"]
        if last - clock.today() > LONGEST_RUN:
            raise forms.ValidationError(_("That is longer than a year. Please choose an earlier last day."))
        return last


class PlaceForm(forms.ModelForm):  # type: ignore[type-arg]
    """One more door through which voices come in."""

    class Meta:
        model = Place
        fields = ("channel", "label")
        labels = {"channel": _("Kind"), "label": _("Where it is")}
        help_texts = {"label": _("Like “beside the till” or “class 2B”. Only the shop reads it.")}
        widgets = {"channel": forms.Select(attrs={"class": "input"}), "label": OneSentence()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = Channel.choices  # type: ignore[attr-defined]


class PlaceNameForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a place is called at the desk."""

    class Meta:
        model = Place
        fields = ("label",)
        labels, help_texts, widgets = PlaceForm.Meta.labels, PlaceForm.Meta.help_texts, PlaceForm.Meta.widgets
