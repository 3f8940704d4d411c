"""Files that are taken into the directory, and what is remembered of those who send them."""

import json
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import defer

from engage.core.database import db
from engage.core.importing import DUE
from engage.directory.keys import name_key
from engage.directory.models import Contact, Organisation, OrganisationCode
from engage.directory_data.models import DirectoryImport, ImportKind, ImportSource

Named = tuple[int, str, str]
AT_A_TIME = 500


def imports(kinds: Collection[ImportKind], limit: int = 30) -> Sequence[DirectoryImport]:
    """The newest files of these kinds."""
    return db.session.scalars(
        select(DirectoryImport)
        .where(DirectoryImport.kind.in_(kinds))
        .options(defer(DirectoryImport.faults))
        .order_by(DirectoryImport.id.desc())
        .limit(limit)
    ).all()


def import_run(import_id: int) -> DirectoryImport | None:
    """One file."""
    return db.session.get(DirectoryImport, import_id)


def people_under_way() -> Sequence[DirectoryImport]:
    """The files of people that are being checked or taken in at this moment."""
    mine = (DirectoryImport.kind == ImportKind.CONTACTS, DirectoryImport.state.in_(DUE))
    return db.session.scalars(select(DirectoryImport).where(*mine).order_by(DirectoryImport.id)).all()


def sources(kinds: Collection[ImportKind]) -> Sequence[str]:
    """From where files came before, by name."""
    return db.session.scalars(
        select(ImportSource.name).where(ImportSource.kind.in_(kinds)).distinct().order_by(ImportSource.name)
    ).all()


def remembered(kind: ImportKind, source: str, headings: Collection[str]) -> dict[str, str]:
    """What the columns of the last file of a source were, as far as this one has them."""
    found = db.session.get(ImportSource, (kind, name_key(source)))
    known = json.loads(found.columns) if found is not None else {}
    return {name: heading for name, heading in known.items() if heading in headings}


def closing_named(run: DirectoryImport, limit: int | None = None) -> list[Named]:
    """The number, the name and the codes of those whom a file closes, in its order; the erased are left out."""
    keys = run.closing[:limit]
    read = _people if run.kind is ImportKind.CONTACTS else _organisations
    found: dict[int, Named] = {}
    for first in range(0, len(keys), AT_A_TIME):
        found |= read(keys[first : first + AT_A_TIME])
    return [found[key] for key in keys if key in found]


def _people(keys: Collection[int]) -> dict[int, Named]:
    rows = db.session.execute(select(Contact.id, Contact.name).where(Contact.id.in_(keys)))
    return {row.id: (row.id, row.name, "") for row in rows}


def _organisations(keys: Collection[int]) -> dict[int, Named]:
    rows = db.session.execute(
        select(Organisation.id, Organisation.name, OrganisationCode.code)
        .outerjoin(OrganisationCode, OrganisationCode.organisation_id == Organisation.id)
        .where(Organisation.id.in_(keys))
        .order_by(OrganisationCode.code)
    )
    found: dict[int, Named] = {}
    for key, name, code in rows:
        codes = ", ".join(filter(None, (found[key][2] if key in found else "", code)))
        found[key] = (key, name, codes)
    return found
