"""One port: the pages through WSGI (Django's own ASGI handler is several times slower), live rooms beside them."""

from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import Receive, Scope, Send

from yoriai.config.wsgi import application as django_pages
from yoriai.live import app as live

pages = WSGIMiddleware(django_pages, workers=8)  # type: ignore[arg-type]  # Django annotates its own


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await live.lifespan(scope, receive, send)
    elif scope["type"] == "websocket" or scope["path"].startswith("/live/"):
        await live.app(scope, receive, send)
    else:
        await pages(scope, receive, send)
