"""Serves the built files of static/dist under names that change with their content."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from whitenoise import WhiteNoise

from engage.core.assets_build import MANIFEST, read_manifest

if TYPE_CHECKING:
    from flask import Flask

ROOT = Path(__file__).parents[2]
DIST = ROOT / "static" / "dist"
PREFIX = "/static/"


class UnknownAssetError(LookupError):
    """A template asked for a file that the build does not know."""


def asset_url(name: str) -> str:
    """The address of a built file, by the name it has in the sources ("main.css"). May be cached for ever."""
    try:
        return PREFIX + _manifest()[name]
    except KeyError:
        known = ", ".join(sorted(_manifest())) or "none: run `engage assets`"
        raise UnknownAssetError(f"No built file is named “{name}”. Known: {known}.") from None


def init_app(app: Flask) -> None:
    """Give templates asset_url and serve the built files before the application sees the request."""
    app.jinja_env.globals["asset_url"] = asset_url
    files = WhiteNoise(app.wsgi_app, immutable_file_test=lambda _path, _url: True)
    for path in DIST.rglob("*"):
        if path.is_file() and path.name != MANIFEST and path.suffix not in {".br", ".gz"}:
            files.add_file_to_dictionary(PREFIX + path.relative_to(DIST).as_posix(), str(path))
    app.wsgi_app = files  # type: ignore[method-assign]  # how Flask means it


@cache
def _manifest() -> dict[str, str]:
    return read_manifest(DIST)
