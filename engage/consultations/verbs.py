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
LIBRARY_KEPT = declare(
    "question_library.kept", subject="question_library", says="A question was kept in the library.", kind=str
)
LIBRARY_REMOVED = declare(
    "question_library.removed", subject="question_library", says="A question was taken out of the library."
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
