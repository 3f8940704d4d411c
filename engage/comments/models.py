"""Comments, the threads that they stand in, and what is kept of their past."""

import json
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId
from engage.screening.models import RuleAction

# An index of all would say to SQLite that it finds little, where few comments are answers, and every one would be read.
ANSWERS = text("parent_id IS NOT NULL")
SPOKEN = text("official_for IS NOT NULL")
RECORD = "for as long as the publication stands, unless erased"
WRITTEN_TO = personal("to confirm a guest's comment and write about it", "public task", RECORD)
SHOWN = personal("shown beside the comment", "public task", RECORD)


class ModerationMode(StrEnum):
    """Whether comments are read by a moderator before or after they are published."""

    BEFORE = "before"
    AFTER = "after"


class CommentState(StrEnum):
    """Where a comment stands."""

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    PUBLISHED = "published"
    REJECTED = "rejected"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Thread(Base):
    """The comments of one publication: how they are moderated, whether they are open, and their counters."""

    __tablename__ = "thread"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    mode: Mapped[ModerationMode] = mapped_column(stored_enum(ModerationMode, "mode"), default=ModerationMode.BEFORE)
    is_open: Mapped[bool] = mapped_column(default=False)
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_reason: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(default="")
    last_number: Mapped[int] = mapped_column(default=0)
    published_count: Mapped[int] = mapped_column(default=0)
    waiting_count: Mapped[int] = mapped_column(default=0)
    slow_minutes: Mapped[int | None]
    slow_until: Mapped[datetime | None]
    rate: Mapped[str | None]

    def accepts(self, now: datetime) -> bool:
        """Whether a comment may be sent at this moment, an emergency stop aside."""
        return self.is_open and (self.closes_at is None or now < self.closes_at)

    def is_slow(self, now: datetime) -> bool:
        """Whether each person may send one comment in so many minutes only, because many came at once."""
        return self.slow_until is not None and now < self.slow_until

    @property
    def scope(self) -> str:
        """The cache scope of the pages that show these comments."""
        return f"thread:{self.publication_id}"


class Comment(Base):
    """A public remark, or one on its way to being public.

    `number` is given in the transaction that first publishes it and is never reused. `parent_id` is the comment that
    it answers; `root_id` is the top comment below which it is displayed. `body` is the wording that is public, or
    would be; `pending_revision` is a later one that a moderator must read first. `waiting_since` is set exactly while
    a moderator has something to decide. `under_hidden` says that a comment above it may not be shown, so that it may
    not either. `likeness` is the same for nearly the same words (screening.likeness), or nothing for very short ones.
    """

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("publication_id", "number"),
        Index("ix_comment_listed", "publication_id", "root_id", "published_at", "id"),
        Index("ix_comment_discussed", "publication_id", "root_id", "reply_count", "id"),
        Index("ix_comment_root", "root_id", "published_at", "id"),
        Index("ix_comment_parent_id", "parent_id", sqlite_where=ANSWERS, postgresql_where=ANSWERS),
        Index(
            "ix_comment_official", "official_for", "published_at", "id", sqlite_where=SPOKEN, postgresql_where=SPOKEN
        ),
        Index("ix_comment_state", "state", "submitted_at", "id"),
        Index("ix_comment_waiting", "waiting_since", "id"),
        Index("ix_comment_reported", "report_count", "id"),
        Index("ix_comment_account", "account_id", "submitted_at", "id"),
        Index("ix_comment_block", "publication_id", "anchor", "state", "under_hidden"),
        Index("ix_comment_likeness", "likeness", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    number: Mapped[int | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    root_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    anchor: Mapped[str | None]
    revision: Mapped[int | None]
    quote: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    email: Mapped[str | None] = mapped_column(index=True, info=WRITTEN_TO)
    name: Mapped[str] = mapped_column(info=SHOWN)
    role_title: Mapped[str] = mapped_column(default="", info=SHOWN)
    organisation_name: Mapped[str] = mapped_column(default="", info=SHOWN)
    official_for: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    body: Mapped[str] = mapped_column(info=personal("what the person says", "public task", RECORD))
    html: Mapped[str]
    renderer: Mapped[int]
    body_revision: Mapped[int] = mapped_column(default=1)
    pending_revision: Mapped[int | None]
    waiting_since: Mapped[datetime | None]
    under_hidden: Mapped[bool] = mapped_column(default=False)
    reason_key: Mapped[str | None] = mapped_column(ForeignKey("moderation_reason.key"))
    state: Mapped[CommentState] = mapped_column(stored_enum(CommentState, "state"))
    reply_count: Mapped[int] = mapped_column(default=0)
    report_count: Mapped[int] = mapped_column(default=0)
    origin: Mapped[str] = mapped_column(default="web")
    origin_key: Mapped[str | None] = mapped_column(unique=True)
    content_key: Mapped[str | None] = mapped_column(index=True)
    likeness: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]

    @classmethod
    def public(cls) -> ColumnElement[bool]:
        """Whether its text may be shown to anybody, given that its publication may: the one definition."""
        return and_(cls.state == CommentState.PUBLISHED, cls.under_hidden.is_(False))

    @property
    def is_public(self) -> bool:
        """The one definition, in Python."""
        return self.state is CommentState.PUBLISHED and not self.under_hidden

    @classmethod
    def listed(cls) -> ColumnElement[bool]:
        """Whether it has a place in its thread: a public text, or the stub of one that was taken away."""
        return and_(cls.published_at.is_not(None), cls.under_hidden.is_(False))

    @property
    def is_listed(self) -> bool:
        """Whether it has a place in its thread, in Python."""
        return self.published_at is not None and not self.under_hidden

    @property
    def covers(self) -> bool:
        """Whether the replies to it may not be shown; those to a withdrawn one stay."""
        stands = self.state is CommentState.PUBLISHED or (
            self.state is CommentState.WITHDRAWN and self.number is not None
        )
        return self.under_hidden or not stands

    @property
    def waits(self) -> bool:
        """Whether a moderator has something to decide about it."""
        return self.waiting_since is not None

    @property
    def revision_to_read(self) -> int:
        """The wording that a moderator decides about."""
        return self.pending_revision or self.body_revision

    @property
    def waiting_kinds(self) -> "frozenset[tuple[WaitingKind, int]]":
        """As what it stands in the moderators' list, with the wording that is to be read there."""
        found = {(self._waits_as, self.revision_to_read)} if self.waits else set()
        held_by_reports = self.state is CommentState.HIDDEN and self.reason_key is None
        if self.report_count and (self.state is CommentState.PUBLISHED or held_by_reports):
            found.add((WaitingKind.REPORT, self.body_revision))
        return frozenset(found)

    @property
    def _waits_as(self) -> "WaitingKind":
        if self.pending_revision is not None:
            return WaitingKind.EDIT
        if self.account_id is None and self.origin == "web":
            return WaitingKind.GUEST
        return WaitingKind.REPLY if self.parent_id is not None else WaitingKind.COMMENT


class WaitingKind(StrEnum):
    """As what a comment stands in the moderators' list."""

    COMMENT = "comment"
    REPLY = "reply"
    GUEST = "guest"
    EDIT = "edit"
    REPORT = "report"

    @property
    def label(self) -> str:
        """The kind as people read it."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    WaitingKind.COMMENT: "Comments",
    WaitingKind.REPLY: "Replies",
    WaitingKind.GUEST: "Guests\u2019 comments",
    WaitingKind.EDIT: "Changed wordings",
    WaitingKind.REPORT: "Reported comments",
}


class Waiting(Base):
    """A place in the moderators' list: one for a wording that waits, one for reports that nobody has settled.

    It is kept by `actions.waiting` in the unit of work that changes the comment, so that the list of what waits is
    read without touching the comments that do not. `held` is the kind of rule that held it, if one did.
    """

    __tablename__ = "comment_waiting"
    __table_args__ = (
        Index("ix_comment_waiting_since", "since", "comment_id", "kind"),
        Index("ix_comment_waiting_publication", "publication_id", "since", "comment_id"),
        Index("ix_comment_waiting_kind", "kind", "since", "comment_id"),
        Index("ix_comment_waiting_language", "language", "since", "comment_id"),
        Index("ix_comment_waiting_held", "held", "since", "comment_id"),
        Index("ix_comment_waiting_likeness", "likeness", "publication_id", "since", "comment_id"),
    )

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    kind: Mapped[WaitingKind] = mapped_column(stored_enum(WaitingKind, "kind"), primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    revision: Mapped[int]
    since: Mapped[datetime]
    language: Mapped[str] = mapped_column(default="")
    held: Mapped[str] = mapped_column(default="")
    likeness: Mapped[int | None] = mapped_column(BigInteger)


class WaitingCount(Base):
    """How many comments of a publication stand in the moderators' list, by kind."""

    __tablename__ = "comment_waiting_count"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    kind: Mapped[WaitingKind] = mapped_column(stored_enum(WaitingKind, "kind"), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class CommentRevision(Base):
    """An earlier or present wording of a comment."""

    __tablename__ = "comment_revision"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[str] = mapped_column(info=personal("what the person said", "public task", RECORD))
    at: Mapped[datetime]


class Redaction(Base):
    """A passage that is blacked out: offsets into the wording of one revision."""

    __tablename__ = "redaction"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    revision: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    reason_key: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class MarkedPassage(Base):
    """A passage of a rejected wording that a moderator marked for its writer: offsets into it."""

    __tablename__ = "comment_marked_passage"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    revision: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]


class Hold(Base):
    """Why one wording of a comment waits or is marked: what a rule found, or the circumstances in which it was sent.

    `source` is the kind of the rule, or `sanction`, `absent` or `escalated`; `label` is for moderators, `says` are the
    plain words for the writer. `spans` is JSON: [[start, end], …], offsets into the wording of `revision`.
    """

    __tablename__ = "comment_hold"
    __table_args__ = (
        Index("ix_comment_hold_comment", "comment_id", "revision"),
        Index("ix_comment_hold_source", "source", "comment_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    revision: Mapped[int]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("screening_rule.id"), index=True)
    source: Mapped[str]
    action: Mapped[RuleAction] = mapped_column(stored_enum(RuleAction, "action"))
    label: Mapped[str]
    says: Mapped[str]
    spans: Mapped[str] = mapped_column(default="[]")
    at: Mapped[datetime]

    @property
    def marked(self) -> list[tuple[int, int]]:
        """The passages that it found, in the wording of its revision."""
        return [(start, end) for start, end in json.loads(self.spans)]


class MovedComment(Base):
    """The place in a thread from which a comment was moved elsewhere; its number there is never given again."""

    __tablename__ = "comment_moved"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    at: Mapped[datetime]


class Confirmation(Base):
    """A guest's comment that waits for its address to be confirmed by the link or the typed code."""

    __tablename__ = "comment_confirmation"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    code_hash: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    mails: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Report(Base):
    """Somebody's word that a comment breaks the policy."""

    __tablename__ = "report"
    __table_args__ = (Index("ix_report_open", "comment_id", "settled_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    reason_key: Mapped[str]
    text: Mapped[str] = mapped_column(
        info=personal("why somebody reports a comment", "public task", "two years after it is settled")
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    source_key: Mapped[str]
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class Reason(Base):
    """A reason for which a moderator rejects, hides or blacks out: the rule, and what the writer is told."""

    __tablename__ = "moderation_reason"

    key: Mapped[str] = mapped_column(primary_key=True)
    rule: Mapped[str]
    label: Mapped[str]
    text: Mapped[str]
    revise: Mapped[str]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)


class BlockedAddress(Base):
    """An address from which no comment is taken until the block is lifted."""

    __tablename__ = "blocked_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True, info=personal("to keep comments fair", "public task", "two years"))
    reason_key: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]


class CommentStop(Base):
    """An emergency stop: while one is not lifted, no comment is taken anywhere."""

    __tablename__ = "comment_stop"

    id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
