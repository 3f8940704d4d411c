"""What this machine remembers of the newest runs outside the database, so that a restored backup starts none again."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from engage.mail.models import RunKind


@dataclass(frozen=True)
class Seen:
    """A run that was started."""

    period: str
    due_at: datetime
    started_at: datetime


def newest(kind: RunKind, slot: str) -> Seen | None:
    """The newest run of a chain that this machine saw start; nothing when its notes are gone."""
    noted = _notes().get(f"{kind.value} {slot}")
    if noted is None:
        return None
    period, due_at, started_at = noted
    return Seen(period, datetime.fromisoformat(due_at), datetime.fromisoformat(started_at))


def note(kind: RunKind, slot: str, seen: Seen) -> None:
    """Remember that a run was started."""
    notes = {**_notes(), f"{kind.value} {slot}": [seen.period, seen.due_at.isoformat(), seen.started_at.isoformat()]}
    made = _file().with_suffix(".part")
    made.write_text(json.dumps(notes, indent=1, sort_keys=True))
    made.replace(_file())


def _notes() -> dict[str, list[str]]:
    try:
        return dict(json.loads(_file().read_text()))
    except (FileNotFoundError, ValueError):
        return {}


def _file() -> Path:
    folder: Path = current_app.config["ENGAGE"].data_dir
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "digest-runs.json"
