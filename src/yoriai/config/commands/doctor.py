"""`yoriai doctor`: looks at this installation, line by line: well (✓), to do before real use (–), to mend (✗)."""

import argparse
import os

SIGNS = {True: "✓", None: "–", False: "✗"}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="yoriai doctor", description="Check this installation; ends with 1 if bad.")
    parser.add_argument("--home", help="the folder of all data (YORIAI_HOME)")
    options = parser.parse_args(arguments)
    if options.home:
        os.environ["YORIAI_HOME"] = os.path.abspath(options.home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yoriai.config.settings")
    import django  # noqa: PLC0415 (`--help` must not wait for it)

    django.setup()
    from django.utils import translation  # noqa: PLC0415

    from yoriai.config.examination import examine  # noqa: PLC0415

    with translation.override(terminal_language()):
        findings = list(examine())
    for finding in findings:
        print(SIGNS[finding.good], finding.sentence)
    return 1 if any(finding.good is False for finding in findings) else 0


def terminal_language() -> str:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "ja" if spoken.startswith("ja") else "en"
