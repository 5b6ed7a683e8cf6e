"""Asked by `yoriai serve` in a process of its own, so that the small parent never loads Django."""

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yoriai.config.settings")
    import django  # noqa: PLC0415 (settings come first)

    django.setup()
    from yoriai.config.readiness import lacks  # noqa: PLC0415

    found = lacks()
    for sentence in found:
        print(f"yoriai: {sentence}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
