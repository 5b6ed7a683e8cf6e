"""How a name appears: the same choice on the page where one speaks and on the receipt."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import CreditStyle

NAMED = (CreditStyle.NICKNAME, CreditStyle.INITIALS, CreditStyle.REAL)
LINES: dict[str, str | Promise] = {
    CreditStyle.NONE: _("Your name will not be shown"),
    CreditStyle.GROUP: _("Shown only as “a customer”"),
    CreditStyle.NICKNAME: _("Shown with a nickname"),
    CreditStyle.INITIALS: _("Shown with initials"),
    CreditStyle.REAL: _("Shown with your real name"),
}


def without_controls(text: str) -> str:
    """Without the characters that no keyboard writes and no page can show (NUL and its like); lines end in one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


class PlainData(forms.Form):
    """A form whose typed characters can all be stored and shown; it remembers where some had to go."""

    def __init__(self, data: Mapping[str, Any] | None = None, **more: Any) -> None:
        self.mended: set[str] = set()
        super().__init__(self._plain(data) if data is not None else None, **more)

    def _plain(self, data: Mapping[str, Any]) -> MultiValueDict[str, str]:
        plain: MultiValueDict[str, str] = MultiValueDict()
        for key in data:
            typed = str(data[key])
            plain[key] = without_controls(typed)
            if len(plain[key]) != len(typed.replace("\r\n", "\n")):
                self.mended.add(key)
        return plain


class CreditFields(PlainData):
    """名前の出し方, with the name that some ways need."""

    credit = forms.ChoiceField(
        label=_("How your name appears"),
        choices=CreditStyle.choices,
        initial=CreditStyle.NONE,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("This way is not offered. Please choose one of the list.")},
    )
    name = forms.CharField(
        label=_("The name to show"),
        max_length=40,
        required=False,
        error_messages={"max_length": _("The name has %(show_value)d characters. Please keep it to 40.")},
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "nickname"}),
    )

    @property
    def credit_value(self) -> str:
        value = str(self["credit"].value() or CreditStyle.NONE)
        return value if value in CreditStyle.values else str(CreditStyle.NONE)

    @property
    def credit_line(self) -> str:
        """The choice in one sentence."""
        return str(LINES[self.credit_value])

    @property
    def ways(self) -> list[tuple[str, str, str, bool]]:
        """Each way: value, label, its sentence, whether it is chosen."""
        return [
            (value, str(label), str(LINES[value]), value == self.credit_value) for value, label in CreditStyle.choices
        ]

    def clean_credit(self) -> str:
        return self.cleaned_data["credit"] or str(CreditStyle.NONE)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = cleaned.get("credit") in NAMED
        if not named:
            cleaned["name"] = ""
            self.errors.pop("name", None)
        elif not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", ValidationError(_("No name is written yet. Write one, or choose not to show it.")))
        return cleaned
