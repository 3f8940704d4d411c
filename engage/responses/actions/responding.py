"""Publishing responses: offered when they are sent, passed, refused, blacked out and put back by moderators."""

from collections.abc import Mapping
from typing import Any

from engage.comments.models import Reason
from engage.core import clock, ledger, outbox, undoing
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.ledger import Verb
from engage.core.permissions import Viewer
from engage.core.text import clean_line, clean_text
from engage.directory.models import Organisation
from engage.responses import mails, verbs
from engage.responses.actions.redacting import carry_redactions
from engage.responses.actions.response_standing import (
    Counted,
    changing,
    lock_consultation,
    next_number,
    put_back,
    settle,
    standing,
    stands_in,
    undoable,
)
from engage.responses.models import Response, ResponseState
from engage.responses.queries import response_texts, responses
from engage.submissions import in_public
from engage.submissions.models import Consent, Submission, SubmissionState
from engage.submissions.queries.drafts import addresses_of

DECIDED = "Somebody else has decided about this response already. Look at where it stands now."
CHANGED = "What you have before you is not what was sent last. Read it again before you decide."
OWN = "You wrote this response or helped to, so somebody else must decide about it."
UNREAD = "A file of this response is still being checked, so its words are not here yet. Try again in a few minutes."
MOVED_ON = "The response has changed since this was decided, so it cannot be undone any more."


def offer_response(submission: Submission) -> Response | None:
    """Put what was sent before the moderators, if its respondent agreed to have it published; call it after sending.

    Of a response that is public already the passed version stays until the new one is passed; without consent it goes
    at once, and without consent to the name the name goes at once.
    """
    known = responses.response(submission.id) if submission.version > 1 else None
    if submission.consent is Consent.NONE or submission.state is not SubmissionState.SENT:
        return withdraw_response(submission) if known is not None else None
    if known is None:
        return _first_offer(submission)
    with changing(known):
        if known.state in (ResponseState.REFUSED, ResponseState.WITHDRAWN):
            known.state, known.version, known.reason_key = ResponseState.WAITING, None, None
        if known.organisation_id is None and submission.consent is Consent.UNNAMED:
            known.shown_name = ""
        known.waiting_since = known.waiting_since or clock.now()
        carry_redactions(submission)
    return known


def _first_offer(submission: Submission) -> Response:
    consultation = lock_consultation(submission.consultation_id)
    made = Response(
        submission_id=submission.id,
        consultation_id=submission.consultation_id,
        organisation_id=submission.organisation_id,
        state=ResponseState.WAITING,
        waiting_since=clock.now(),
        shown_name="",
        highlight="",
        spokesperson="",
    )
    db.session.add(made)
    db.session.flush()
    settle(consultation, made, Counted())
    return made


def withdraw_response(submission: Submission) -> Response | None:
    """Take a response away from the public for good, with its name: its submission was withdrawn, or its consent."""
    known = responses.response(submission.id)
    if known is None or known.state is ResponseState.WITHDRAWN:
        return known
    with changing(known):
        known.state, known.waiting_since, known.reason_key = ResponseState.WITHDRAWN, None, None
        known.shown_name = known.highlight = known.spokesperson = ""
        _record(verbs.RESPONSE_WITHDRAWN, None, known)
    return known


def show_signatures(submission: Submission) -> None:
    """Let every page about a response show who signs it now; call it when one of them took its name off."""
    known = responses.response(submission.id)
    if known is not None:
        settle(lock_consultation(known.consultation_id), known, Counted.of(known))


def publish_response(actor: Viewer, *, response: Response, version: int) -> Response:
    """Pass the version that waits: it gets its number, or takes the place of the earlier one."""
    with undoable(actor, response, "published a response"):
        submission = _require_waiting(actor, response, version)
        if response_texts.unread_letters(submission, version):
            raise Refused(UNREAD)
        response.state, response.version, response.reason_key = ResponseState.PUBLISHED, version, None
        response.shown_name = _name_to_show(submission)
        response.waiting_since = None
        if response.number is None:
            response.number = next_number(response.consultation_id)
        if response.published_at is None:
            response.published_at = clock.now()
        _record(verbs.RESPONSE_PUBLISHED, actor, response, version=version, number=response.number)
    return response


def refuse_response(actor: Viewer, *, response: Response, version: int, reason: Reason, note: str = "") -> Response:
    """Do not publish the version that waits; the respondent is told why. An earlier one that is public stays."""
    with undoable(actor, response, "did not publish a response"):
        submission = _require_waiting(actor, response, version)
        response.waiting_since = None
        if not response.is_public:
            response.state, response.reason_key = ResponseState.REFUSED, reason.key
        _record(verbs.RESPONSE_REFUSED, actor, response, version=version, reason_key=reason.key)
    _tell(response, submission, reason, note)
    return response


def take_down_response(actor: Viewer, *, response: Response, reason: Reason, note: str = "") -> Response:
    """Take a published response away; its number stays its own. The respondent is told why."""
    with undoable(actor, response, "took a response down"):
        submission = _submission(actor, response)
        if not response.is_public:
            raise Refused(DECIDED)
        response.state, response.waiting_since, response.reason_key = ResponseState.REFUSED, None, reason.key
        _record(verbs.RESPONSE_TAKEN_DOWN, actor, response, reason_key=reason.key)
    _tell(response, submission, reason, note)
    return response


def restore_response(actor: Viewer, *, response: Response) -> Response:
    """Publish again what was taken down; what was refused before it was ever public waits once more."""
    with undoable(actor, response, "took a refusal back"):
        _submission(actor, response)
        if response.state is not ResponseState.REFUSED:
            raise Refused(DECIDED)
        response.reason_key = None
        if response.version is not None:
            response.state = ResponseState.PUBLISHED
        else:
            response.state, response.waiting_since = ResponseState.WAITING, clock.now()
        outbox.drop_planned(_mail_key(response))
        _record(verbs.RESPONSE_RESTORED, actor, response)
    return response


def highlight_response(actor: Viewer, *, response: Response, quotes: str, spokesperson: str) -> Response:
    """Show words of a published response, each line a quotation, with who speaks for it; without words it is no more.

    The words must stand in what is public, so that a quotation never says more than the response.
    """
    lines = [clean_line(line).strip('“”"') for line in clean_text(quotes).split("\n") if line.strip()]
    with changing(response):
        if not response.is_public:
            raise Refused("Only a published response can be highlighted.")
        texts = response_texts.public_texts([response.submission_id]).get(response.submission_id, {})
        for line in lines:
            if not stands_in(line, texts.values()):
                raise Refused(f"These words do not stand in the published response: “{line}”", "quotes")
        response.highlight, response.spokesperson = "\n".join(lines), clean_line(spokesperson)
        _record(verbs.RESPONSE_HIGHLIGHTED, actor, response, quotes=len(lines))
    return response


def return_response(
    actor: Viewer, *, response: Response, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Response:
    """Let a response stand as before the last decision about it (both as `standing` gave them); the mail is not sent.

    Refuses when it no longer stands as that decision left it. A number that it was given stays its own.
    """
    with changing(response):
        _submission(actor, response)
        if standing(response) != dict(after):
            raise Refused(MOVED_ON)
        number = response.number
        put_back(response, dict(before))
        response.number = number
        outbox.drop_planned(_mail_key(response))
        _record(verbs.RESPONSE_DECISION_UNDONE, actor, response)
    return response


def _submission(actor: Viewer, response: Response) -> Submission:
    submission = db.session.get_one(Submission, response.submission_id)
    db.session.refresh(submission)
    if responses.is_own(actor, submission):
        raise Refused(OWN)
    return submission


def _require_waiting(actor: Viewer, response: Response, version: int) -> Submission:
    submission = _submission(actor, response)
    if response.waiting_since is None:
        raise Refused(DECIDED)
    if version != submission.version:
        raise Refused(CHANGED)
    return submission


def _name_to_show(submission: Submission) -> str:
    if submission.organisation_id is not None:
        return db.session.get_one(Organisation, submission.organisation_id).name
    return submission.name if submission.consent is Consent.NAMED else ""


def _record(verb: Verb, actor: Viewer | None, response: Response, **facts: Any) -> None:
    ledger.record(
        verb,
        subject_id=response.submission_id,
        actor_id=actor.account_id if actor else None,
        consultation_id=response.consultation_id,
        **facts,
    )


def _tell(response: Response, submission: Submission, reason: Reason, note: str) -> None:
    """Write to the respondent once the decision can no longer be undone."""
    due = undoing.until()
    for place, to in enumerate(addresses_of(submission)):
        message = mails.not_published(submission, to, reason, clean_text(note))
        outbox.put(message, key=f"{_mail_key(response)}{int(due.timestamp())}:{place}", due_at=due)


def _mail_key(response: Response) -> str:
    return f"response:{response.submission_id}:refused:"


in_public.show(
    in_public.Face(
        sent=offer_response,
        withdrawn=withdraw_response,
        signed=show_signatures,
        standing=responses.standing_in_public,
    )
)
