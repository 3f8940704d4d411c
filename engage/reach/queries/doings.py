"""Which organisations were told, follow, draft, answered or commented, as one table of the database to count from."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, func, literal, or_, select, union_all

from engage.comments.models import Comment
from engage.consultations.models import Submission, SubmissionState
from engage.core.outbox import OutboxMessage, OutboxState
from engage.directory.models import (
    Channel,
    ContactAddress,
    ContactRole,
    Organisation,
    OrganisationArea,
    OrganisationMember,
    OrganisationStatus,
    OrganisationTopic,
)
from engage.engagements.models import EngagementParty, EngagementPublication
from engage.mail.models import MailRun, RunKind, Subscriber, Subscription, TargetKind
from engage.reach.models import Invitation, Placement
from engage.reach.queries.subjects import Subject


class Doing(StrEnum):
    """What was done to reach an organisation, and what it did."""

    NOTICE = "notice"
    INVITATION = "invitation"
    ENGAGEMENT = "engagement"
    FOLLOWED = "followed"
    DRAFTING = "drafting"
    RESPONDED = "responded"
    COMMENTED = "commented"


ROUTES = (Doing.NOTICE, Doing.INVITATION, Doing.ENGAGEMENT)
SPOKE = (Doing.RESPONDED, Doing.COMMENTED)


def concerned(subject: Subject) -> CTE:
    """The organisations that a subject concerns: at work, and of its areas or topics, or on its map.

    A subject without areas and topics concerns all of them.
    """
    is_there = (Organisation.merged_into_id.is_(None), Organisation.status != OrganisationStatus.CLOSED)
    wanted = select(Organisation.id, Organisation.kind_id, Organisation.name).where(*is_there)
    near: list[ColumnElement[bool]] = []
    if subject.here:
        served = select(OrganisationArea.organisation_id).where(OrganisationArea.area_id.in_(subject.here))
        near.append(Organisation.id.in_(served))
    if subject.topics:
        minded = select(OrganisationTopic.organisation_id).where(OrganisationTopic.topic_id.in_(subject.topics))
        near.append(Organisation.id.in_(minded))
    if near:
        near.append(Organisation.id.in_(select(Placement.organisation_id).where(*placed(subject))))
        wanted = wanted.where(or_(*near))
    return wanted.cte("concerned")


def placed(subject: Subject) -> tuple[ColumnElement[bool], ...]:
    """That a placement stands on a map of the subject's plans."""
    return (
        Placement.publication_id.in_(subject.publication_ids),
        Placement.superseded_at.is_(None),
        Placement.across.is_not(None),
    )


def doings(subject: Subject) -> CTE:
    """What was done, as rows of (doing, organisation_id); a row may stand there several times."""
    addresses = _addresses()
    return union_all(
        *_notices(subject, addresses),
        _said(Doing.INVITATION, Invitation.organisation_id).where(
            Invitation.consultation_id.in_(subject.consultation_ids)
        ),
        _said(Doing.ENGAGEMENT, EngagementParty.organisation_id)
        .join(EngagementPublication, EngagementPublication.engagement_id == EngagementParty.engagement_id)
        .where(
            EngagementPublication.publication_id.in_(subject.publication_ids),
            EngagementParty.organisation_id.is_not(None),
        ),
        _followed(subject, addresses),
        _submitted(Doing.DRAFTING, SubmissionState.DRAFT, subject),
        _submitted(Doing.RESPONDED, SubmissionState.SENT, subject),
        *_commented(subject),
    ).cte("doings")


def _said(doing: Doing, organisation_id: Any) -> Select[Any]:
    return select(literal(doing.value).label("doing"), organisation_id.label("organisation_id"))


def _addresses() -> CTE:
    """The addresses of organisations: their own, and those of the contacts who are something there now."""
    own = select(Organisation.id.label("organisation_id"), func.lower(Organisation.email).label("email"))
    theirs = select(ContactRole.organisation_id, func.lower(ContactAddress.value)).join(
        ContactAddress, ContactAddress.contact_id == ContactRole.contact_id
    )
    return union_all(
        own.where(Organisation.email != ""),
        theirs.where(ContactRole.until.is_(None), ContactAddress.channel == Channel.EMAIL),
    ).cte("addresses")


def _notices(subject: Subject, addresses: CTE) -> list[Select[Any]]:
    """Notices about the consultations that have left, as long as the outbox knows of them."""
    return [
        _said(Doing.NOTICE, addresses.c.organisation_id)
        .join(OutboxMessage, OutboxMessage.to == addresses.c.email)
        .join(MailRun, MailRun.id == OutboxMessage.run_id)
        .where(
            MailRun.kind == RunKind.NOTICE,
            MailRun.period.contains(f":{consultation_id}:", autoescape=True),
            OutboxMessage.state == OutboxState.SENT,
        )
        for consultation_id in subject.consultation_ids
    ]


def _followed(subject: Subject, addresses: CTE) -> Select[Any]:
    kind, target = Subscription.target_kind, Subscription.target_id
    return (
        _said(Doing.FOLLOWED, addresses.c.organisation_id)
        .join(Subscriber, Subscriber.email == addresses.c.email)
        .join(Subscription, Subscription.subscriber_id == Subscriber.id)
        .where(
            Subscription.confirmed_at.is_not(None),
            Subscription.ended_at.is_(None),
            or_(
                kind == TargetKind.EVERYTHING,
                and_(kind == TargetKind.PUBLICATION, target.in_(subject.publication_ids)),
                and_(kind == TargetKind.AREA, target.in_(subject.own_areas)),
                and_(kind == TargetKind.TOPIC, target.in_(subject.topics)),
            ),
        )
    )


def _submitted(doing: Doing, state: SubmissionState, subject: Subject) -> Select[Any]:
    return _said(doing, Submission.organisation_id).where(
        Submission.consultation_id.in_(subject.consultation_ids),
        Submission.state == state,
        Submission.organisation_id.is_not(None),
    )


def _commented(subject: Subject) -> list[Select[Any]]:
    """Public comments in the name of an organisation, and those of the people who may act for it."""
    about = (Comment.publication_id.in_(subject.publication_ids), Comment.public())
    return [
        _said(Doing.COMMENTED, Comment.official_for).where(*about, Comment.official_for.is_not(None)),
        _said(Doing.COMMENTED, OrganisationMember.organisation_id)
        .join(Comment, Comment.account_id == OrganisationMember.account_id)
        .where(*about),
    ]
