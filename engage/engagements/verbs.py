"""What the ledger says of engagements."""

from engage.core.ledger import declare

KIND = "engagement"
ENGAGEMENT_LOGGED = declare(
    "engagement.logged",
    subject=KIND,
    says="A meeting, call, letter, event or visit was logged.",
    kind=str,
    publication_ids=str,
    follows_kind=str,
    follows_id=int,
)
ENGAGEMENT_CHANGED = declare(
    "engagement.changed", subject=KIND, says="What is logged of an engagement was changed.", revision=int, fields=str
)
PARTY_ADDED = declare(
    "engagement.party_added",
    subject=KIND,
    says="Somebody was noted as having taken part in an engagement.",
    party_kind=str,
    party_id=int,
)
PARTY_REMOVED = declare(
    "engagement.party_removed",
    subject=KIND,
    says="Somebody was noted as not having taken part in an engagement.",
    party_kind=str,
    party_id=int,
)
FILE_ADDED = declare(
    "engagement.file_added", subject=KIND, says="A file was put to an engagement.", file_id=int, sha256=str
)
FILE_REMOVED = declare(
    "engagement.file_removed", subject=KIND, says="A file of an engagement was removed.", file_id=int
)
PROMISE_MADE = declare(
    "promise.made", subject="promise", says="A promise was noted.", engagement_id=int, owner_id=int, due=str
)
PROMISE_CHANGED = declare(
    "promise.changed", subject="promise", says="A promise was changed.", owner_id=int, due=str, fields=str
)
PROMISE_KEPT = declare("promise.kept", subject="promise", says="A promise was kept.", engagement_id=int)
PROMISE_REOPENED = declare(
    "promise.reopened", subject="promise", says="A promise that was marked as kept is open again.", engagement_id=int
)
EVENT_SAVED = declare("event.saved", subject=KIND, says="What is public of an event was saved.", listed=bool)
EVENT_CALLED_OFF = declare("event.called_off", subject=KIND, says="A public event was called off.")
EVENT_HEARD = declare("event.heard", subject=KIND, says="What was heard at an event was published.")
PLACE_ASKED = declare(
    "event.place_asked",
    subject=KIND,
    says="Somebody asked for a place and has to confirm the address.",
    booking_id=int,
    held=bool,
)
HOLD_LAPSED = declare(
    "event.hold_lapsed",
    subject=KIND,
    says="A place was free again, for the address was not confirmed in time.",
    booking_id=int,
)
UNCONFIRMED_FORGOTTEN = declare(
    "event.unconfirmed_forgotten",
    subject=KIND,
    says="A booking that nobody had confirmed was forgotten.",
    booking_id=int,
)
PLACE_BOOKED = declare("event.booked", subject=KIND, says="Somebody booked a place.", booking_id=int, state=str)
PLACE_GIVEN_BACK = declare("event.given_back", subject=KIND, says="Somebody gave a place back.", booking_id=int)
BOOKINGS_TAKEN_AWAY = declare(
    "event.bookings_taken_away", subject=KIND, says="Who comes to an event was taken away as a file.", number=int
)
BOOKINGS_FORGOTTEN = declare(
    "event.bookings_forgotten", subject=KIND, says="Who came to a past event was forgotten.", number=int
)
