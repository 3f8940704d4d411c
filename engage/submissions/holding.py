"""Which response the browser holds: by a cookie that ends with the browser's session, or by the form that was sent.

The secret code is the key. The cookie goes to the pages of one consultation's response alone, so that every other
page stays the same for all visitors; a form carries the code as well, because a second tab may hold another response,
and because the cookie may be gone when it is sent.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from engage.consultations import queries as consultations
from engage.consultations.definition import Definition
from engage.consultations.models import Consultation
from engage.core import limits, tokens
from engage.core.access import SignInNeeded, viewer
from engage.submissions import queries
from engage.submissions.codes import code_of, new_code
from engage.submissions.models import Submission, SubmissionState
from engage.submissions.queries.drafts import membership, shared

COOKIE, BOX = "engage_response", "response"
SHARED, BEGIN = "shared-", "response-begin"
A_DAY = timedelta(days=1)
MOST_WRONG, AN_HOUR = 30, timedelta(hours=1)


@dataclass(frozen=True)
class Held:
    """A response that this browser may read and write: what was sent, or is drafted, and the draft to write on."""

    code: str
    consultation: Consultation
    submission: Submission
    draft: Submission | None

    @property
    def slug(self) -> str:
        """The consultation's."""
        return self.consultation.slug

    @property
    def writable(self) -> Submission:
        """The draft; to be asked for only where `is_draft` was found to hold."""
        return self.draft or self.submission

    @property
    def is_shared(self) -> bool:
        """Whether colleagues draft it with their own sign-ins, so that their own pages lead it to its end."""
        return self.code.startswith(SHARED)

    @property
    def is_draft(self) -> bool:
        """Whether there is something to write on."""
        return self.draft is not None

    @property
    def definition(self) -> Definition:
        """The questions, as they were put to this person."""
        return consultations.definition_of(self.consultation, self.writable.definition)


def held(slug: str) -> Held | None:
    """The response to a consultation that this browser holds; a wrong code is counted and soon stops the asking."""
    code = request.form.get(BOX) or request.cookies.get(COOKIE)
    if not code:
        return None
    if code.startswith(SHARED):
        return _shared(slug, code)
    found = queries.opened_by(slug, code)
    if found is None:
        count_wrong()
        return None
    return _held(code, *found)


def held_here(slug: str) -> Held | None:
    """The same for the page where one begins: the draft of members who signed out is not in the next person's way."""
    try:
        return held(slug)
    except SignInNeeded:
        return None


def once(slug: str) -> str:
    """What a form to begin with carries, so that it begins one response however often it is sent."""
    return tokens.sign(BEGIN, {"slug": slug, "once": secrets.token_hex(16)})


def code_begun_by(slug: str, token: str) -> str:
    """The code of the response that such a form begins; a new one each time where it carries nothing of ours."""
    try:
        facts = tokens.read(BEGIN, token, within=A_DAY)
    except tokens.BadToken:
        return new_code()
    return code_of(facts["once"]) if facts.get("slug") == slug else new_code()


def shared_code(submission_id: int) -> str:
    """What a browser holds of a shared draft: it opens nothing without the sign-in of a member."""
    return f"{SHARED}{submission_id}"


def _shared(slug: str, code: str) -> Held | None:
    """The shared draft of an organisation, for one of its members; whoever was signed out signs in first."""
    if not viewer().signed_in:
        raise SignInNeeded
    number = code.removeprefix(SHARED)
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    if membership(int(number), viewer().account_id) is None:
        return None
    found = shared(int(number), None)
    return _held(code, found.consultation, found.submission) if found.consultation.slug == slug else None


def count_wrong() -> None:
    """Count a code that opened nothing; too many from one place are answered with 429."""
    limits.require("response-code", limits.source(), most=MOST_WRONG, per=AN_HOUR)


def _held(code: str, consultation: Consultation, submission: Submission) -> Held:
    if submission.state is SubmissionState.SENT:
        return Held(code, consultation, submission, queries.change_of(submission))
    open_states = (SubmissionState.DRAFT, SubmissionState.TOO_LATE)
    return Held(code, consultation, submission, submission if submission.state in open_states else None)


def remember(response: Response, consultation: Consultation, code: str) -> Response:
    """Let this browser hold the response until it is closed."""
    response.set_cookie(COOKIE, code, **_scope(consultation.slug))
    return private(response)


def forget(response: Response, slug: str) -> Response:
    """Let this browser hold nothing any more."""
    response.delete_cookie(COOKIE, **_scope(slug))
    return private(response)


def private(response: Response) -> Response:
    """Keep a page that shows answers out of every cache, the browser's own too."""
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _scope(slug: str) -> dict[str, Any]:
    return {
        "path": url_for("submissions.respond", slug=slug),
        "httponly": True,
        "samesite": "Lax",
        "secure": bool(current_app.config["SESSION_COOKIE_SECURE"]),
    }
