"""The library: questions and pages of questions that are kept to be used again."""

from sqlalchemy import select

from engage.consultations import verbs
from engage.consultations.actions.questions import change_questions
from engage.consultations.definition import Definition, Page, Question, editing
from engage.consultations.definition.document import canonical
from engage.consultations.models import Consultation, LibraryItem
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer

QUESTION, PAGE = "question", "page"


def keep_in_library(actor: Viewer, *, part: Page | Question) -> LibraryItem:
    """Keep a page or a question; the same again is kept once. What it depended on stays behind."""
    kind = PAGE if isinstance(part, Page) else QUESTION
    alone = part.model_copy(update={"show_if": None})
    body = canonical(alone.model_dump(mode="json", exclude_defaults=True))
    held = db.session.scalars(
        select(LibraryItem).where(LibraryItem.body == body, LibraryItem.removed_at.is_(None))
    ).first()
    if held is not None:
        return held
    title = part.title if isinstance(part, Page) else part.label or part.kind.label
    row = LibraryItem(kind=kind, title=title[:300], body=body, at=clock.now(), account_id=actor.account_id)
    db.session.add(row)
    db.session.flush()
    ledger.record(verbs.LIBRARY_KEPT, subject_id=row.id, actor_id=actor.account_id, kind=kind)
    return row


def remove_from_library(actor: Viewer, *, item: LibraryItem) -> None:
    """Offer it no longer; consultations that use it are not touched."""
    if item.removed_at is None:
        item.removed_at = clock.now()
        db.session.flush()
        ledger.record(verbs.LIBRARY_REMOVED, subject_id=item.id, actor_id=actor.account_id)


def insert_from_library(actor: Viewer, *, consultation: Consultation, item: LibraryItem, page_key: str) -> int:
    """Put a copy into a draft: a page behind all others, a question at the end of a page."""
    if item.removed_at is not None:
        raise Refused("This is not in the library any more.")

    def put(definition: Definition) -> Definition:
        taken = editing.keys_of(definition)
        if item.kind == PAGE:
            return editing.add_page(definition, editing.renamed_page(Page.model_validate_json(item.body), taken))
        question = editing.renamed(Question.model_validate_json(item.body), taken)
        return editing.add_question(definition, page_key, question)

    return change_questions(actor, consultation=consultation, change=put)
