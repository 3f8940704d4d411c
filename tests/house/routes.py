"""The committed list of routes: `python -m tests.house.routes` prints it, `--write` brings both lists up to date."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from engage.app import create_app
from engage.core.settings import Settings

LIST = Path(__file__).with_name("routes.txt")
REWRITE = "python -m tests.house.routes --write"


def rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every route with the methods that it answers, in the order of their addresses."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        yield rule, ",".join(methods)


def listed(app: Flask) -> str:
    """One line for each route: address, methods, endpoint."""
    return "".join(f"{rule.rule}  {methods}  {rule.endpoint}\n" for rule, methods in rules(app))


def main() -> None:
    """Print the list, or write it and the matrix beside it."""
    from tests.security import matrix

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder)))
    if "--write" not in sys.argv:
        sys.stdout.write(listed(app))
        return
    LIST.write_text(listed(app))
    matrix.LIST.write_text(matrix.listed(app))


if __name__ == "__main__":
    main()
