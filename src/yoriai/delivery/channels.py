"""Ways to reach somebody. An address is "<channel>:<whom>"; each channel registers how it sends."""

from collections.abc import Callable

from yoriai.ledger.models import Delivery

Send = Callable[[Delivery, str], str]  # (delivery, whom) → outcome: "sent" or "nobody"; anything raised is tried again
SENT = "sent"
NOBODY = "nobody"  # the person left no address, or took it back, or there is nothing left to say
_channels: dict[str, Send] = {}


class AddressRefused(Exception):
    """The other side says that this address never takes a message: trying again would only be a nuisance."""


class UnknownChannel(LookupError):
    """No step has registered this channel."""


def register(channel: str, send: Send) -> None:
    if channel in _channels:
        raise ValueError(f"The channel {channel} is registered twice.")
    _channels[channel] = send


def send(delivery: Delivery) -> str:
    channel, _, whom = delivery.address.partition(":")
    if channel not in _channels:
        raise UnknownChannel(channel)
    return _channels[channel](delivery, whom)
