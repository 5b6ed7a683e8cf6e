"""Parts of forms that several steps use."""

from collections.abc import Mapping
from typing import Any

from django import forms


class OneSentence(forms.Textarea):
    """A sentence is seen whole on every phone: the field grows with it. Lines typed into it become one."""

    def __init__(self, **attrs: str) -> None:
        super().__init__({"class": "textarea textarea--line", "rows": "2", **attrs})
        del self.attrs["cols"]  # as wide as the form

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return " ".join(filter(None, map(str.strip, value.splitlines()))) if isinstance(value, str) else value
