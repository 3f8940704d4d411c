"""What submissions write into the ledger."""

from engage.core.ledger import declare

SUBMISSION_BEGUN = declare(
    "submission.begun", subject="submission", says="A submission was begun.", consultation_id=int, channel=str
)
SUBMISSION_SENT = declare(
    "submission.sent",
    subject="submission",
    says="A submission was sent.",
    consultation_id=int,
    version=int,
    fingerprint=str,
    late=bool,
)
SUBMISSION_AMENDED = declare(
    "submission.amended",
    subject="submission",
    says="A submission was changed and sent again.",
    consultation_id=int,
    version=int,
    fingerprint=str,
    after_close=bool,
)
CORRECTION_ADOPTED = declare(
    "submission.correction_adopted",
    subject="submission",
    says="A submission went on with corrected questions.",
    consultation_id=int,
    definition=int,
)
SUBMISSION_WITHDRAWN = declare(
    "submission.withdrawn", subject="submission", says="A submission was withdrawn.", consultation_id=int
)
SUBMISSION_REFUSED_LATE = declare(
    "submission.too_late", subject="submission", says="A submission came too late to be sent.", consultation_id=int
)
DRAFT_INVITED = declare(
    "draft.invited", subject="submission", says="Somebody was invited to a shared draft.", invitation_id=int, part=str
)
DRAFT_JOINED = declare(
    "draft.joined", subject="submission", says="Somebody joined a shared draft.", account_id=int, part=str
)
DRAFT_LEFT = declare("draft.left", subject="submission", says="Somebody left a shared draft.", account_id=int)
DRAFT_HANDED_ON = declare(
    "draft.handed_on", subject="submission", says="A shared draft was handed on.", account_id=int, by_staff=bool
)
DRAFT_APPROVED = declare(
    "draft.approved",
    subject="submission",
    says="An exact revision of a formal response was approved.",
    approval_id=int,
    revision=int,
    fingerprint=str,
)
DRAFT_APPROVAL_VOIDED = declare(
    "draft.approval_voided",
    subject="submission",
    says="The approval of a formal response was taken back.",
    approval_id=int,
)
JOINT_INVITED = declare(
    "joint.invited",
    subject="submission",
    says="An organisation was asked to sign a joint response.",
    organisation_id=int,
)
JOINT_SIGNED = declare(
    "joint.signed",
    subject="submission",
    says="An organisation signed an exact revision of a joint response.",
    organisation_id=int,
    revision=int,
)
JOINT_DECLINED = declare(
    "joint.declined", subject="submission", says="An organisation does not sign a joint response.", organisation_id=int
)
JOINT_NAME_TAKEN_OFF = declare(
    "joint.name_taken_off",
    subject="submission",
    says="An organisation took its name off a joint response that was sent.",
    organisation_id=int,
    version=int,
)
SUBMISSION_FILE_ADDED = declare(
    "submission.file_added", subject="submission", says="A file was added to a submission.", file_id=int
)
SUBMISSION_FILE_SCANNED = declare(
    "submission.file_scanned",
    subject="submission",
    says="A file of a submission was looked at by the virus scanner.",
    file_id=int,
    clean=bool,
)
SUBMISSION_FORGOTTEN = declare(
    "submission.forgotten",
    subject="submission",
    says="A submission that was never sent was forgotten.",
    consultation_id=int,
)
PERSON_TAKEN_OUT = declare(
    "submission.person_taken_out",
    subject="submission",
    says="Who sent a submission was taken out of it.",
    consultation_id=int,
    words_kept=bool,
)
