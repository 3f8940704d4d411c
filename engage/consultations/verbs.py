"""What consultations write into the ledger."""

from engage.core.ledger import declare

CONSULTATION_CREATED = declare("consultation.created", subject="consultation", says="began a consultation", slug=str)
CONSULTATION_CHANGED = declare(
    "consultation.changed", subject="consultation", says="changed a consultation that is being built", fields=str
)
QUESTIONS_SAVED = declare(
    "consultation.questions_saved", subject="consultation", says="saved the questions", definition=int
)
CHECK_WAIVED = declare("consultation.check_waived", subject="consultation", says="waived a check", check=str)
CONSULTATION_LAUNCHED = declare(
    "consultation.launched",
    subject="consultation",
    says="launched a consultation",
    definition=int,
    notice=int,
    record_id=int,
    tells=str,
)
CONSULTATION_OPENED = declare("consultation.opened", subject="consultation", says="A consultation opened.")
CONSULTATION_CLOSING_SOON = declare(
    "consultation.closing_soon", subject="consultation", says="A consultation was about to close.", days=int
)
CONSULTATION_EXTENDED = declare(
    "consultation.extended", subject="consultation", says="changed the closing time", change_id=int, old=str, new=str
)
CONSULTATION_CORRECTED = declare(
    "consultation.corrected", subject="consultation", says="corrected a consultation", change_id=int, field=str
)
CONSULTATION_CLOSED = declare("consultation.closed", subject="consultation", says="A consultation closed.")
CONSULTATION_WITHDRAWN = declare("consultation.withdrawn", subject="consultation", says="called a consultation off")
RESULTS_PUBLISHED = declare("consultation.results_published", subject="consultation", says="published the results")
SUBMISSION_BEGUN = declare(
    "submission.begun", subject="submission", says="began a submission", consultation_id=int, channel=str
)
SUBMISSION_SENT = declare(
    "submission.sent",
    subject="submission",
    says="sent a submission",
    consultation_id=int,
    version=int,
    fingerprint=str,
    late=bool,
)
SUBMISSION_AMENDED = declare(
    "submission.amended",
    subject="submission",
    says="sent a submission anew",
    consultation_id=int,
    version=int,
    fingerprint=str,
    after_close=bool,
)
CORRECTION_ADOPTED = declare(
    "submission.correction_adopted",
    subject="submission",
    says="went on with corrected questions",
    consultation_id=int,
    definition=int,
)
SUBMISSION_WITHDRAWN = declare(
    "submission.withdrawn", subject="submission", says="withdrew a submission", consultation_id=int
)
SUBMISSION_REFUSED_LATE = declare(
    "submission.too_late", subject="submission", says="tried to send too late", consultation_id=int
)
REPRESENTATION_ASKED = declare(
    "representation.asked",
    subject="representation",
    says="asked to speak for an organisation",
    organisation_id=int,
)
REPRESENTATION_CONFIRMED = declare(
    "representation.confirmed",
    subject="representation",
    says="was confirmed to speak for an organisation",
    organisation_id=int,
    proof=str,
)
REPRESENTATION_REFUSED = declare(
    "representation.refused",
    subject="representation",
    says="was refused to speak for an organisation",
    organisation_id=int,
)
REPRESENTATION_ENDED = declare(
    "representation.ended",
    subject="representation",
    says="no longer speaks for an organisation",
    organisation_id=int,
)
REPRESENTATION_DECISION_UNDONE = declare(
    "representation.decision_undone",
    subject="representation",
    says="A decision about who speaks for an organisation was undone before anybody was told of it.",
    organisation_id=int,
)
EXPORT_ASKED = declare(
    "consultation.export_asked",
    subject="consultation",
    says="asked for a file of submissions",
    export_id=int,
    content=str,
)
DRAFT_INVITED = declare(
    "draft.invited", subject="submission", says="invited somebody to a shared draft", invitation_id=int, part=str
)
DRAFT_JOINED = declare("draft.joined", subject="submission", says="joined a shared draft", account_id=int, part=str)
DRAFT_LEFT = declare("draft.left", subject="submission", says="left a shared draft", account_id=int)
DRAFT_HANDED_ON = declare(
    "draft.handed_on", subject="submission", says="handed a shared draft on", account_id=int, by_staff=bool
)
DRAFT_APPROVED = declare(
    "draft.approved",
    subject="submission",
    says="approved an exact revision of a formal response",
    approval_id=int,
    revision=int,
    fingerprint=str,
)
DRAFT_APPROVAL_VOIDED = declare(
    "draft.approval_voided", subject="submission", says="took an approval back", approval_id=int
)
JOINT_INVITED = declare(
    "joint.invited", subject="submission", says="asked an organisation to sign a joint response", organisation_id=int
)
JOINT_SIGNED = declare(
    "joint.signed",
    subject="submission",
    says="signed an exact revision of a joint response",
    organisation_id=int,
    revision=int,
)
JOINT_DECLINED = declare(
    "joint.declined", subject="submission", says="does not sign a joint response", organisation_id=int
)
RESPONSE_PUBLISHED = declare(
    "response.published",
    subject="submission",
    says="published a response",
    consultation_id=int,
    version=int,
    number=int,
)
RESPONSE_REFUSED = declare(
    "response.refused",
    subject="submission",
    says="did not publish a response",
    consultation_id=int,
    version=int,
    reason_key=str,
)
RESPONSE_TAKEN_DOWN = declare(
    "response.taken_down",
    subject="submission",
    says="took a published response down",
    consultation_id=int,
    reason_key=str,
)
RESPONSE_RESTORED = declare(
    "response.restored", subject="submission", says="took the refusal of a response back", consultation_id=int
)
RESPONSE_WITHDRAWN = declare(
    "response.withdrawn", subject="submission", says="no longer agrees to be published", consultation_id=int
)
RESPONSE_REDACTED = declare(
    "response.redacted",
    subject="submission",
    says="blacked out a passage of a response",
    consultation_id=int,
    redaction_id=int,
    reason_key=str,
)
RESPONSE_REDACTION_LIFTED = declare(
    "response.redaction_lifted",
    subject="submission",
    says="showed a blacked out passage again",
    consultation_id=int,
    redaction_id=int,
)
RESPONSE_HIGHLIGHTED = declare(
    "response.highlighted", subject="submission", says="highlighted a response", consultation_id=int, quotes=int
)
RESPONSE_DECISION_UNDONE = declare(
    "response.decision_undone", subject="submission", says="undid a decision about a response", consultation_id=int
)
SUBMISSIONS_IMPORTED = declare(
    "consultation.submissions_imported",
    subject="consultation",
    says="took in submissions of another system",
    added=int,
    changed=int,
)
IMPORT_BEGUN = declare(
    "consultation.import_begun", subject="consultation", says="uploaded submissions of another system", import_id=int
)
IMPORT_COLUMNS_NAMED = declare(
    "consultation.import_columns_named",
    subject="consultation",
    says="named the columns of a file of submissions",
    import_id=int,
)
IMPORT_STARTED = declare(
    "consultation.import_started", subject="consultation", says="had a file of submissions taken in", import_id=int
)
LIBRARY_KEPT = declare(
    "question_library.kept", subject="question_library", says="kept a question in the library", kind=str
)
LIBRARY_REMOVED = declare(
    "question_library.removed", subject="question_library", says="took a question out of the library"
)
SUBMISSION_FILE_ADDED = declare("submission.file_added", subject="submission", says="added a file", file_id=int)
SUBMISSION_FILE_SCANNED = declare(
    "submission.file_scanned",
    subject="submission",
    says="A file of a submission was looked at by the virus scanner.",
    file_id=int,
    clean=bool,
)
CONSULTATION_REHEARSED = declare(
    "consultation.rehearsed",
    subject="consultation",
    says="ran trial responses, which were rolled back",
    definition=int,
    passed=bool,
)
WAIVER_LIFTED = declare("consultation.waiver_lifted", subject="consultation", says="took a waiver back", check=str)
SUBMISSION_FORGOTTEN = declare(
    "submission.forgotten",
    subject="submission",
    says="A submission that was never sent was forgotten.",
    consultation_id=int,
)
SPECIAL_DAYS_ADDED = declare(
    "special_days.added", subject="special_days", says="put days into the calendar", kind=str, starts=str, ends=str
)
SPECIAL_DAYS_REMOVED = declare(
    "special_days.removed", subject="special_days", says="took days out of the calendar", kind=str, starts=str, ends=str
)
