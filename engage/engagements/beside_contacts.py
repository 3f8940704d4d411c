"""The engagements in which a person of the directory took part."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import select

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory import beside
from engage.engagements.models import Engagement, EngagementParty
from engage.engagements.queries.log import reached
from engage.engagements.rights import READ

MOST = 50


@beside.offer_notes
def engagements_with(viewer: Viewer, contact_ids: Sequence[int]) -> Sequence[beside.Said]:
    """The latest engagements with a contact that the viewer may see."""
    if not viewer.may(READ):
        return []
    with_them = select(EngagementParty.engagement_id).where(EngagementParty.contact_id.in_(contact_ids))
    rows = db.session.scalars(
        select(Engagement)
        .where(Engagement.id.in_(with_them), *reached(viewer, READ))
        .order_by(Engagement.at.desc(), Engagement.id.desc())
        .limit(MOST)
    )
    return [
        beside.Said(row.kind.label, row.title, url_for("engagements_staff.one", engagement_id=row.id), row.at)
        for row in rows
    ]
