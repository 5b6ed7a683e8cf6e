"""`yoriai worker`: sends what is due, until it is told to stop."""

import argparse
import os
import signal
import threading


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="yoriai worker", description="Send what is due.")
    parser.add_argument("--home", help="the folder of all data (YORIAI_HOME)")
    parser.add_argument("--once", action="store_true", help="send and tidy what is due now, then end")
    parser.add_argument("--pause", type=float, default=2.0, metavar="SECONDS", help="between two looks (2)")
    options = parser.parse_args(arguments)
    if options.home:
        os.environ["YORIAI_HOME"] = os.path.abspath(options.home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yoriai.config.settings")
    import django  # noqa: PLC0415 (`--help` must not wait for it)

    django.setup()
    from yoriai.accounts.actions import answer_wishes  # noqa: PLC0415

    from . import chores  # noqa: PLC0415
    from .worker import note_pulse, run, work_once  # noqa: PLC0415

    if options.once:
        while answer_wishes() + work_once():
            pass
        chores.enrol()
        chores.do_due()
        note_pulse()
        return 0
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    run(stop, pause=options.pause)
    return 0
