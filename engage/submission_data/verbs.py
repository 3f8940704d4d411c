"""What the files of submissions write into the ledger."""

from engage.core.ledger import declare

EXPORT_ASKED = declare(
    "consultation.export_asked",
    subject="consultation",
    says="A file of submissions was asked for.",
    export_id=int,
    content=str,
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
