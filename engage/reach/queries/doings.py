"""Which stakeholders were told, follow, draft, answered or commented, as one table of the database to count from."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from sqlalchemy import CTE, Select, and_, case, func, literal, null, or_, select, union_all

from engage.comments.models import Comment
from engage.core import clock
from engage.directory.models import Channel, Contact, ContactAddress, Organisation, OrganisationMember, StakeholderKind
from engage.engagements.models import Engagement, EngagementParty, EngagementPublication
from engage.mail.models import Subscriber, Subscription, TargetKind
from engage.reach.models import About, Invitation, Route, Telling
from engage.reach.queries.subjects import Subject
from engage.submissions.models import Respondent, Submission, SubmissionState

PEOPLE = (Respondent.SELF, Respondent.SOMEBODY)


class Doing(StrEnum):
    """What was done to reach a stakeholder, and what it did."""

    NOTICE = "notice"
    DIGEST = "digest"
    NEWSLETTER = "newsletter"
    INVITATION = "invitation"
    LETTER = "letter"
    ENGAGEMENT = "engagement"
    FOLLOWED = "followed"
    DRAFTING = "drafting"
    RESPONDED = "responded"
    COMMENTED = "commented"


ROUTES = (Doing.NOTICE, Doing.DIGEST, Doing.NEWSLETTER, Doing.INVITATION, Doing.LETTER, Doing.ENGAGEMENT)
COLUMNS = ("told", *(doing.value for doing in Doing))
SPOKE = (Doing.RESPONDED, Doing.COMMENTED)
_STATES = {Doing.DRAFTING: SubmissionState.DRAFT, Doing.RESPONDED: SubmissionState.SENT}
# Else it reads what is public of the whole site.
BY_PUBLICATION = ("INDEXED BY ix_comment_listed", "sqlite")
Rows = Iterator[Select[Any]]


def doings(subject: Subject, whom: StakeholderKind) -> CTE:
    """What was done, as rows of (doing, whom_id); a row may stand there several times.

    What was done by or to a double is that of the one that is kept. What a person did is known by an account alone
    that she agreed to have linked; what she follows, by the addresses under which she is known.
    """
    is_person = whom is StakeholderKind.CONTACT
    rows = union_all(*(_of_people(subject) if is_person else _of_organisations(subject))).subquery("rows_as_written")
    kept: Any = Contact if is_person else Organisation
    return (
        select(rows.c.doing, func.coalesce(kept.merged_into_id, kept.id).label("whom_id"))
        .join(kept, kept.id == rows.c.whom_id)
        .cte("doings")
    )


def with_doings(scope: CTE, done: CTE) -> CTE:
    """The stakeholders of a scope with a column of 0 or 1 for each doing.

    Both are sorted together once: a join of the two would look through all doings for each stakeholder.
    """
    nothing = [literal(0).label(column) for column in COLUMNS]
    did = [case((done.c.doing.in_(_named(column)), 1), else_=0).label(column) for column in COLUMNS]
    both = union_all(
        select(scope.c.id, scope.c.kind_id, literal(1).label("known"), *nothing),
        select(done.c.whom_id, null(), literal(0), *did),
    ).subquery()
    each = [func.max(both.c[column]).label(column) for column in COLUMNS]
    rows = select(both.c.id, func.max(both.c.kind_id).label("kind_id"), *each).group_by(both.c.id)
    return rows.having(func.max(both.c.known) == 1).cte("each_of_them")


def _named(column: str) -> list[str]:
    return [route.value for route in ROUTES] if column == "told" else [column]


def _said(doing: Doing, whom_id: Any) -> Select[Any]:
    return select(literal(doing.value).label("doing"), whom_id.label("whom_id")).where(whom_id.is_not(None))


def _of_organisations(subject: Subject) -> Rows:
    yield from _told(subject, StakeholderKind.ORGANISATION)
    yield _invited(subject, Invitation.organisation_id)
    yield _met(subject, EngagementParty.organisation_id)
    own = Subscriber.email == func.lower(Organisation.email)
    yield _follows(
        subject, _said(Doing.FOLLOWED, Organisation.id).join(Subscriber, own).where(Organisation.email != "")
    )
    for doing in _STATES:
        yield _submitted(subject, doing, Submission.organisation_id)
    about = (Comment.publication_id.in_(subject.publication_ids), Comment.public())
    yield _said(Doing.COMMENTED, Comment.official_for).where(*about).with_hint(Comment, *BY_PUBLICATION)
    members = OrganisationMember.account_id.in_(_accounts_that_commented(subject))
    yield _said(Doing.COMMENTED, OrganisationMember.organisation_id).where(members)


def _of_people(subject: Subject) -> Rows:
    yield from _told(subject, StakeholderKind.CONTACT)
    yield _invited(subject, Invitation.contact_id)
    yield _met(subject, EngagementParty.contact_id)
    under = and_(ContactAddress.key == Subscriber.email, ContactAddress.channel == Channel.EMAIL)
    followed = _said(Doing.FOLLOWED, ContactAddress.contact_id).join(Subscriber, under)
    yield _follows(subject, followed)
    for doing in _STATES:
        linked = _submitted(subject, doing, Contact.id).where(Submission.respondent.in_(PEOPLE))
        yield linked.select_from(Submission).join(Contact, Contact.account_id == Submission.account_id)
    yield _said(Doing.COMMENTED, Contact.id).where(Contact.account_id.in_(_accounts_that_commented(subject)))


def _told(subject: Subject, whom: StakeholderKind) -> Rows:
    of_it = and_(Telling.about == About.CONSULTATION, Telling.about_id.in_(subject.consultation_ids))
    of_its_plans = and_(Telling.about == About.PUBLICATION, Telling.about_id.in_(subject.publication_ids))
    if subject.since is not None:
        of_its_plans = and_(of_its_plans, Telling.at >= subject.since)
    for route in Route:
        wanted = _said(Doing(route.value), Telling.whom_id)
        yield wanted.where(Telling.whom == whom, Telling.route == route, or_(of_it, of_its_plans))


def _invited(subject: Subject, whom_id: Any) -> Select[Any]:
    return _said(Doing.INVITATION, whom_id).where(Invitation.consultation_id.in_(subject.consultation_ids))


def _met(subject: Subject, whom_id: Any) -> Select[Any]:
    """Who took part in what has taken place; what is still to come told nobody anything yet."""
    spoken = EngagementPublication.publication_id.in_(subject.publication_ids)
    of = EngagementPublication.engagement_id == EngagementParty.engagement_id
    met = _said(Doing.ENGAGEMENT, whom_id).join(Engagement, Engagement.id == EngagementParty.engagement_id)
    return met.join(EngagementPublication, of).where(spoken, Engagement.at <= clock.now())


def _follows(subject: Subject, wanted: Select[Any]) -> Select[Any]:
    kind, target = Subscription.target_kind, Subscription.target_id
    return wanted.join(Subscription, Subscription.subscriber_id == Subscriber.id).where(
        Subscription.confirmed_at.is_not(None),
        Subscription.ended_at.is_(None),
        or_(
            kind == TargetKind.EVERYTHING,
            and_(kind == TargetKind.PUBLICATION, target.in_(subject.publication_ids)),
            and_(kind == TargetKind.AREA, target.in_(subject.own_areas)),
            and_(kind == TargetKind.TOPIC, target.in_(subject.topics)),
        ),
    )


def _submitted(subject: Subject, doing: Doing, whom_id: Any) -> Select[Any]:
    mine = (Submission.consultation_id.in_(subject.consultation_ids), Submission.state == _STATES[doing])
    return _said(doing, whom_id).where(*mine)


def _accounts_that_commented(subject: Subject) -> Select[Any]:
    about = (Comment.publication_id.in_(subject.publication_ids), Comment.public(), Comment.account_id.is_not(None))
    return select(Comment.account_id).where(*about).distinct().with_hint(Comment, *BY_PUBLICATION)
