"""What each message is written from in its committed sample; `python -m tests.support.messages` writes the samples."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

from markupsafe import Markup

from engage.app import create_app
from engage.comments.wordings import Marked
from engage.core.messages import Message, compose
from engage.core.settings import Settings
from engage.core.text import stored
from engage.mail.assembling import Piece, assemble
from engage.mail.digests import Section
from engage.mail.news import Remark
from engage.mail.queries_newsletters import Drawn

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = sorted(path.name for path in (ROOT / "templates" / "mail").iterdir() if path.is_dir())
SAMPLES = ROOT / "tests" / "mail" / "samples"
SITE = "https://listens.northvale.example"
URL = f"{SITE}/subscriptions/confirm/token/"
PLAN = "One stroke unit for the whole valley"
REASON = SimpleNamespace(
    rule="2",
    label="About a person",
    text="Your comment speaks about a named member of staff.",
    revise="Say what happened, and leave the name out.",
)
REMARKS = (
    Remark(
        41, 12, "How would somebody in Upper Hallow get there at night?", "Gordon Pike", False, f"{SITE}/comments/41/"
    ),
    Remark(40, 11, "The ambulance goes straight to the unit.", "Rita Amis, Director", True, f"{SITE}/comments/40/"),
)
SECTIONS = [
    Section(
        7,
        PLAN,
        f"{SITE}/plans/one-stroke-unit/",
        f"{PLAN}: updated",
        "",
        ("Updated: New travel times", "9 new comments"),
        REMARKS,
        7,
    ),
    Section(
        8,
        "Blood tests stay in Tarnwick",
        f"{SITE}/posts/news/blood-tests/",
        "New post: Blood tests stay in Tarnwick",
        "The clinic at the Mart keeps its three mornings.",
        ("New post",),
        (),
        0,
    ),
]
DECISION = {"title": PLAN, "url": URL, "reason": REASON, "policy_url": f"{SITE}/moderation-policy/"}
REPLY = {
    "title": PLAN,
    "by": "Rita Amis, Director",
    "number": 12,
    "text": REMARKS[1].text,
    "url": f"{SITE}/comments/40/",
    "stop_url": f"{SITE}/subscriptions/replies/token/",
}
CONSULTATION = {
    "title": "A new place for blood tests",
    "summary": "Blood tests move from the Mart to Tarnwick. We ask what that means for you.",
    "url": f"{SITE}/consultations/blood-tests/",
    "stop_url": f"{SITE}/subscriptions/object/token/",
    "preferences_url": f"{SITE}/subscriptions/preferences/token/",
}
FACTS = {
    "person_copy_ready": {"by_staff": False, "url": URL},
    "person_erased": {"withdraws": False, "own": True},
    "account_closed": {},
    "account_confirm": {"url": URL},
    "account_exists": {"sign_in_url": URL, "reset_url": URL},
    "account_move": {"url": URL},
    "account_move_taken": {"sign_in_url": URL},
    "account_moved": {"is_new": True, "account_url": URL},
    "account_moving": {"password_url": URL},
    "account_password": {"reset_url": URL},
    "account_reset": {"url": URL},
    "account_trial": {"sign_in_url": URL},
    "account_unknown": {"register_url": URL},
    "address_change_new": {"url": URL},
    "address_change_old": {"url": URL},
    "mail_mended": {"account_url": f"{SITE}/account/"},
    "appeal_answered": {
        "title": PLAN,
        "overturned": True,
        "answer": "The comment speaks about the service, not about the person.",
        "url": URL,
    },
    "appeal_received": {"title": PLAN, "due_at": datetime(2026, 3, 19, 17, tzinfo=UTC), "url": URL},
    "sanction_set": {
        "step": "paused",
        "says": "You were warned in May.",
        "reason": REASON,
        "ends_at": datetime(2026, 3, 19, 17, tzinfo=UTC),
        "url": URL,
    },
    "comment_confirm": {
        "title": PLAN,
        "code": "204817",
        "expires_at": datetime(2026, 3, 5, 12, tzinfo=UTC),
        "url": URL,
    },
    "comment_held": {"title": PLAN, "says": "Several readers have reported it.", "url": URL},
    "comment_received": {
        "title": PLAN,
        "is_public": False,
        "held": ["It has a telephone number in it."],
        "url": URL,
    },
    "consultation_notice": {
        **CONSULTATION,
        "headline": "More time to answer: A new place for blood tests",
        "said": "It stays open for longer, until 3 July 2026 at 5pm.",
        "reason": "The leaflet reached Upper Hallow late.",
        "action": "See the consultation",
        "kind_label": "when a consultation opens, is about to close, or is changed",
    },
    "consultation_invitation": {
        **CONSULTATION,
        "headline": "Have your say: A new place for blood tests",
        "said": "It is open until 3 July 2026 at 5pm.",
        "reason": "",
        "action": "Answer it",
        "kind_label": "when a consultation opens, is about to close, or is changed",
    },
    "invitation": {
        "headline": "Your view is needed: A new place for blood tests",
        "name": "Vale Carers",
        "paragraphs": ["We have not heard from you yet.", "You can answer in writing,\nor ask us to come to you."],
        "title": "A new place for blood tests",
        "closes": "3 July 2026 at 17:00",
        "url": f"{SITE}/consultations/a-new-place-for-blood-tests/",
        "is_person": False,
        "documents": ["The proposals on four pages", "The proposals in Easy Read"],
        "ask": "listening@northvale.example or 01234 000000",
        "needs": "Large print, Polish",
        "kind_label": "when a consultation opens, is about to close, or is changed",
        "stop_url": f"{SITE}/subscriptions/object/token/",
    },
    "contact_link": {"url": f"{SITE}/account/directory/"},
    "entry_check": {
        "organisation": "Corn Hall Carers",
        "url": f"{SITE}/organisations/check/token/",
        "page_url": f"{SITE}/organisations/corn-hall-carers/",
        "days": 90,
    },
    "event_booking": {
        "name": "Gordon Pike",
        "headline": "You have a place: An evening about blood tests",
        "said": "We look forward to seeing you.",
        "when": "3 June 2026 at 18:30",
        "place": "Upper Hallow village hall",
        "online_url": "https://meet.northvale.example/blood-tests",
        "url": f"{SITE}/events/an-evening-2026-06-03/",
        "calendar_url": f"{SITE}/events/an-evening-2026-06-03/calendar.ics",
        "cancel_url": f"{SITE}/events/bookings/token/",
    },
    "event_confirm": {
        "title": "An evening about blood tests",
        "when": "3 June 2026 at 18:30",
        "place": "Upper Hallow village hall",
        "held_until": "1 May 2026 at 12:30",
        "url": f"{SITE}/events/bookings/token/",
    },
    "silence_warning": {
        "title": "A new place for blood tests",
        "part": "Half",
        "closes": "3 July 2026",
        "names": ["Vale Carers", "The patients’ voice"],
        "are_people": True,
        "people": 1318,
        "url": f"{SITE}/staff/reach/consultations/3/",
    },
    "consultation_results": {
        **CONSULTATION,
        "headline": "What we heard: A new place for blood tests",
        "said": "The results are published.",
        "reason": "",
        "action": "Read the results",
        "kind_label": "when the results of a consultation are published",
    },
    "digest": {"total": 16, "often": "once a week", "preferences_url": URL, "unsubscribe_url": URL},
    "directory_export_ready": {"name": "contacts-4f2a9c.xlsx", "rows": 4180, "url": URL},
    "export_ready": {"name": "answers-4f2a9c.xlsx", "rows": 4180, "url": URL},
    "escalated": {"worry": "A threat", "procedure": "Is somebody in danger now? Ring 999.", "url": URL},
    "illegal_answered": {
        "number": 7,
        "removed": True,
        "answer": "The words are a threat.",
        "write_to": "people@northvale.example",
    },
    "illegal_received": {"number": 7, "due_at": datetime(2026, 3, 19, 17, tzinfo=UTC)},
    "flood": {"title": PLAN, "minutes": 5, "url": URL},
    "target_missed": {
        "late": 3,
        "soon": 2,
        "first_due": datetime(2026, 3, 5, 12, tzinfo=UTC),
        "url": URL,
    },
    "follow_confirm": {"name": PLAN, "url": URL},
    "follow_known": {"name": PLAN, "thing_url": f"{SITE}/plans/one-stroke-unit/", "url": URL},
    "mail_correction": {
        "headline": "Correction: the opening hours that we sent you",
        "paragraphs": ["On 2 March we wrote that the clinic closes at noon.", "It is open until six, as before."],
    },
    "newsletter": {
        "title": "What is new about the stroke unit",
        "html": stored("<p>The unit opens in <strong>May</strong>.</p>"),
        "body": "The unit opens in **May**.",
        "items": [
            (
                Drawn(1, 7, "Plan", PLAN, "/plans/one-stroke-unit/#b4", "Two teams share one telephone number.", True),
                f"{SITE}/plans/one-stroke-unit/#b4",
            ),
            (
                Drawn(2, 8, "Post", "Blood tests stay in Tarnwick", "/posts/", SECTIONS[1].standfirst, False),
                SECTIONS[1].url,
            ),
        ],
        "follows": PLAN,
        "url": f"{SITE}/newsletters/3/",
        "stop_url": f"{SITE}/subscriptions/object/token/",
        "preferences_url": f"{SITE}/subscriptions/preferences/token/",
    },
    "notice_hidden": DECISION,
    "notice_official_reply": {**REPLY, "official_for": "North Vale Health Board"},
    "notice_published": {"title": PLAN, "url": URL, "edited": False, "restored": False},
    "notice_redacted": DECISION,
    "notice_rejected": {
        **DECISION,
        "edited": False,
        "marked": Marked(
            ("Sister Brown is a fool.",), (Markup("The queue was long. <mark>Sister Brown is a fool.</mark>"),)
        ),
    },
    "draft_invitation": {
        "inviter": "Rita Amis",
        "organisation": "Corn Hall Carers",
        "title": PLAN,
        "closes_at": datetime(2026, 3, 12, 17, 0, tzinfo=UTC),
        "approves": True,
        "url": URL,
    },
    "draft_to_sign": {
        "organisation": "River Friends",
        "leading": "Corn Hall Carers",
        "title": PLAN,
        "closes_at": datetime(2026, 3, 12, 17, 0, tzinfo=UTC),
        "url": URL,
    },
    "draft_name_taken_off": {"organisation": "River Friends", "title": PLAN, "url": URL},
    "representation_confirmed": {"organisation": "Corn Hall Carers", "note": "", "url": URL},
    "representation_ended": {"organisation": "Corn Hall Carers", "note": "Jo Pike speaks for it now.", "url": URL},
    "representation_proof": {"organisation": "Corn Hall Carers", "url": URL},
    "response_not_published": {
        "title": "Where should the stroke unit be?",
        "reference": "K7QM4-TXP9D",
        "reason": REASON,
        "note": "",
        "policy_url": f"{SITE}/moderation-policy/",
    },
    "representation_refused": {"organisation": "Corn Hall Carers", "note": "The chair is Jo Pike.", "url": URL},
    "notice_reply": {**REPLY, "official_for": ""},
    "promise_due": {
        "what": "Send the carers’ group the travel times by ward.",
        "due": date(2026, 3, 5),
        "url": f"{SITE}/staff/engagements/promises/7/",
        "stop_url": f"{SITE}/subscriptions/object/token/",
    },
    "promises_overdue": {
        "promises": [
            (
                "Send the carers’ group the travel times by ward.",
                date(2026, 2, 20),
                f"{SITE}/staff/engagements/promises/7/",
            ),
            ("Ask for a quiet room in each clinic.", date(2026, 2, 27), f"{SITE}/staff/engagements/promises/9/"),
        ],
        "more": 3,
        "url": f"{SITE}/staff/engagements/promises/?which=overdue&mine=1",
        "stop_url": f"{SITE}/subscriptions/object/token/",
    },
    "staff_summary": {
        "lines": [
            ("12 comments wait to be decided", f"{SITE}/staff/moderation/"),
            ("A new place for blood tests closes on 12 March 2026", f"{SITE}/consultations/blood-tests/"),
            ("1 promise of yours is due within a week", f"{SITE}/staff/engagements/promises/"),
        ],
        "url": f"{SITE}/staff/",
        "stop_url": f"{SITE}/subscriptions/object/token/",
    },
    "response_begun": {
        "title": "A new place for blood tests",
        "code": "K7QM-4TXP-9DRWH",
        "closes_at": datetime(2026, 6, 5, 17, tzinfo=UTC),
        "url": f"{SITE}/consultations/resume/token/",
    },
    "response_receipt": {
        "title": "A new place for blood tests",
        "reference": "3K7Q9-D2MPX",
        "at": datetime(2026, 5, 5, 12, 4, tzinfo=UTC),
        "fingerprint": "5f2b" * 16,
        "again": False,
        "late": False,
        "url": f"{SITE}/receipt/",
    },
    "response_withdrawn": {"title": "A new place for blood tests", "reference": "3K7Q9-D2MPX"},
    "consultation_changed": {
        "title": "A new place for blood tests",
        "what": "The closing time was moved from 3 March 2027 at 17:00 to 17 March 2027 at 17:00",
        "reason": "The leaflets came two weeks late.",
        "reference": "3K7Q9-D2MPX",
        "url": f"{SITE}/consultations/blood-tests/",
    },
}


def sample_site(folder: Path):
    """The site of which the samples speak."""
    return create_app(
        Settings(
            data_dir=folder,
            base_url=SITE,
            site_name="North Vale listens",
            site_owner="North Vale Health Board",
            site_email="people@northvale.example",
        )
    )


def written(name: str) -> Message:
    """The sample message of a name, in the running application."""
    if name == "digest":
        whole = assemble([Piece(one) for one in SECTIONS], **FACTS[name])
        return Message(name, "ada@example.org", whole.subject, whole.text, whole.html)
    return compose(name, to="ada@example.org", **FACTS[name])


def as_text(message: Message) -> str:
    """What is committed of a message."""
    return f"Subject: {message.subject}\n\n{message.text}"


def write() -> None:
    """Write every sample."""
    SAMPLES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sample_site(Path(folder)).app_context():
        for name in FOLDERS:
            (SAMPLES / f"{name}.txt").write_text(as_text(written(name)))


if __name__ == "__main__":
    write()
