"""Files of the directory that were asked for."""

from collections.abc import Sequence

from sqlalchemy import select

from engage.accounts.models import Account
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.rights import CONTACTS
from engage.directory_data.models import DirectoryExport
from engage.lists.models import StakeholderList

Asked = tuple[DirectoryExport, str | None, str | None]


def exports(viewer: Viewer, *, limit: int = 30) -> Sequence[Asked]:
    """The newest files with who asked for each and of which list: one's own; everybody's for who looks after all."""
    wanted = (
        select(DirectoryExport, Account.name, StakeholderList.name)
        .outerjoin(Account, Account.id == DirectoryExport.account_id)
        .outerjoin(StakeholderList, StakeholderList.id == DirectoryExport.list_id)
        .order_by(DirectoryExport.id.desc())
        .limit(limit)
    )
    if viewer.scope(CONTACTS) is not None:
        wanted = wanted.where(DirectoryExport.account_id == viewer.account_id)
    return [(export, who, of_list) for export, who, of_list in db.session.execute(wanted)]


def own_export(viewer: Viewer, key: str) -> DirectoryExport | None:
    """The file of a key, for whoever asked for it."""
    return db.session.scalars(
        select(DirectoryExport).where(DirectoryExport.key == key, DirectoryExport.account_id == viewer.account_id)
    ).first()
