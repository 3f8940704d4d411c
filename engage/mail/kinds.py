"""Every message by its kind: what gives us leave to send it, and which of them a person may object to."""

from dataclasses import dataclass

from engage.core.messages import Message, MessageClass
from engage.core.outbox import OutboxMessage


@dataclass(frozen=True)
class Kind:
    """Messages that are objected to together; those `for_staff` are offered to nobody else."""

    key: str
    label: str
    explanation: str
    message_class: MessageClass
    basis: str
    messages: frozenset[str]
    for_staff: bool = False

    def sample(self, name: str) -> Message:
        """What is the same in each message of a run of this kind."""
        return Message(name, "", "", "", "", message_class=self.message_class, basis=self.basis)


REPLIES = Kind(
    "replies",
    "When somebody replies to a comment of yours",
    "Also when the reply is an official one",
    MessageClass.PUBLIC_TASK,
    "Our duty to answer those who take part",
    frozenset({"notice_reply", "notice_official_reply"}),
)
CONSULTATIONS = Kind(
    "consultations",
    "When a consultation opens, is about to close, or is changed",
    "About what you follow, about consultations that you answered, and about those for which we ask for your view",
    MessageClass.PUBLIC_TASK,
    "Our duty to involve people in decisions that affect them",
    frozenset({"consultation_notice", "consultation_invitation", "invitation"}),
)
RESULTS = Kind(
    "results",
    "When the results of a consultation are published",
    "What we heard and what we do about it",
    MessageClass.PUBLIC_TASK,
    "Our duty to tell those who took part what came of it",
    frozenset({"consultation_results"}),
)
NEWSLETTERS = Kind(
    "newsletters",
    "Newsletters",
    "Letters that we write now and then to those whom something concerns",
    MessageClass.MARKETING,
    "Our interest in keeping those informed whom our work concerns; who says no gets none",
    frozenset({"newsletter"}),
)
STAFF_SUMMARY = Kind(
    "staff_summary",
    "The weekly summary for staff",
    "What waits, what came in, and what is due",
    MessageClass.PUBLIC_TASK,
    "The reader’s work for us",
    frozenset({"staff_summary"}),
    for_staff=True,
)
PROMISES = Kind(
    "promises",
    "When something that you promised is due",
    "Some days before, and once a week while it is overdue",
    MessageClass.PUBLIC_TASK,
    "The reader’s work for us",
    frozenset({"promise_due", "promises_overdue"}),
    for_staff=True,
)
KINDS = {kind.key: kind for kind in (REPLIES, CONSULTATIONS, RESULTS, NEWSLETTERS, STAFF_SUMMARY, PROMISES)}
BY_MESSAGE = {name: kind for kind in KINDS.values() for name in kind.messages}

ASKED_FOR = "The reader asked for it and confirmed the address; it stops when she stops it"
_SERVICES = {
    "What the reader asked us to do with her account": (
        "account_closed account_confirm account_exists account_move account_move_taken account_moved account_moving "
        "account_password account_reset account_trial account_unknown"
    ),
    "What the reader, or somebody with her address, asked us to do with our mail": (
        "follow_confirm follow_known address_change_new address_change_old mail_mended"
    ),
    "The place at an event that the reader booked": "event_booking event_confirm",
    "The comment that the reader sent": "comment_confirm comment_held comment_received",
    "Our duty to tell people what we decided about what they wrote, and why": (
        "notice_hidden notice_published notice_redacted notice_rejected sanction_set appeal_answered appeal_received "
        "illegal_answered illegal_received"
    ),
    "Our duty to keep what we say of the organisation right": "entry_check",
    "Our duty to ask the reader before we link what we know of her": "contact_link",
    "The answer to a consultation that the reader sent or began": (
        "response_begun response_receipt response_withdrawn response_not_published consultation_changed"
    ),
    "The organisation for which the reader speaks, and what it answers": (
        "draft_invitation draft_name_taken_off draft_to_sign representation_confirmed representation_ended "
        "representation_proof representation_refused"
    ),
    "What the reader, or staff for her, asked us to do with what we hold of her": "person_copy_ready person_erased",
    "The reader’s work for us": ("directory_export_ready escalated export_ready flood silence_warning target_missed"),
    "To put right what we sent to this reader": "mail_correction",
}
SERVICES = {name: basis for basis, names in _SERVICES.items() for name in names.split()}


def basis_of(row: OutboxMessage) -> str:
    """By whose leave a message is sent, in words."""
    return row.basis or SERVICES.get(row.name, "")
