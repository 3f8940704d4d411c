"""For whom somebody may reply officially below a publication."""

from sqlalchemy import Integer, bindparam, or_, select

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.prepared import PreparedSelect
from engage.directory.models import Organisation, OrganisationMember
from engage.publishing.models import PlanOrganisation, Post

_replied_to = bindparam("publication", type_=Integer)
_answered = select(Post.__table__.c.answers_id).where(Post.__table__.c.id == _replied_to).scalar_subquery()
_part, _member = PlanOrganisation.__table__.c, OrganisationMember.__table__.c
EMPOWERED = PreparedSelect(
    select(_part.organisation_id)
    .join(OrganisationMember.__table__, _member.organisation_id == _part.organisation_id)
    .where(
        or_(_part.plan_id == _replied_to, _part.plan_id == _answered),
        _part.may_reply,
        _member.account_id == bindparam("account"),
    )
)


def reply_organisations(viewer: Viewer, publication_id: int) -> list[Organisation]:
    """The organisations for which the viewer may reply officially on a plan, or on a post that answers it."""
    known = _empowered(viewer, publication_id)
    # Nearly everybody speaks for nobody else, and then there is nothing more to read.
    if not known:
        return []
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(known)).order_by(Organisation.name)))


def speaks_for_nobody(viewer: Viewer, publication_id: int) -> bool:
    """Whether there is no organisation for which the viewer may reply officially below a publication."""
    return not _empowered(viewer, publication_id)


def _empowered(viewer: Viewer, publication_id: int) -> list[int]:
    if viewer.account_id is None:
        return []
    asked = {"publication": publication_id, "account": viewer.account_id}
    return [row.organisation_id for row in EMPOWERED.all(asked)]
