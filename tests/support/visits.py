"""Gathers over a whole run, across its processes, which routes some test visited."""

import json
import sys
from pathlib import Path

from tests.support.site import routes_known, routes_seen

FOLDER = Path("test-results")
NOT_VISITED: dict[str, str] = {}


def settle(config) -> list[str]:
    """A worker notes what it saw; the controller adds all notes up and says what nobody visited."""
    FOLDER.mkdir(exist_ok=True)
    worker = getattr(config, "workerinput", {}).get("workerid")
    if worker:
        note = {"seen": sorted(routes_seen), "known": sorted(routes_known)}
        (FOLDER / f"routes-{worker}.json").write_text(json.dumps(note))
        return []
    notes = [json.loads(path.read_text()) for path in FOLDER.glob("routes-*.json")]
    seen = {endpoint for note in notes for endpoint in note["seen"]}
    known = {endpoint for note in notes for endpoint in note["known"]}
    for path in FOLDER.glob("routes-*.json"):
        path.unlink()
    missing = sorted(name for name in known - seen - set(NOT_VISITED) if not name.startswith("probe."))
    if missing:
        sys.stdout.write(f"\nNo test visited: {', '.join(missing)}. Write one, or take the route out.\n")
    return missing
