"""A shared draft as a document to take to a committee."""

import io

from engage.core.i18n import datetime_text
from engage.submissions.draft_reading import Reading
from engage.submissions.queries.drafts import Shared


def as_docx(shared: Shared, reading: Reading) -> bytes:
    """The draft as a Word document: each question with its answer, in their order, without the notes."""
    import docx

    document = docx.Document()
    document.core_properties.title = f"{shared.organisation.name}: {shared.consultation.title}"
    document.core_properties.author = shared.organisation.name
    document.add_heading(shared.consultation.title, 0)
    document.add_paragraph(_standing(shared))
    for sheet in reading.sheets:
        document.add_heading(sheet.page.title, 1)
        for line in sheet.lines:
            document.add_heading(line.question.label, 2)
            for paragraph in (line.words or "No answer yet.").split("\n"):
                document.add_paragraph(paragraph)
            if line.writer:
                document.add_paragraph(f"Last written by {line.writer}").runs[0].italic = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _standing(shared: Shared) -> str:
    shown = shared.shown
    state = "Draft" if shared.draft is not None else "Sent"
    return (
        f"Response of {shared.organisation.name}. {state}, revision {shown.revision}, "
        f"as it stood on {datetime_text(shown.saved_at)}. Reference {shared.submission.reference}."
    )
