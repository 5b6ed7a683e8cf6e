"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import get_language

from . import clock
from .days import long_day


def frame(request: HttpRequest) -> dict[str, Any]:
    language = get_language() or "ja"
    return {
        "demo": settings.DEMO,
        "demo_today": format_html('<span class="unbroken">{}</span>', long_day(clock.today())) if settings.DEMO else "",
        "base_url": settings.BASE_URL,
        "other_language": "en" if language.startswith("ja") else "ja",
    }
