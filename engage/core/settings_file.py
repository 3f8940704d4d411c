"""Writes the file that settings are read from, keeping every line that it was not asked to change."""

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from engage.core.settings import SettingsError, load_settings

HEAD = "# The settings of this site. `engage settings` lists them all, with one sentence each.\n"


def read_values(path: Path) -> dict[str, str]:
    """The settings in a file by name; none if there is no file."""
    if not path.is_file():
        return {}
    return {name: value or "" for name, value in dotenv_values(path).items() if name.startswith("ENGAGE_")}


def with_values(text: str, values: Mapping[str, str]) -> str:
    """The text of a settings file with these values in the place of earlier ones, or at its end."""
    lines, left = text.splitlines(), dict(values)
    for at, line in enumerate(lines):
        found = re.match(r"\s*(?:export\s+)?(ENGAGE_[A-Z0-9_]+)\s*=", line)
        if found and found[1] in left:
            lines[at] = _line(found[1], left.pop(found[1]))
    lines += [_line(name, value) for name, value in left.items()]
    return "\n".join(lines) + "\n"


def _line(name: str, value: str) -> str:
    if "${" in value or not value.isprintable():
        raise SettingsError(f"{name} can hold neither ${{ nor a line break.")
    quoted = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"{name}='{quoted}'"


def write(path: Path, values: Mapping[str, str]) -> None:
    """Put the values into the file, readable by its owner alone, once they have proved to be good settings.

    Raises SettingsError and leaves the file as it was if they are not.
    """
    text = with_values(path.read_text("utf-8") if path.is_file() else HEAD, values)
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
    new = Path(scratch)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        load_settings(new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
