"""`yoriai manage …`: Django's own commands, for those who know them."""

import os

from django.core.management import execute_from_command_line


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yoriai.config.settings")
    execute_from_command_line(["yoriai manage", *arguments])
    return 0
