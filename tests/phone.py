"""A walker's browser that really goes through the network: cookies, forms and files over HTTP to another process."""

from typing import Any

import httpx
from django.core.files.uploadedfile import UploadedFile


class Phone:
    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, timeout=60, headers={"Accept-Language": "ja"})

    def get(self, address: str) -> httpx.Response:
        return self.client.get(address)

    def post(self, address: str, values: dict[str, Any]) -> httpx.Response:
        files = {name: value for name, value in values.items() if isinstance(value, UploadedFile)}
        sent = {name: (file.name, file.read(), file.content_type) for name, file in files.items()}
        typed = {name: value for name, value in values.items() if name not in files}
        return self.client.post(address, data=typed, files=sent or None)
