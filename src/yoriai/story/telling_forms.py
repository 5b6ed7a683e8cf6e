"""The forms of telling and thanking."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yoriai.files.forms import PhotoField, no_photo_field
from yoriai.making.forms import GroundsField, day_field, text_field
from yoriai.making.queries import Ground

from .models import Chapter, Story, Thanks

NO_TRACES = _("Place and camera details are removed from the photo.")


class StoryForm(forms.Form):
    title = text_field(_("Title"), 60)
    opening = text_field(
        _("Opening words"), 60, must=False, hint=_("A few words beside the picture. Example: It began with one voice.")
    )
    lead = text_field(_("Lead"), 400, rows=4, must=False, hint=_("What the story tells, in two or three sentences."))
    photo = PhotoField(help_text=NO_TRACES)
    no_photo = no_photo_field()

    def __init__(self, story: Story, data: Any = None, files: Any = None) -> None:
        initial = {field: getattr(story, field) for field in ("title", "opening", "lead")}
        super().__init__(data, files, initial=initial)


class ChapterForm(forms.Form):
    heading = text_field(_("Heading"), 60)
    day = day_field(_("Day"))
    body = text_field(_("What happened"), 2000, rows=6, must=False)
    quotes = GroundsField(_("Voices in this chapter"))
    photo = PhotoField(help_text=NO_TRACES)
    no_photo = no_photo_field()
    real = forms.BooleanField(label=_("Here it became real (one chapter of the story)"), required=False)

    def __init__(
        self, offered: Iterable[Ground], data: Any = None, files: Any = None, *, chapter: Chapter | None = None
    ) -> None:
        initial: dict[str, Any] = {}
        if chapter:
            initial = {field: getattr(chapter, field) for field in ("heading", "day", "body", "real")}
            initial["quotes"] = [str(quote.voice_id) for quote in chapter.quotes.all()]
        super().__init__(data, files, initial=initial)
        self.fields["quotes"].offer(offered)  # type: ignore[attr-defined]


class ThanksForm(forms.Form):
    text = text_field(_("Words of thanks"), 600, rows=3)
    send = forms.BooleanField(label=_("Send this one"), required=False)

    def __init__(self, thanks: Thanks, data: Any = None) -> None:
        """Thanks for a complaint or a worry may hurt: those of a voice kept in the shop go only when ticked."""
        super().__init__(data, prefix=str(thanks.pk), initial={"text": thanks.text, "send": not thanks.voice.is_held})
        self.thanks = thanks
