"""What consultations hold of a person."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from engage.consultations.actions.representing import UNDO_KIND as CLAIM
from engage.consultations.models import (
    Answer,
    Approval,
    Consultation,
    DraftInvitation,
    DraftMember,
    DraftNote,
    EqualityAnswer,
    PublicAnswer,
    Representation,
    Respondent,
    Response,
    SetAsideAnswer,
    Submission,
    SubmissionFile,
    SubmissionImport,
    SubmissionVersion,
)
from engage.consultations.person_erasing import goes, take_out_of_one
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.person import Fate, Holding, Person, Wish, addressed, erases, finds, holds, mentions, nobody, one_of
from engage.core.undoing import UndoStep
from engage.directory.models import Organisation

COUNTED = (
    "what was sent to a consultation that has closed was weighed in a public decision, and the record must show what "
    "was said; name, address and answers that say how to reach you go"
)
UNCOUNTED = "it was not sent, was withdrawn, or the consultation is still open, and then it is withdrawn"
FORMAL = "it is the organisation’s response, and stays with it"


@finds
def submissions_of(person: Person) -> Person:
    """Submissions that were made with the account or the address; those for an organisation stand apart."""
    mine = or_(one_of(Submission.account_id, person.ids("account")), addressed(Submission.email, person))
    rows = db.session.execute(select(Submission.id, Submission.respondent).where(mine)).all()
    own = [row.id for row in rows if row.respondent is not Respondent.ORGANISATION]
    return person.adding("submission", own).adding("formal", [row.id for row in rows])


@erases
def take_out(actor: Viewer, person: Person, _wish: Wish) -> bool:
    """Take the person out of one submission after the other."""
    return take_out_of_one(actor, person.ids("formal"))


def _words(column: Any, *, going: bool) -> Callable[[Person], ColumnElement[bool]]:
    def whose(person: Person) -> ColumnElement[bool]:
        own = select(Submission.id).where(one_of(Submission.id, person.ids("submission")))
        found: ColumnElement[bool] = column.in_(own.where(goes() if going else ~goes()))
        return found

    return whose


def _by_account(column: Any) -> Callable[[Person], ColumnElement[bool]]:
    return lambda person: one_of(column, person.ids("account"))


_TITLE = (
    select(Consultation.title)
    .join(Submission, Submission.consultation_id == Consultation.id)
    .where(Submission.id == Answer.submission_id)
    .scalar_subquery()
)
_AS_SENT = {"answers": "the same answers, as our programs keep them; you have them as words"}
holds(
    Holding(
        "Responses to consultations",
        Submission,
        lambda person: one_of(Submission.id, person.ids("formal")),
        Fate.EMPTIED,
        "that somebody answered goes on being counted; who it was does not",
        also=(
            (
                "Consultation",
                select(Consultation.title).where(Consultation.id == Submission.consultation_id).scalar_subquery(),
            ),
            *("reference", "state", "channel", "respondent", "consent", "created_at", "sent_at", "withdrawn_at"),
        ),
        empties={"name": "", "email": None, "for_name": "", "for_relation": ""},
    ),
    Holding(
        "Answers to consultations",
        Answer,
        _words(Answer.submission_id, going=False),
        Fate.KEPT,
        COUNTED,
        also=(("Consultation", _TITLE), "question"),
        unseen={"value": "the same as the words", "typed": "nothing of a sent response"},
    ),
    Holding(
        "Answers that can still be taken back",
        Answer,
        _words(Answer.submission_id, going=True),
        Fate.DELETED,
        UNCOUNTED,
        also=(("Consultation", _TITLE), "question"),
        unseen={"value": "the same as the words"},
    ),
    Holding(
        "Answers that wait for your choice",
        SetAsideAnswer,
        _words(SetAsideAnswer.submission_id, going=True),
        Fate.DELETED,
        UNCOUNTED,
        also=("question", "at"),
    ),
    Holding(
        "Responses as they were sent",
        SubmissionVersion,
        _words(SubmissionVersion.submission_id, going=False),
        Fate.KEPT,
        COUNTED,
        also=("number", "at", "fingerprint"),
        unseen=_AS_SENT,
    ),
    Holding(
        "Responses as they were sent, to be taken back",
        SubmissionVersion,
        _words(SubmissionVersion.submission_id, going=True),
        Fate.EMPTIED,
        UNCOUNTED,
        also=("number", "at", "fingerprint"),
        empties={"answers": "{}"},
        unseen=_AS_SENT,
    ),
    Holding(
        "Files of your responses",
        SubmissionFile,
        _words(SubmissionFile.submission_id, going=False),
        Fate.KEPT,
        COUNTED + "; staff black out by hand what a file says of you",
        also=("title", "at"),
        unseen={"text": "the words of the file, which is in the copy"},
        file="file_id",
    ),
    Holding(
        "Files that can still be taken back",
        SubmissionFile,
        _words(SubmissionFile.submission_id, going=True),
        Fate.DELETED,
        UNCOUNTED,
        also=("title", "at"),
        unseen={"text": "the words of the file, which is in the copy"},
        file="file_id",
    ),
    Holding(
        "What is shown of your responses",
        Response,
        lambda person: one_of(Response.submission_id, person.ids("submission")),
        Fate.EMPTIED,
        COUNTED,
        also=("number", "state", "published_at"),
        empties={"shown_name": "", "spokesperson": ""},
    ),
    Holding(
        "Published answers",
        PublicAnswer,
        lambda person: one_of(PublicAnswer.submission_id, person.ids("submission")),
        Fate.KEPT,
        COUNTED,
        also=("question",),
    ),
    Holding(
        "Organisations that you speak for",
        Representation,
        _by_account(Representation.account_id),
        Fate.EMPTIED,
        "that somebody was confirmed to speak for it stays with the organisation’s response",
        also=(
            (
                "Organisation",
                select(Organisation.name).where(Organisation.id == Representation.organisation_id).scalar_subquery(),
            ),
            *("proposed_name", "state", "asked_at", "decided_at"),
        ),
        empties={"proof_email": None, "explanation": "", "decision_note": ""},
    ),
    Holding(
        "Decisions about speaking for an organisation that can be undone",
        UndoStep,
        lambda person: and_(
            UndoStep.kind == CLAIM,
            UndoStep.subject_id.in_(select(Representation.id).where(_by_account(Representation.account_id)(person))),
        ),
        Fate.DELETED,
        "the decision can no longer be undone",
        also=("done", "at"),
        only_by_staff=True,
    ),
    Holding(
        "Drafts that you share",
        DraftMember,
        _by_account(DraftMember.account_id),
        Fate.KEPT,
        "it holds the number of an account, which is empty then; " + FORMAL,
        also=("part", "joined_at", "left_at"),
    ),
    Holding(
        "Invitations to write a response with others",
        DraftInvitation,
        lambda person: addressed(DraftInvitation.email, person),
        Fate.DELETED,
        "nobody can use it any more",
        also=("part", "at", "settled_at"),
    ),
    Holding(
        "Notes to those with whom you write",
        DraftNote,
        _by_account(DraftNote.account_id),
        Fate.DELETED,
        "it is no part of what was sent",
        also=("at",),
    ),
    Holding(
        "Responses that you approved",
        Approval,
        _by_account(Approval.account_id),
        Fate.KEPT,
        "it names the office in which somebody approved, and nobody; " + FORMAL,
        also=("at", "voided_at"),
    ),
    Holding(
        "Consultations that name you as the one to ask",
        Consultation,
        lambda person: or_(mentions(person, Consultation.contact_email), mentions(person, Consultation.contact_name)),
        Fate.KEPT,
        "it is the public record of who answered for it in the body’s name; an editor changes who answers now",
        also=("title",),
    ),
    Holding(
        "Equality answers",
        EqualityAnswer,
        nobody,
        Fate.KEPT,
        "no key leads from them to anybody, and no time says when they were given",
    ),
    Holding(
        "Lines of imported responses that could not be taken",
        SubmissionImport,
        lambda person: mentions(person, SubmissionImport.faults),
        Fate.BLACKED_OUT,
        "other lines are about other people",
        unseen={"faults": "most lines are about other people"},
        also=("asked_at",),
        blacks_out=("faults",),
        only_by_staff=True,
    ),
)
