"""Reads of subscriptions and of the outbox."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from engage.accounts.models import Account
from engage.comments.models import Comment, CommentState
from engage.core import clock
from engage.core.database import db
from engage.core.outbox import OutboxMessage, OutboxState
from engage.mail.models import MailRun, Objection, RunKind, Subscriber, Subscription, TargetKind
from engage.mail.targets import Target, targets


def subscriber_by_email(email: str) -> Subscriber | None:
    """The subscriber of an address in its normal spelling."""
    return db.session.scalars(select(Subscriber).where(Subscriber.email == email)).first()


def subscriber_of_account(account_id: int, email: str = "") -> Subscriber | None:
    """The subscriber that an account is; one with its confirmed address may have followed before it was an account."""
    wanted = Subscriber.account_id == account_id
    if email:
        wanted = or_(wanted, and_(Subscriber.account_id.is_(None), Subscriber.email == email))
    return db.session.scalars(
        select(Subscriber).where(wanted).order_by(Subscriber.account_id.is_(None)).limit(1)
    ).first()


def subscription(subscriber_id: int, kind: TargetKind, target_id: int) -> Subscription | None:
    """What a subscriber once said about following a thing, ended or not."""
    return db.session.scalars(
        select(Subscription).where(
            Subscription.subscriber_id == subscriber_id,
            Subscription.target_kind == kind,
            Subscription.target_id == target_id,
        )
    ).first()


def live_subscriptions(subscriber_id: int) -> Sequence[Subscription]:
    """What a subscriber follows or has been asked to confirm, oldest first."""
    return db.session.scalars(
        select(Subscription)
        .where(Subscription.subscriber_id == subscriber_id, Subscription.ended_at.is_(None))
        .order_by(Subscription.created_at, Subscription.id)
    ).all()


def all_subscriptions(subscriber_id: int) -> Sequence[Subscription]:
    """Everything that a subscriber ever followed, ended or not."""
    return db.session.scalars(select(Subscription).where(Subscription.subscriber_id == subscriber_id)).all()


def objections(subscriber_id: int) -> set[str]:
    """The kinds of notices that a subscriber does not want."""
    return set(db.session.scalars(select(Objection.kind).where(Objection.subscriber_id == subscriber_id)))


def objects(email: str, kind: str) -> bool:
    """Whether the person at an address does not want a kind of notices."""
    wanted = select(Objection.kind).join(Subscriber, Subscriber.id == Objection.subscriber_id)
    return db.session.scalar(wanted.where(Subscriber.email == email, Objection.kind == kind)) is not None


def address_of_writer(comment: Comment, account: Account | None) -> str | None:
    """The writer's address if it was confirmed; comments taken in from elsewhere have none that may be used."""
    if comment.origin != "web" or comment.state in (CommentState.UNCONFIRMED, CommentState.EXPIRED):
        return None
    if account is None:
        return comment.email
    return account.email if account.confirmed_at is not None and account.closed_at is None else None


def objecting(addresses: Collection[str | None], kind: str) -> set[str]:
    """Which of some addresses do not want a kind of notices."""
    wanted = select(Subscriber.email).join(Objection, Objection.subscriber_id == Subscriber.id)
    return set(db.session.scalars(wanted.where(Subscriber.email.in_(addresses), Objection.kind == kind)))


@dataclass(frozen=True)
class Followed:
    """A subscription and the thing that it follows; nothing when it is no longer there for everybody."""

    subscription: Subscription
    target: Target | None

    @property
    def name(self) -> str:
        """The thing as people know it."""
        return self.target.name if self.target else "Something that is no longer shown"


def followed(subscriber_id: int) -> tuple[list[Followed], list[Followed]]:
    """What a subscriber follows, and what waits to be confirmed."""
    rows = live_subscriptions(subscriber_id)
    known = targets((row.target_kind, row.target_id) for row in rows)
    both = [Followed(row, known.get((row.target_kind, row.target_id))) for row in rows]
    confirmed = [one for one in both if one.subscription.confirmed_at is not None]
    return confirmed, [one for one in both if one.subscription.confirmed_at is None and one.target is not None]


STATES = {
    "waiting": (OutboxState.PLANNED, OutboxState.ATTEMPTING, OutboxState.DEFERRED),
    "failed": (OutboxState.FAILED,),
    "sent": (OutboxState.SENT,),
    "left-out": (OutboxState.SUPPRESSED, OutboxState.DROPPED),
}
COUNTED = 1000


def oldest_due() -> OutboxMessage | None:
    """The message that has been due for longest and is not held back by staff."""
    paused = select(MailRun.id).where(or_(MailRun.paused_at.is_not(None), MailRun.cancelled_at.is_not(None)))
    found = [
        db.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.settled_at.is_(None), OutboxMessage.bulk.is_(bulk))
            .where(OutboxMessage.due_at <= clock.now(), OutboxMessage.state != OutboxState.ATTEMPTING)
            .where(or_(OutboxMessage.run_id.is_(None), OutboxMessage.run_id.not_in(paused)))
            .order_by(OutboxMessage.due_at)
            .limit(1)
        ).first()
        for bulk in (False, True)
    ]
    return min((row for row in found if row is not None), key=lambda row: row.due_at, default=None)


def outbox_page(state: str, *, to: str = "", before: int | None = None, limit: int = 50) -> Sequence[OutboxMessage]:
    """Messages in a state, newest first, to one address if one is given."""
    wanted = select(OutboxMessage).where(OutboxMessage.state.in_(STATES[state]))
    if to:
        wanted = wanted.where(OutboxMessage.to == to.strip().lower())
    if before is not None:
        wanted = wanted.where(OutboxMessage.id < before)
    return db.session.scalars(wanted.order_by(OutboxMessage.id.desc()).limit(limit)).all()


def outbox_count(state: str) -> int:
    """How many messages are in a state, counted no further than a thousand."""
    wanted = select(OutboxMessage.id).where(OutboxMessage.state.in_(STATES[state])).limit(COUNTED)
    return db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def mails_under(address: str, prefix: str) -> int:
    """How many messages to an address have a key that begins so."""
    mine = (OutboxMessage.to == address, OutboxMessage.key.startswith(prefix, autoescape=True))
    return db.session.scalar(select(func.count()).select_from(OutboxMessage).where(*mine)) or 0


def failed_messages(message_id: int | None = None) -> Sequence[OutboxMessage]:
    """The failed message of an id, or all that failed, kept from others until the unit of work ends."""
    wanted = select(OutboxMessage).where(OutboxMessage.state == OutboxState.FAILED).with_for_update()
    if message_id is not None:
        wanted = wanted.where(OutboxMessage.id == message_id)
    return db.session.scalars(wanted).all()


def planned_by_domain(run_id: int) -> dict[str, int]:
    """How many messages of a run were planned for each domain."""
    wanted = select(OutboxMessage.domain, func.count()).where(OutboxMessage.run_id == run_id)
    return dict(db.session.execute(wanted.group_by(OutboxMessage.domain)).all())


def planned_people(run_id: int, person_ids: Collection[int]) -> set[int]:
    """Which of some people have a message of a run already."""
    mine = (OutboxMessage.run_id == run_id, OutboxMessage.person_id.in_(person_ids))
    return set(db.session.scalars(select(OutboxMessage.person_id).where(*mine)))


def hold_unfinished(kind: RunKind) -> MailRun | None:
    """The oldest run of a kind that is not finished, held for the running unit of work."""
    wanted = select(MailRun).where(MailRun.kind == kind, MailRun.finished_at.is_(None))
    return db.session.scalars(wanted.order_by(MailRun.id).limit(1).with_for_update()).first()


def run(run_id: int) -> MailRun | None:
    """One run."""
    return db.session.get(MailRun, run_id)


def subscriber(subscriber_id: int) -> Subscriber | None:
    """One subscriber."""
    return db.session.get(Subscriber, subscriber_id)
