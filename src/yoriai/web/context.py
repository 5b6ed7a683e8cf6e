"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def frame(request: HttpRequest) -> dict[str, Any]:
    language = get_language() or "ja"
    return {
        "demo": settings.DEMO,
        "base_url": settings.BASE_URL,
        "other_language": "en" if language.startswith("ja") else "ja",
    }
