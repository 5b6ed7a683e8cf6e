"""A real SMTP server in a process of its own. It keeps every letter as a file; how it behaves is in the recipient's name.

python -m tests.mail_server FOLDER [CERTIFICATE KEY]     (with a certificate it takes letters after STARTTLS only)

unknown@ is refused for good, busy@ the first time, slow@ hears nothing for a long time, everybody else gets the letter.
"""

import asyncio
import json
import ssl
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

LONG = 30  # seconds


class Postbox:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, to: str, _options: Any) -> str:  # noqa: N802
        name = to.partition("@")[0]
        if name == "unknown":
            return f"550 5.1.1 {to}: there is no such mailbox"
        if name == "slow":
            await asyncio.sleep(LONG)
        if name == "busy" and not (self.folder / "busy").exists():
            (self.folder / "busy").touch()
            return "451 4.7.1 Please try again later"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        number = len(list(self.folder.glob("*.eml")))
        about = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "encrypted": session.ssl is not None}
        (self.folder / f"{number}.json").write_text(json.dumps(about))
        (self.folder / f"{number}.eml").write_bytes(envelope.original_content or b"")
        return "250 Kept"


def known(_server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"koe@tofu.example", b"p@ss:word"))


async def serve(folder: Path, certificate: list[str]) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if certificate else None
    if tls:
        tls.load_cert_chain(*certificate)
    options = {"tls_context": tls, "require_starttls": bool(tls), "authenticator": known, "auth_require_tls": bool(tls)}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Postbox(folder), loop=loop, **options), "127.0.0.1", 0)
    (folder / "port.new").write_text(str(server.sockets[0].getsockname()[1]))
    (folder / "port.new").rename(folder / "port")
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2:]))
