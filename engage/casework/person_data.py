"""What casework holds of a person: appeals, notes, reports of illegal things, and evidence."""

from sqlalchemy import ColumnElement, and_, or_, select

from engage.casework.actions.appeals import UNDO_KIND
from engage.casework.models import Appeal, Assignment, Duty, Escalation, IllegalReport, Note, Procedure
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.person import Fate, Holding, Person, Wish, addressed, erases, finds, holds, mentions, one_of
from engage.core.undoing import UndoStep


@finds
def appeals_of(person: Person) -> Person:
    """Appeals that they made, and those about their comments."""
    wanted = select(Appeal.id).where(
        or_(
            one_of(Appeal.account_id, person.ids("account")),
            addressed(Appeal.email, person),
            one_of(Appeal.comment_id, person.ids("comment")),
        )
    )
    return person.adding("appeal", db.session.scalars(wanted))


@erases
def leave_procedures(_actor: Viewer, person: Person, _wish: Wish) -> bool:
    """Tell nobody any more at the address when something is serious."""
    for row in db.session.scalars(select(Procedure).where(mentions(person, Procedure.people))):
        row.people = "\n".join(each for each in row.people.splitlines() if each.lower() not in person.emails)
    return False


def _notes(person: Person) -> ColumnElement[bool]:
    return or_(
        one_of(Note.account_id, person.ids("account")),
        addressed(Note.email, person),
        one_of(Note.comment_id, person.ids("comment")),
    )


def _reports(person: Person) -> ColumnElement[bool]:
    return or_(one_of(IllegalReport.account_id, person.ids("account")), addressed(IllegalReport.email, person))


def _appeals(person: Person) -> ColumnElement[bool]:
    return one_of(Appeal.id, person.ids("appeal"))


holds(
    Holding(
        "Appeals that you made",
        Appeal,
        _appeals,
        Fate.EMPTIED,
        "how often a decision was wrong goes on being counted",
        also=("state", "asked_at", "decided_at"),
        empties={"email": None, "text": "", "answer": ""},
    ),
    Holding(
        "Decisions about your appeals that can be undone",
        UndoStep,
        lambda person: and_(UndoStep.kind == UNDO_KIND, one_of(UndoStep.subject_id, person.ids("appeal"))),
        Fate.DELETED,
        "the decision can no longer be undone",
        also=("done", "at"),
        only_by_staff=True,
    ),
    Holding(
        "Moderators’ notes about you and your comments",
        Note,
        _notes,
        Fate.DELETED,
        "there is nobody left whom they are about",
        also=("at",),
        only_by_staff=True,
    ),
    Holding(
        "Reports of something illegal that wait for an answer",
        IllegalReport,
        lambda person: and_(_reports(person), IllegalReport.answered_at.is_(None)),
        Fate.KEPT,
        "the law wants it answered; erase again once it is",
        also=("where", "at", "due_at"),
    ),
    Holding(
        "Reports of something illegal",
        IllegalReport,
        lambda person: and_(_reports(person), IllegalReport.answered_at.is_not(None)),
        Fate.EMPTIED,
        "that something was reported as illegal, and what we did, must be shown for two years",
        also=("where", "at", "answer", "answered_at"),
        empties={"name": "", "email": ""},
        blacks_out=("text", "answer"),
    ),
    Holding(
        "Evidence kept of serious comments",
        Escalation,
        lambda person: one_of(Escalation.comment_id, person.ids("comment")),
        Fate.KEPT,
        "it is evidence of a threat or a danger, for legal claims, until six years after the case is closed",
        also=("worry", "at", "closed_at"),
        only_by_staff=True,
    ),
    Holding(
        "When you are told at once that something is serious",
        Procedure,
        lambda person: mentions(person, Procedure.people),
        Fate.BLACKED_OUT,
        "the other addresses are other people’s",
        also=("worry",),
        unseen={"people": "the other addresses are other people’s"},
        blacks_out=("people",),
    ),
    Holding(
        "When you are on duty",
        Duty,
        lambda person: one_of(Duty.account_id, person.ids("account")),
        Fate.DELETED,
        "a closed account does no work",
        also=("weekday", "day", "starts", "ends"),
    ),
    Holding(
        "Comments that you were to decide about",
        Assignment,
        lambda person: one_of(Assignment.account_id, person.ids("account")),
        Fate.DELETED,
        "somebody else decides",
        also=("comment_id", "at"),
    ),
)
