"""What the ledger says of files of the directory, taken in and made."""

from engage.core.ledger import declare

REGISTER_TAKEN_IN = declare(
    "organisation_import.done",
    subject="organisation_import",
    says="A register of organisations was taken in.",
    added=int,
    changed=int,
    closed=int,
)
IMPORT_BEGUN = declare(
    "directory_import.begun", subject="directory_import", says="A file was uploaded to be taken in.", kind=str
)
IMPORT_SETTLED = declare(
    "directory_import.settled", subject="directory_import", says="It was said what the columns of a file are."
)
IMPORT_STARTED = declare(
    "directory_import.started", subject="directory_import", says="A file that was checked is taken in."
)
EXPORT_ASKED = declare(
    "directory_export.asked",
    subject="directory_export",
    says="A file of the directory was asked for.",
    about=str,
    format=str,
    purpose=str,
    list_id=int,
)
EXPORT_READY = declare(
    "directory_export.ready", subject="directory_export", says="A file of the directory was made.", rows=int
)
