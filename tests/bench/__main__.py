"""`python -m tests.bench NAME [--json] [--scale N]`: run one benchmark and say what it found."""

import argparse
import json
import pkgutil
import sys
from importlib import import_module

import tests.bench

NAMES = ("directory", "mail", "moderation", "pages", "submissions")


def _written() -> list[str]:
    there = {module.name for module in pkgutil.iter_modules(tests.bench.__path__)}
    return [name for name in NAMES if name in there]


def main() -> int:
    """Run it; the status is 0 when every bar is met."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("name", choices=_written())
    ask.add_argument("--json", action="store_true", help="print a list of figures for machines")
    ask.add_argument("--scale", type=float, default=1.0, help="a fraction of the full size, for a quick look")
    want = ask.parse_args()
    figures = import_module(f"tests.bench.{want.name}").run(want.scale)
    if want.json:
        print(json.dumps([figure.as_json() for figure in figures], indent=2))
    else:
        for figure in figures:
            print(figure)
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
