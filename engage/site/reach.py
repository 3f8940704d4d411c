"""How many people a consultation about some publications can tell of its launch."""

from collections.abc import Sequence

from sqlalchemy import and_, distinct, func, or_, select

from engage.consultations.rehearsal import tell_reach
from engage.core.database import db
from engage.mail.models import Subscription, TargetKind
from engage.publishing.models import PublicationArea, PublicationTopic


def followers(publication_ids: Sequence[int]) -> int:
    """The people who follow one of the publications, its areas or topics, or everything."""
    areas = select(PublicationArea.area_id).where(PublicationArea.publication_id.in_(publication_ids))
    topics = select(PublicationTopic.topic_id).where(PublicationTopic.publication_id.in_(publication_ids))
    kind, target = Subscription.target_kind, Subscription.target_id
    follows = or_(
        kind == TargetKind.EVERYTHING,
        and_(kind == TargetKind.PUBLICATION, target.in_(publication_ids)),
        and_(kind == TargetKind.AREA, target.in_(areas)),
        and_(kind == TargetKind.TOPIC, target.in_(topics)),
    )
    wanted = select(func.count(distinct(Subscription.subscriber_id)))
    stands = (Subscription.confirmed_at.is_not(None), Subscription.ended_at.is_(None))
    return db.session.scalar(wanted.where(follows, *stands)) or 0


tell_reach(followers)
