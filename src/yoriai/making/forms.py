"""The forms of making. Every error says what, why and what to do."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yoriai.dialogue.models import Voice
from yoriai.files.forms import PhotoField, no_photo_field
from yoriai.theme.models import Theme
from yoriai.web import clock
from yoriai.web.fields import OneSentence

from .models import Idea, Product, Prototype, Verdict
from .queries import Ground
from .sentences import is_sentence, sentences

ALL = "all"
NOT_CHOSEN = _("Nothing is chosen yet. Please choose one.")
NO_SENTENCE = _("This is not a sentence yet. Please write what the voices want, like the example below the field.")


def text_field(label: Any, longest: int, *, rows: int = 0, hint: Any = "", must: bool = True) -> forms.CharField:
    """One sentence, or a text area of `rows` lines; both grow with what is written."""
    paragraphs = {"class": "textarea", "rows": str(rows)}
    return forms.CharField(
        label=label,
        max_length=longest,
        required=must,
        help_text=hint,
        widget=forms.Textarea(paragraphs) if rows else OneSentence(autocomplete="off"),
        error_messages={
            "required": _("Nothing is written here yet. Please write a few words."),
            "max_length": _("This is too long: at most %(limit_value)d characters fit. Please shorten it."),
            "null_characters_not_allowed": _("This text has signs that cannot be kept. Please type it anew."),
        },
    )


class PastDayField(forms.DateField):
    """A day on which something has happened."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and day > clock.today():
            raise forms.ValidationError(_("This day is still to come. Please choose today or an earlier day."))
        return day


def day_field(label: Any) -> forms.DateField:
    wrong = _("This day could not be read. Please choose it from the calendar.")
    return PastDayField(
        label=label,
        initial=clock.today,
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": wrong, "invalid": wrong},
    )


class HeadlineField(forms.CharField):
    def clean(self, value: Any) -> str:
        words: str = super().clean(value)
        if words and not is_sentence(words):
            raise forms.ValidationError(NO_SENTENCE, code="no_sentence")
        return words


def headline_field(*, must: bool = True) -> forms.CharField:
    plain = text_field(_("What do these voices want?"), 80)
    return HeadlineField(
        label=plain.label,
        max_length=80,
        required=must,
        help_text=_("One sentence, not a topic. Example: “I want it small enough for the lid to close”"),
        widget=plain.widget,
        error_messages=plain.error_messages,
    )


class FromVoiceForm(forms.Form):
    """Which words matter, and then: a new idea, or one that is there already."""

    words = forms.ChoiceField(
        label=_("Which words matter?"),
        widget=forms.RadioSelect,
        error_messages={"required": NOT_CHOSEN, "invalid_choice": NOT_CHOSEN},
    )
    headline = headline_field()
    idea: "forms.ModelChoiceField[Idea]" = forms.ModelChoiceField(
        label=_("Ideas of this question"),
        queryset=Idea.objects.none(),
        widget=forms.RadioSelect,
        required=False,
        empty_label=None,
        error_messages={"invalid_choice": NOT_CHOSEN},
    )

    def __init__(self, voice: Voice, data: Any = None) -> None:
        super().__init__(data)
        pieces = [(f"{start}-{end}", voice.text[start:end]) for start, end in sentences(voice.text)]
        whole = (ALL, _("All of it"))
        several = len(pieces) > 1
        self.fields["words"].choices = [*pieces, whole] if several else [whole]  # type: ignore[attr-defined]
        self.fields["words"].initial = ALL
        if not several:  # nothing to ask
            self.fields["words"].widget = forms.HiddenInput()
        self.fields["idea"].queryset = Idea.objects.filter(theme=voice.theme_id)  # type: ignore[attr-defined]
        self.theme = voice.theme_id

    @property
    def joins(self) -> bool:
        return self.data.get("goal") == "join"

    @property
    def span(self) -> tuple[int, int] | None:
        chosen = self.cleaned_data["words"]
        if chosen == ALL:
            return None
        start, end = chosen.split("-")
        return int(start), int(end)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.joins:
            self.errors.pop("headline", None)  # the other button's field
            if not values.get("idea") and "idea" not in self.errors:
                self.add_error("idea", NOT_CHOSEN)
        elif Idea.objects.filter(theme=self.theme, headline=values.get("headline", "")).exists():
            self.add_error("headline", gettext("This idea is already there. Please choose it from the list below."))
        return values


class IdeaForm(forms.Form):
    headline = headline_field()
    body = text_field(_("More about it"), 1000, rows=4, must=False)


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            (Verdict.ADOPT, _("Adopt – we will make it")),
            (Verdict.TRY, _("Try – we test it in small first")),
            (Verdict.HOLD, _("Hold – we wait until something changes")),
            (Verdict.DECLINE, _("Decline – not this time")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": NOT_CHOSEN, "invalid_choice": NOT_CHOSEN},
    )
    reason = text_field(
        _("Why? In one or two sentences"),
        300,
        rows=3,
        hint=_("The people of these voices read it as it is."),
    )


class GroundsField(forms.TypedMultipleChoiceField):
    """Voices to tick; `cleaned_data` holds pairs of a voice and its words that matter."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            coerce=UUID,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("One of these voices is not here any more. Please choose again.")},
        )
        self.offered: dict[UUID, Ground] = {}

    def offer(self, grounds: Iterable[Ground]) -> None:
        self.offered = {ground.voice.pk: ground for ground in grounds}
        self.choices = [(str(pk), _shown(ground)) for pk, ground in self.offered.items()]

    def clean(self, value: Any) -> list[tuple[Voice, tuple[int, int] | None]]:
        chosen = super().clean(value)
        return [(self.offered[pk].voice, self.offered[pk].span) for pk in chosen]


def _shown(ground: Ground) -> str:
    return f"{ground.words} {gettext('(only the shop reads it)')}" if ground.is_inside else ground.words


class PrototypeForm(forms.Form):
    name = text_field(_("Name"), 60, hint=_("Example: Prototype 2, a little smaller"))
    made_of = text_field(
        _("What changed?"),
        600,
        rows=4,
        hint=_("Example: A little smaller, so that it can be held in one hand."),
    )
    made_on = day_field(_("Day it was made"))
    photo = PhotoField(help_text=_("Place and camera details are removed from the photo."))
    no_photo = no_photo_field()
    grounds = GroundsField(_("Whose voice changed it?"))

    def __init__(self, offered: Iterable[Ground], data: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(data, files, **more)
        self.fields["grounds"].offer(offered)  # type: ignore[attr-defined]


class FirstPrototypeForm(PrototypeForm):
    """Nothing has changed yet: it is made for the first time."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        made_of, grounds = self.fields["made_of"], self.fields["grounds"]
        made_of.label, made_of.help_text = _("What did you make?"), _("Example: Ten pieces, made by hand.")
        grounds.label = _("Whose voice is in it?")


HELD = {"yes": True, "no": False, "open": None}


class ExperimentForm(forms.Form):
    hypothesis = text_field(_("What did you expect?"), 120, hint=_("Example: Smaller, it can be held in one hand."))
    measure = text_field(_("What did you count or watch?"), 120, hint=_("Example: People who held it in one hand"))
    people = forms.IntegerField(
        label=_("How many people?"),
        min_value=0,
        max_value=9999,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"}),
        error_messages={
            "required": _("The number of people is not written yet. 0 is fine, if only you tried it."),
            **dict.fromkeys(
                ("invalid", "min_value", "max_value"),
                _("This is not a count of people. Please write a number from 0 to 9999."),
            ),
        },
    )
    result = text_field(_("What came out?"), 160, hint=_("Example: 17 of 18 people could."))
    learned = text_field(_("What did you learn?"), 200, rows=3, must=False)
    held = forms.ChoiceField(
        label=_("Did it turn out as expected?"),
        choices=[("yes", _("As expected")), ("no", _("Not as expected")), ("open", _("Cannot say yet"))],
        widget=forms.RadioSelect,
        error_messages={"required": NOT_CHOSEN, "invalid_choice": NOT_CHOSEN},
    )
    held_on = day_field(_("Day it was tried"))

    def findings(self) -> dict[str, Any]:
        return {**self.cleaned_data, "held": HELD[self.cleaned_data["held"]]}


class ProductForm(forms.Form):
    name = text_field(_("Name"), 60, hint=_("As people will see it."))
    out_on = day_field(_("Day it reached people"))
    body = text_field(_("What is it?"), 600, rows=4, must=False)
    terms = text_field(_("Price, place, days"), 80, must=False, hint=_("Example: 160 yen, Tuesdays and Fridays"))
    photo = PhotoField(help_text=_("Place and camera details are removed from the photo."))
    no_photo = no_photo_field()

    def __init__(
        self, theme: Theme, data: Any = None, files: Any = None, *, product: Product | None = None, **more: Any
    ) -> None:
        super().__init__(data, files, **more)
        self.theme, self.product = theme, product

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Product.objects.filter(theme=self.theme, name=name)
        if self.product:
            others = others.exclude(pk=self.product.pk)
        if others.exists():
            raise forms.ValidationError(
                gettext("This name is already there. Please open that one, or choose another name.")
            )
        return name


class NewProductForm(ProductForm):
    because = text_field(
        _("Why did you decide to make it?"),
        300,
        rows=3,
        hint=_("One sentence. The people of these voices read it as it is."),
    )
    ideas: "forms.ModelMultipleChoiceField[Idea]" = forms.ModelMultipleChoiceField(
        label=_("Other ideas that are in it"),
        queryset=Idea.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NOT_CHOSEN, "invalid_pk_value": NOT_CHOSEN},
    )

    def __init__(self, idea: Idea, data: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(idea.theme, data, files, **more)
        others = Idea.objects.filter(theme=idea.theme_id).exclude(pk=idea.pk)
        self.fields["ideas"].queryset = others  # type: ignore[attr-defined]
        if idea.is_adopted:  # it has its reason
            del self.fields["because"]


def initial_of(prototype: Prototype, grounds: Iterable[Ground]) -> dict[str, Any]:
    return {
        "name": prototype.name,
        "made_of": prototype.made_of,
        "made_on": prototype.made_on,
        "grounds": [str(ground.voice.pk) for ground in grounds],
    }
