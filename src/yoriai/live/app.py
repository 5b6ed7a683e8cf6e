"""The place of the live rooms: raw ASGI, because a room outlives a request. Steps register their rooms here."""

import json
from collections.abc import Awaitable, Callable

from a2wsgi.asgi_typing import Receive, Scope, Send

Room = Callable[[Scope, Receive, Send], Awaitable[None]]
_rooms: dict[str, Room] = {}


def open_room(prefix: str, room: Room) -> None:
    """Let `room` answer everything below /live/<prefix>/."""
    if prefix in _rooms:
        raise ValueError(f"/live/{prefix}/ is taken.")
    _rooms[prefix] = room


async def lifespan(scope: Scope, receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await send({"type": "lifespan.shutdown.complete"})
            return


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    prefix = str(scope.get("path", "")).removeprefix("/live/").split("/", 1)[0]
    if room := _rooms.get(prefix):
        await room(scope, receive, send)
    elif scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4404, "reason": ""})
    elif prefix == "health":
        await answer(send, 200, {"ok": True, "rooms": sorted(_rooms)})
    else:
        await answer(send, 404, {"ok": False})


async def answer(send: Send, status: int, body: dict[str, object]) -> None:
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode(), "more_body": False})
