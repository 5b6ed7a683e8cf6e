"""A server whose web processes may be killed at any moment: this parent has the code loaded and forks them anew.

python -m tests.load.forking_server PORT_FILE PIDS_FOLDER [PROCESSES]
"""

import os
import signal
import socket
import sys
import time
from pathlib import Path

import uvicorn

from yoriai.config.asgi import application


def web_process(listener: socket.socket, slot: int, folder: Path) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    (folder / str(slot)).write_text(str(os.getpid()))
    config = uvicorn.Config(application, loop="uvloop", http="httptools", log_level="error", access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


def main(port_file: Path, folder: Path, processes: int) -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    folder.mkdir(exist_ok=True)
    port_file.write_text(str(listener.getsockname()[1]))
    slots: dict[int, int] = {}
    ending: list[bool] = []
    signal.signal(signal.SIGTERM, lambda *_: ending.append(True))
    while not ending:
        for slot in range(processes):
            if slot not in slots.values():
                if (child := os.fork()) == 0:
                    try:
                        web_process(listener, slot, folder)
                    finally:
                        os._exit(0)
                slots[child] = slot
        ended, _status = os.waitpid(-1, os.WNOHANG)
        slots.pop(ended, None)
        time.sleep(0.01)
    for child in slots:
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
