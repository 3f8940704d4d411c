"""The record of a launch: an archive of every text, date and attachment that is on show then.

It is gathered in a reading transaction and packed outside any, for packing takes its time.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import render_template

from engage.consultations import queries
from engage.consultations.actions.building import base_of
from engage.consultations.definition import write_definition
from engage.consultations.entries import rendered
from engage.consultations.mailing import reach_of
from engage.consultations.models import Consultation
from engage.consultations.rehearsal import Check
from engage.core import clock, files, text
from engage.core.files import Accepted
from engage.publishing import queries as publishing
from engage.publishing.models import Publication

ARCHIVE = "application/zip"


@dataclass(frozen=True)
class Gathered:
    """What goes into the archive, and of which state of the consultation it is."""

    name: str
    base: str
    definition: int
    notice: int
    parts: Mapping[str, bytes | Path]
    facts: Mapping[str, Any]


def gather(it: Consultation, checks: list[Check], opens_at: datetime) -> Gathered:
    """Everything that is on show, read now."""
    parts: dict[str, bytes | Path] = {}
    notice = queries.notice_of(it)
    definition = queries.definition_of(it)
    parts["questions.json"] = write_definition(definition).encode()
    shown = {"it": it, "definition": definition, "quotations": queries.public_quotations(list(definition.questions()))}
    more = {"notice_html": text.stored(notice.html) if notice else "", "rendered": rendered, "opens_at": opens_at}
    parts["consultation.html"] = render_template("consultations/record.html", **shown, **more).encode()
    if notice is not None:
        parts["privacy-notice.md"] = notice.body.encode()
    for material, stored in queries.materials_of(it):
        parts[f"documents/{material.id}-{stored.name}"] = files.location(stored)
    for publication in queries.publications_of(it):
        parts |= _publication(publication)
    return Gathered(f"{it.slug}-launch.zip", base_of(it), it.definition, it.notice, parts, _facts(it, checks, opens_at))


def _publication(publication: Publication) -> dict[str, bytes | Path]:
    """The text of a publication as it stands, and the files below and in it."""
    number = publication.live_revision or publication.latest_revision
    revision = publishing.revision(publication.id, number)
    folder = f"publications/{publication.slug}"
    found: dict[str, bytes | Path] = {}
    if revision is not None:
        blocks = publishing.blocks_of(publication.id, number)
        words = f"# {revision.title}\n\n{revision.standfirst}\n\n{revision.body}\n"
        found[f"{folder}/revision-{number}.md"] = words.encode()
        found[f"{folder}/revision-{number}.html"] = "\n".join(block.html for block in blocks).encode()
    for stored in queries.files_beside(publication.id):
        found[f"{folder}/files/{stored.id}-{stored.name}"] = files.location(stored)
    return found


def _facts(it: Consultation, checks: list[Check], opens_at: datetime) -> dict[str, Any]:
    texts = ("title", "slug", "summary", "to_decide", "already_fixed", "audience")
    contact = ("contact_name", "contact_email", "contact_phone")
    return {
        **{name: getattr(it, name) for name in (*texts, *contact)},
        "opens_at": opens_at.isoformat(),
        "closes_at": it.closes_at.isoformat() if it.closes_at else None,
        "results_due": it.results_due.isoformat() if it.results_due else None,
        "definition": it.definition,
        "notice": it.notice,
        "lists": [
            {"list": each.row.name, "members": each.size, "can_be_written_to": each.reached}
            for each in reach_of(queries.lists_of(it.id)).lists
        ],
        "recorded_at": clock.now().isoformat(),
        "checks": [
            {
                "check": check.key,
                "state": check.state,
                "says": list(check.says),
                "waived_because": check.waiver.reason if check.waiver and check.state == "waived" else None,
            }
            for check in checks
        ],
    }


def pack(gathered: Gathered) -> Accepted:
    """The archive, with a manifest that names the SHA-256 of each of its parts."""
    out, listed = io.BytesIO(), {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in sorted(gathered.parts.items()):
            data = part.read_bytes() if isinstance(part, Path) else part
            listed[name] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        manifest = {"consultation": dict(gathered.facts), "parts": listed}
        archive.writestr(zipfile.ZipInfo("manifest.json"), json.dumps(manifest, indent=2, ensure_ascii=False))
    return Accepted(gathered.name, ARCHIVE, out.getvalue())
