"""One web process: python -m yoriai.config.web_process LISTENER PROXIES.

The listening socket is its parent's, by number. While this process is away its visitors wait there instead of being
turned away, and several of them share one port.
"""

import socket
import sys

import uvicorn


def configuration(proxies: str) -> uvicorn.Config:
    """Whom we believe about the visitor's address and https: only `proxies`."""
    return uvicorn.Config(
        "yoriai.config.asgi:application",
        loop="uvloop",
        http="httptools",
        proxy_headers=True,
        forwarded_allow_ips=proxies,
        timeout_graceful_shutdown=10,
        server_header=False,
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    listener, proxies = sys.argv[1:]
    uvicorn.Server(configuration(proxies)).run(sockets=[socket.socket(fileno=int(listener))])
