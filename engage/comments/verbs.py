"""What the ledger says of comments."""

from engage.core.ledger import declare

THREAD_SET = declare(
    "thread.set",
    subject="publication",
    says="The comments of a publication were opened, closed or given another way of moderation.",
    mode=str,
    is_open=bool,
    closes_at=str,
)
THREAD_SLOWED = declare(
    "thread.slowed",
    subject="publication",
    says="Many comments came at once, so each person may send one in so many minutes for a time.",
    minutes=int,
    until=str,
    cause=str,
)
COMMENT_SUBMITTED = declare(
    "comment.submitted", subject="comment", says="A comment was sent.", publication_id=int, parent_id=int, state=str
)
COMMENT_CONFIRMED = declare(
    "comment.confirmed", subject="comment", says="A guest confirmed the address of a comment.", publication_id=int
)
COMMENT_EXPIRED = declare(
    "comment.expired", subject="comment", says="A guest's comment was never confirmed and is gone.", publication_id=int
)
COMMENT_WRITER_FORGOTTEN = declare(
    "comment.writer_forgotten",
    subject="comment",
    says="The account of a comment's writer was closed.",
    publication_id=int,
    names_kept=bool,
)
COMMENT_PUBLISHED = declare(
    "comment.published",
    subject="comment",
    says="A comment was published for the first time and got its number.",
    publication_id=int,
    number=int,
    parent_id=int,
    official_for=int,
)
COMMENT_EDITED = declare(
    "comment.edited",
    subject="comment",
    says="The writer changed a comment; a wording that waits is read by a moderator first.",
    publication_id=int,
    revision=int,
    waits=bool,
)
COMMENT_EDIT_APPROVED = declare(
    "comment.edit_approved",
    subject="comment",
    says="A moderator approved a changed wording of a published comment.",
    publication_id=int,
    revision=int,
)
COMMENT_REJECTED = declare(
    "comment.rejected",
    subject="comment",
    says="A moderator rejected a wording of a comment.",
    publication_id=int,
    reason_key=str,
    revision=int,
)
COMMENT_HIDDEN = declare(
    "comment.hidden", subject="comment", says="A moderator hid a comment.", publication_id=int, reason_key=str
)
COMMENT_RESTORED = declare(
    "comment.restored", subject="comment", says="A moderator restored a hidden comment.", publication_id=int
)
COMMENT_REDACTED = declare(
    "comment.redacted",
    subject="comment",
    says="A moderator blacked out a passage of a comment.",
    publication_id=int,
    revision=int,
    redaction_id=int,
    reason_key=str,
)
COMMENT_REDACTION_LIFTED = declare(
    "comment.redaction_lifted",
    subject="comment",
    says="A moderator showed a passage again that was blacked out.",
    publication_id=int,
    redaction_id=int,
)
COMMENT_DECISION_UNDONE = declare(
    "comment.decision_undone",
    subject="comment",
    says="A moderator's decision about a comment was undone; the entry named counts as if it had not been.",
    publication_id=int,
    entry_id=int,
)
COMMENT_WITHDRAWN = declare(
    "comment.withdrawn", subject="comment", says="The writer withdrew a comment.", publication_id=int
)
COMMENT_REPORTED = declare(
    "comment.reported",
    subject="comment",
    says="Somebody reported a comment.",
    publication_id=int,
    report_id=int,
    reason_key=str,
)
REPORTS_SETTLED = declare(
    "comment.reports_settled",
    subject="comment",
    says="A moderator settled the open reports of a comment.",
    publication_id=int,
    settled=int,
)
COMMENT_ADOPTED = declare(
    "comment.adopted",
    subject="comment",
    says="A guest's comment went to the account of its address.",
    publication_id=int,
    account_id=int,
)
COMMENTS_IMPORTED = declare(
    "thread.imported",
    subject="publication",
    says="Comments of another system were taken in.",
    added=int,
    changed=int,
)
COMMENT_MOVED = declare(
    "comment.moved",
    subject="comment",
    says="A moderator moved a comment to another publication, where it got another number.",
    publication_id=int,
    number=int,
    from_publication_id=int,
    from_number=int,
)
ADDRESS_BLOCKED = declare(
    "address.blocked", subject="blocked_address", says="An address was blocked from commenting.", reason_key=str
)
ADDRESS_UNBLOCKED = declare("address.unblocked", subject="blocked_address", says="A blocked address may comment again.")
COMMENTS_STOPPED = declare("comments.stopped", subject="comment_stop", says="All comments were stopped at once.")
COMMENTS_RESUMED = declare("comments.resumed", subject="comment_stop", says="Comments were allowed again.")
REASON_SAVED = declare(
    "reason.saved",
    subject="moderation_reason",
    says="A reason for rejecting comments was written.",
    key=str,
    active=bool,
)
