"""Keeps a page of every kind that the tests get, and runs a validator over them.

Around a run of tests: `python -m tests.support.valid_html begin`, then `… check`.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from engage.core import assets_build

VALIDATOR = Path(__file__).resolve().parent.parent / "html"
PAGES = Path("test-pages")


def begin() -> None:
    """Fetch the validator while there is a network, and keep the pages of this run instead of those before."""
    _program()
    shutil.rmtree(PAGES, ignore_errors=True)
    PAGES.mkdir(parents=True)


def keep(text: str, status: int, path: str, app: Flask) -> None:
    """Keep a page while it is the longest of its kind: of its endpoint and status."""
    if not PAGES.is_dir():
        return
    kept = PAGES / f"{_endpoint(path, app)}.{status}.html"
    if not kept.exists() or kept.stat().st_size < len(text.encode()):
        kept.write_text(text)


def _endpoint(path: str, app: Flask) -> str:
    routes = app.url_map.bind("localhost")
    for method in ("GET", "POST"):
        try:
            return routes.match(urlsplit(path).path, method)[0]
        except (HTTPException, RequestRedirect):
            continue
    return "none"


def check() -> int:
    """Validate what was kept; prints what is wrong, and gives 0 when nothing is."""
    pages = sorted(str(page.resolve()) for page in PAGES.glob("*.html"))
    if not pages:
        sys.stderr.write("No page was kept: the tests of the pages did not run.\n")
        return 1
    line = [*_program(), "--config", str(VALIDATOR / ".htmlvalidate.json"), "--formatter", "text", *pages]
    done = subprocess.run(line, check=False, text=True)
    sys.stdout.write(f"{len(pages)} pages: {'something is not valid' if done.returncode else 'all valid'}.\n")
    return done.returncode


def _program() -> list[str]:
    node = assets_build.find_node()
    packages = assets_build.installed_packages(VALIDATOR, node)
    return [node.node, str(packages / "node_modules" / "html-validate" / "bin" / "html-validate.mjs")]


if __name__ == "__main__":
    sys.exit(begin() if sys.argv[1:] == ["begin"] else check())
