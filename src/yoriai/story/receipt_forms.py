"""What the holder of a receipt writes: the code of a slip, an address, a way to be named."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from yoriai.people.forms import CreditFields, PlainData
from yoriai.web.codes import as_typed

LENGTH = 12


class CodeForm(PlainData):
    """The code printed on a slip, in any width, case and grouping."""

    code = forms.CharField(
        label=_("The code of your receipt"),
        error_messages={"required": _("No code is written yet. It has 12 characters.")},
        help_text=_("Twelve letters and digits. Hyphens and small letters do not matter."),
        widget=forms.TextInput(
            attrs={"class": "input input--code", "autocomplete": "off", "autocapitalize": "characters", "size": 16}
        ),
    )

    def clean_code(self) -> str:
        code = as_typed(self.cleaned_data["code"])
        if len(code) == LENGTH:
            return code
        raise ValidationError(
            _("The code has %(have)s of its 12 characters. Please look at your slip once more.") % {"have": len(code)}
        )


class NameForm(CreditFields):
    """A change of how the name appears."""


class ContactForm(PlainData):
    """An address for the answer, and the agreement that must be ticked by hand."""

    address = forms.CharField(
        label=_("E-mail address"),
        error_messages={"required": _("No address is written yet. Please write where the answer should go.")},
        widget=forms.TextInput(
            attrs={
                "class": "input",
                "type": "email",
                "inputmode": "email",
                "autocomplete": "email",
                "spellcheck": "false",
            }
        ),
    )
    agreed = forms.BooleanField(required=False)

    def clean_address(self) -> str:
        address = unicodedata.normalize("NFKC", self.cleaned_data["address"]).strip()
        try:
            validate_email(address)
        except ValidationError:
            raise ValidationError(
                _("This does not look like an e-mail address. Please check it, for example name@example.jp.")
            ) from None
        if len(address) > 254:
            raise ValidationError(_("This address is too long to be real. Please check it."))
        return address

    def clean_agreed(self) -> bool:
        if not self.cleaned_data["agreed"]:
            raise ValidationError(_("The box is not ticked yet. Tick it if you wish to hear from us."))
        return True
