"""`yoriai demo`: the demo shop from nothing, served at once."""

import argparse
import os
import sys
from pathlib import Path


def main(argv: list[str]) -> int:
    options = _options(argv)
    os.environ["YORIAI_DEMO"] = "1"
    os.environ.setdefault("YORIAI_HOME", str(Path("var/demo").resolve()))
    os.environ.setdefault("YORIAI_BASE_URL", f"http://{options.host}:{options.port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yoriai.config.settings")
    Path(os.environ["YORIAI_HOME"]).mkdir(parents=True, exist_ok=True)
    prepare()
    print(welcome(os.environ["YORIAI_BASE_URL"]), flush=True)
    if not options.prepare_only:
        _serve(options)
    return 0


def _serve(options: argparse.Namespace) -> None:
    """In a fresh process: the one that loaded the story has grown."""
    serve = [sys.executable, "-m", "yoriai.cli", "serve", "--host", options.host, "--port", str(options.port)]
    os.execv(sys.executable, serve)  # noqa: S606 (our own command)


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("yoriai demo", description="Serve the demo shop with its whole story.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--prepare-only", action="store_true", help="load the story, do not serve")
    return parser.parse_args(argv)


def prepare() -> None:
    """Database, static files and story; whatever is there already stays."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from django.conf import settings

    from yoriai.accounts.models import Organisation
    from yoriai.demo.calendar import begin
    from yoriai.demo.history import history, local
    from yoriai.demo.load import load_demo

    if not Organisation.objects.exists():
        load_demo()
        begin(settings.ENV.home, local(history()["now"]))


def welcome(base: str) -> str:
    """The addresses to open, in both languages."""
    from yoriai.dialogue.models import Receipt
    from yoriai.story.models import Story
    from yoriai.theme.models import Theme

    running = Theme.objects.filter(closure=None).order_by("-starts_on").first()
    told = Story.objects.exclude(publication=None).first()
    first = Receipt.objects.order_by("voice__spoken_at").filter(voice__text__startswith="がんもどき、もう").first()
    rows = [
        ("まず、ここから / start here", "/demo"),
        ("ひとことを送る / say a word", running.places.all()[0].get_absolute_url() if running else "/"),
        ("声のゆくえ / what became of a voice", first.get_absolute_url() if first else "/"),
        ("ものがたり / the story", told.get_absolute_url() if told else "/"),
        ("帳場（一度押すだけ） / the desk (one tap)", "/demo#desk"),
    ]
    lines = "\n".join(f"  {base}{path}\n      {label}" for label, path in rows)
    return f"\nよりあい – まちの豆腐店（見本）/ Yoriai – the demo shop\n\n{lines}\n\n  Ctrl-C で終わります / stops it\n"
