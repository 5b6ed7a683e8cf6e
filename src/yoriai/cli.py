"""The one command. Each sub-command is imported only when it is called, so that `--help` answers at once."""

import importlib
import sys
from collections.abc import Callable

COMMANDS = {
    "demo": ("yoriai.demo.command", "serve the demo shop with its whole story"),
    "setup": ("yoriai.config.commands.setup", "prepare for real use: settings, database, first owner"),
    "serve": ("yoriai.config.commands.serve", "serve the pages, the live rooms and the worker on one port"),
    "worker": ("yoriai.delivery.command", "send what is due"),
    "doctor": ("yoriai.config.commands.doctor", "check this installation and say what to mend"),
    "backup": ("yoriai.config.commands.backup", "everything in one file, while it runs"),
    "restore": ("yoriai.config.commands.restore", "an installation again from such a file"),
    "export": ("yoriai.config.commands.export", "all voices and what became of them, as open tables"),
    "manage": ("yoriai.config.commands.manage", "Django's own commands"),
    "listen": ("yoriai.listening.command", "many voices: similar ones, themes, opinion groups"),
    "count": ("yoriai.counting.command", "ballots: results with their reasons"),
    "verify": ("yoriai.counting.verify_command", "recompute a published result from its audit file"),
    "measure": ("yoriai.measuring.command", "what came of it, with its uncertainty"),
}


def usage() -> str:
    lines = [f"  {name:<8} {sentence}" for name, (_, sentence) in COMMANDS.items()]
    return "\n".join(["usage: yoriai COMMAND [OPTIONS]   (yoriai COMMAND --help tells more)", "", *lines])


def main(argv: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return 0
    name, rest = arguments[0], arguments[1:]
    if name == "--version":
        from yoriai import __version__

        print(__version__)
        return 0
    if name not in COMMANDS:
        print(f"yoriai: there is no command {name!r}.\n\n{usage()}", file=sys.stderr)
        return 2
    run: Callable[[list[str]], int] = importlib.import_module(COMMANDS[name][0]).main
    return run(rest)


if __name__ == "__main__":
    sys.exit(main())
