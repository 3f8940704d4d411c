"""What engagements follow up: a comment or a submission, and who wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import abort, url_for
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from engage.comments import queries as comments
from engage.comments.models import Comment, CommentState
from engage.comments.rights import MODERATE
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.core import text
from engage.core.database import db
from engage.core.permissions import Permission, Viewer
from engage.engagements import rights
from engage.engagements.models import Engagement, FollowedKind
from engage.engagements.queries.log import reached
from engage.publishing import queries as publishing
from engage.responses import rights as response_rights
from engage.responses.queries import responses
from engage.submissions import queries as submissions
from engage.submissions import rights as submission_rights
from engage.submissions.queries import listing

LONGEST = 300
NEVER_SENT = frozenset({CommentState.UNCONFIRMED, CommentState.EXPIRED})


@dataclass(frozen=True)
class Followed:
    """What is followed up: whose it is, how to reach the person, what it says in short, and where it stands."""

    kind: FollowedKind
    id: int
    title: str
    name: str
    email: str
    words: str
    url: str
    publication_ids: tuple[int, ...]
    organisation_id: int | None


def access_followed(
    viewer: Viewer, kind: FollowedKind, subject_id: int, permission: Permission = rights.WRITE
) -> Followed:
    """The comment or submission of an id, for one who may read it; 404 for unseen and missing alike.

    The permission must reach the areas of what it was written about: a name and an address are nobody else's.
    """
    found = _comment(viewer, subject_id) if kind is FollowedKind.COMMENT else _submission(viewer, subject_id)
    if not viewer.may(permission, _areas(found)):
        abort(404)
    return found if viewer.may(rights.WRITE, _areas(found)) else replace(found, email="")


def _areas(found: Followed) -> frozenset[int]:
    return frozenset().union(*(publishing.area_ids(one) for one in found.publication_ids))


def _comment(viewer: Viewer, comment_id: int) -> Followed:
    found = comments.comment(comment_id)
    if found is None or found.state in NEVER_SENT or not _may_read(viewer, found):
        abort(404)
    return Followed(
        FollowedKind.COMMENT,
        found.id,
        f"Comment on {comments.title_of(found)}",
        found.name,
        comments.address_of(found) or "",
        _words(found),
        url_for("comments.permalink", comment_id=found.id)
        if found.is_public
        else url_for("moderation_staff.item", comment_id=found.id),
        (found.publication_id,),
        found.official_for,
    )


def _words(comment: Comment) -> str:
    """The beginning of what the comment says; nothing of one that was taken back."""
    if comment.state is CommentState.WITHDRAWN:
        return ""
    removed = comments.passages_removed(comment.id, comment.body_revision)
    return text.excerpt(text.plain_comment(comment.body, removed), LONGEST)


def _may_read(viewer: Viewer, comment: Comment) -> bool:
    areas = publishing.area_ids(comment.publication_id)
    return comment.is_public or viewer.may(MODERATE, areas)


def _submission(viewer: Viewer, submission_id: int) -> Followed:
    known = submissions.submission(submission_id) or abort(404)
    if not viewer.may(submission_rights.READ):
        return _response(viewer, submission_id)
    consultation = consultations.access_submissions(viewer, known.consultation_id, submission_rights.READ)
    found = listing.sent_submission(consultation.id, submission_id) or abort(404)
    return Followed(
        FollowedKind.SUBMISSION,
        found.id,
        f"Response {found.reference} to {consultation.title}",
        found.name,
        found.email or "",
        "",
        url_for("submissions_staff.submission", consultation_id=consultation.id, submission_id=found.id),
        tuple(each.id for each in consultations.publications_of(consultation)),
        found.organisation_id,
    )


def _response(viewer: Viewer, submission_id: int) -> Followed:
    """A response for one who may pass it: the name as the desk shows it, and not where the person is reached."""
    if not viewer.may(response_rights.PASS):
        abort(404)
    held = responses.access_response(viewer, submission_id)
    return Followed(
        FollowedKind.SUBMISSION,
        submission_id,
        f"Response {held.submission.reference} to {held.consultation.title}",
        held.who,
        "",
        "",
        url_for("responses_staff.response_item", submission_id=submission_id),
        tuple(each.id for each in consultations.publications_of(held.consultation)),
        held.submission.organisation_id,
    )


def followed_up(viewer: Viewer, kind: FollowedKind, subject_id: int) -> Sequence[Engagement]:
    """The engagements that follow up something and that the viewer may see, the earliest first."""
    if not viewer.may(rights.READ):
        return []
    mine = (Engagement.follows_kind == kind, Engagement.follows_id == subject_id)
    wanted = select(Engagement).where(*mine, *reached(viewer, rights.READ))
    return db.session.scalars(wanted.order_by(Engagement.id)).all()


def followed_if_seen(viewer: Viewer, kind: FollowedKind, subject_id: int) -> Followed | None:
    """What is followed up, for one who may read it; nothing for others, who see the engagement all the same."""
    try:
        return access_followed(viewer, kind, subject_id, rights.READ)
    except NotFound:
        return None


def may_follow_comments_on(viewer: Viewer, publication_id: int) -> bool:
    """Whether the viewer may follow up the comments on a publication that everybody reads."""
    return viewer.may(rights.WRITE) and viewer.may(rights.WRITE, publishing.area_ids(publication_id))


def may_follow_responses_to(viewer: Viewer, consultation: Consultation) -> bool:
    """Whether the viewer may follow up the published responses to a consultation."""
    if not viewer.may(rights.WRITE):
        return False
    reading = submission_rights.READ if viewer.may(submission_rights.READ) else response_rights.PASS
    areas = consultations.area_ids(consultation)
    return viewer.may(reading, areas) and viewer.may(rights.WRITE, areas)
