"""What consultations write into the ledger."""

from engage.core.ledger import declare

CONSULTATION_CREATED = declare(
    "consultation.created", subject="consultation", says="A consultation was begun.", slug=str
)
CONSULTATION_CHANGED = declare(
    "consultation.changed", subject="consultation", says="A consultation that is being built was changed.", fields=str
)
QUESTIONS_SAVED = declare(
    "consultation.questions_saved",
    subject="consultation",
    says="The questions of a consultation were saved.",
    definition=int,
)
CHECK_WAIVED = declare(
    "consultation.check_waived", subject="consultation", says="A check before a launch was waived.", check=str
)
CONSULTATION_LAUNCHED = declare(
    "consultation.launched",
    subject="consultation",
    says="A consultation was launched.",
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
    "consultation.extended",
    subject="consultation",
    says="The closing time of a consultation was changed.",
    change_id=int,
    old=str,
    new=str,
)
CONSULTATION_CORRECTED = declare(
    "consultation.corrected",
    subject="consultation",
    says="A consultation was corrected after its launch.",
    change_id=int,
    field=str,
)
CONSULTATION_CLOSED = declare("consultation.closed", subject="consultation", says="A consultation closed.")
CONSULTATION_WITHDRAWN = declare(
    "consultation.withdrawn", subject="consultation", says="A consultation was called off."
)
RESULTS_PUBLISHED = declare(
    "consultation.results_published", subject="consultation", says="The results of a consultation were published."
)
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
REPRESENTATION_ASKED = declare(
    "representation.asked",
    subject="representation",
    says="Somebody asked to speak for an organisation.",
    organisation_id=int,
)
REPRESENTATION_CONFIRMED = declare(
    "representation.confirmed",
    subject="representation",
    says="Somebody was confirmed to speak for an organisation.",
    organisation_id=int,
    proof=str,
)
REPRESENTATION_REFUSED = declare(
    "representation.refused",
    subject="representation",
    says="Somebody who asked to speak for an organisation was refused.",
    organisation_id=int,
)
REPRESENTATION_ENDED = declare(
    "representation.ended",
    subject="representation",
    says="Somebody no longer speaks for an organisation.",
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
    says="A file of submissions was asked for.",
    export_id=int,
    content=str,
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
RESPONSE_PUBLISHED = declare(
    "response.published",
    subject="submission",
    says="A response was published.",
    consultation_id=int,
    version=int,
    number=int,
)
RESPONSE_REFUSED = declare(
    "response.refused",
    subject="submission",
    says="A moderator decided not to publish a response.",
    consultation_id=int,
    version=int,
    reason_key=str,
)
RESPONSE_TAKEN_DOWN = declare(
    "response.taken_down",
    subject="submission",
    says="A published response was taken down.",
    consultation_id=int,
    reason_key=str,
)
RESPONSE_RESTORED = declare(
    "response.restored",
    subject="submission",
    says="The refusal to publish a response was taken back.",
    consultation_id=int,
)
RESPONSE_WITHDRAWN = declare(
    "response.withdrawn",
    subject="submission",
    says="A response, or the consent to publish it, was withdrawn.",
    consultation_id=int,
)
RESPONSE_REDACTED = declare(
    "response.redacted",
    subject="submission",
    says="A passage of a response was blacked out.",
    consultation_id=int,
    redaction_id=int,
    reason_key=str,
)
RESPONSE_REDACTION_LIFTED = declare(
    "response.redaction_lifted",
    subject="submission",
    says="A passage of a response that was blacked out was shown again.",
    consultation_id=int,
    redaction_id=int,
)
RESPONSE_HIGHLIGHTED = declare(
    "response.highlighted",
    subject="submission",
    says="Words of a published response were highlighted.",
    consultation_id=int,
    quotes=int,
)
RESPONSE_DECISION_UNDONE = declare(
    "response.decision_undone",
    subject="submission",
    says="A decision about a response was undone before anybody was told of it.",
    consultation_id=int,
)
SUBMISSIONS_IMPORTED = declare(
    "consultation.submissions_imported",
    subject="consultation",
    says="Submissions of another system were taken in.",
    added=int,
    changed=int,
)
IMPORT_BEGUN = declare(
    "consultation.import_begun",
    subject="consultation",
    says="A file of submissions of another system was uploaded.",
    import_id=int,
)
IMPORT_COLUMNS_NAMED = declare(
    "consultation.import_columns_named",
    subject="consultation",
    says="The columns of a file of submissions were named.",
    import_id=int,
)
IMPORT_STARTED = declare(
    "consultation.import_started",
    subject="consultation",
    says="A file of submissions began to be taken in.",
    import_id=int,
)
LIBRARY_KEPT = declare(
    "question_library.kept", subject="question_library", says="A question was kept in the library.", kind=str
)
LIBRARY_REMOVED = declare(
    "question_library.removed", subject="question_library", says="A question was taken out of the library."
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
CONSULTATION_REHEARSED = declare(
    "consultation.rehearsed",
    subject="consultation",
    says="Trial responses to a consultation were run and rolled back.",
    definition=int,
    passed=bool,
)
WAIVER_LIFTED = declare(
    "consultation.waiver_lifted",
    subject="consultation",
    says="The waiver of a check before a launch was taken back.",
    check=str,
)
SUBMISSION_FORGOTTEN = declare(
    "submission.forgotten",
    subject="submission",
    says="A submission that was never sent was forgotten.",
    consultation_id=int,
)
SPECIAL_DAYS_ADDED = declare(
    "special_days.added",
    subject="special_days",
    says="Days were put into the calendar.",
    kind=str,
    starts=str,
    ends=str,
)
SPECIAL_DAYS_REMOVED = declare(
    "special_days.removed",
    subject="special_days",
    says="Days were taken out of the calendar.",
    kind=str,
    starts=str,
    ends=str,
)
