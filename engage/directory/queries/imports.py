"""Files that are taken into the directory, and what is remembered of those who send them."""

import json
from collections.abc import Collection, Sequence

from sqlalchemy import select

from engage.core.database import db
from engage.core.files import StoredFile
from engage.directory.keys import name_key
from engage.directory.models import DirectoryImport, ImportKind, ImportSource


def imports(kinds: Collection[ImportKind], limit: int = 30) -> Sequence[DirectoryImport]:
    """The newest files of these kinds."""
    return db.session.scalars(
        select(DirectoryImport).where(DirectoryImport.kind.in_(kinds)).order_by(DirectoryImport.id.desc()).limit(limit)
    ).all()


def import_run(import_id: int) -> DirectoryImport | None:
    """One file."""
    return db.session.get(DirectoryImport, import_id)


def file_of(run: DirectoryImport) -> StoredFile | None:
    """The file itself; None once it is deleted."""
    return db.session.get(StoredFile, run.file_id) if run.file_id is not None else None


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
