"""What submissions hold of a person."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from engage.consultations.models import Consultation
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.person import Fate, Holding, Person, Wish, addressed, erases, finds, holds, nobody, one_of
from engage.core.search_index import purge
from engage.submissions.models import (
    Answer,
    Approval,
    DraftInvitation,
    DraftMember,
    DraftNote,
    EqualityAnswer,
    Respondent,
    SetAsideAnswer,
    Submission,
    SubmissionFile,
    SubmissionVersion,
)
from engage.submissions.person_erasing import goes, take_out_of_one
from engage.submissions.queries import submission_by_code

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


@finds
def submission_of_code(person: Person) -> Person:
    """The submission that a code opens, whose respondent may have given no address."""
    found = submission_by_code(person.code) if person.code else None
    if found is None:
        return person
    kinds = ["formal"] if found.respondent is Respondent.ORGANISATION else ["formal", "submission"]
    for kind in kinds:
        person = person.adding(kind, [found.id])
    return person


@erases
def take_out(actor: Viewer, person: Person, _wish: Wish) -> bool:
    """Take the person out of one submission after the other."""
    return take_out_of_one(actor, person.ids("formal"))


@erases
def purge_search(_actor: Viewer, _person: Person, _wish: Wish) -> bool:
    """Let the words that were taken out vanish from the files of the search too."""
    return purge("search_index_submission")


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
        "Equality answers",
        EqualityAnswer,
        nobody,
        Fate.KEPT,
        "no key leads from them to anybody, and no time says when they were given",
    ),
)
