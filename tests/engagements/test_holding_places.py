"""Places that are held for addresses that nobody has proved yet."""

from datetime import timedelta

from sqlalchemy import select

from engage.core import clock, jobs
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.engagements import actions as logging
from engage.engagements import queries
from engage.engagements.actions import booking as actions
from engage.engagements.models import Booking, PublicEvent
from tests.engagements.test_events import ask, book, confirm, link_of, make_event, states
from tests.support.accounts import mails, make_account
from tests.support.databases import look_again

LATER = actions.HELD_FOR + timedelta(minutes=1)


def taken(made):
    look_again()
    return db.session.get_one(PublicEvent, made.id).taken


def lapse():
    """What the clock does half an hour later."""
    with clock.pretending(clock.now() + LATER):
        jobs.run("engagements.lapse")


def test_a_stranger_with_invented_addresses_holds_few_places_and_not_for_long(client):
    made, event = make_event(capacity=8)
    for number in range(actions.MOST_ASKED):
        ask(client, event, f"invented{number}@pike.example")
    assert taken(made) == actions.MOST_HELD
    person = {"name": "G", "email": "one-more@pike.example"}
    page = client.post("engagements.book", person, slug=event.slug, expect=422)
    assert "Many bookings from your network wait for their confirmation." in page.words
    assert page.form()["email"] == "one-more@pike.example"
    confirm(client, "invented19@pike.example")
    assert taken(made) == actions.MOST_HELD + 1, "who confirms without a hold gets what is free"
    _, other = make_event("Another evening")
    ask(client, other, "library@pike.example")
    lapse()
    assert taken(made) == 1
    assert "7 of 8 places are free." in client.get("engagements.event", slug=event.slug).words


def test_a_library_behind_one_address_books_for_one_after_the_other(client):
    made, event = make_event(capacity=30)
    for number in range(actions.MOST_ASKED + 5):
        book(client, event, f"reader{number}@pike.example")
    assert set(states(made)) == {"booked"}


def test_the_waiting_list_moves_up_when_a_hold_lapses_and_who_is_late_gets_what_is_left(client):
    made, event = make_event(capacity=1)
    ask(client, event, "late@pike.example")
    assert "The only place is free" not in client.get("engagements.event", slug=event.slug).words
    book(client, event, "waits@pike.example")
    assert states(made) == ["unconfirmed", "waiting"]
    lapse()
    assert states(made) == ["unconfirmed", "booked"]
    assert "A place is free for you" in mails("waits@pike.example")[-1].subject
    where = link_of(mails("late@pike.example")[0])
    assert "No place is held for you now." in client.get(where).words
    assert "You are on the waiting list." in confirm(client, "late@pike.example").words
    assert sorted(states(made)) == ["booked", "waiting"]


def test_a_hold_that_is_over_is_free_even_before_the_clock_has_looked(client):
    made, event = make_event(capacity=1)
    ask(client, event, "late@pike.example")
    with clock.pretending(clock.now() + LATER):
        assert "You have a place." in book(client, event, "quick@pike.example").words
    assert taken(made) == 1


def test_a_held_place_is_kept_by_confirming_and_one_is_taken_back(client):
    made, event = make_event(capacity=2)
    ask(client, event, "first@pike.example")
    ask(client, event, "second@pike.example")
    assert taken(made) == 2
    page = confirm(client, "first@pike.example")
    assert "You have a place." in page.words
    client.post(link_of(mails("second@pike.example")[0]), expect=200)
    assert (states(made), taken(made)) == (["booked", "cancelled"], 1)
    lapse()
    assert (states(made), taken(made)) == (["booked", "cancelled"], 1)


def test_nobody_is_written_to_who_has_not_confirmed_and_is_forgotten_after_a_day(client):
    made, event = make_event()
    ask(client, event)
    moved = logging.Noted(kind=made.kind, at=made.at + timedelta(hours=1), title=made.title)
    with unit_of_work():
        logging.change_engagement(VISITOR, engagement=queries.engagement(made.id), base=1, noted=moved)
    with clock.pretending(made.at - timedelta(hours=2)):
        jobs.run("engagements.remind")
    told = mails("gordon@pike.example")
    assert [mail.subject.partition(":")[0] for mail in told] == ["Confirm your booking"]
    assert "Gordon" not in told[0].text, "what a stranger typed is not repeated to the address"
    client.sign_in(make_account(roles=["officer"]))
    for endpoint in ("engagements_staff.event", "engagements_staff.who_comes"):
        page = client.get(endpoint, engagement_id=made.id)
        assert "1 has not confirmed the address yet; 1 place is held meanwhile" in page.words
    lapse()
    where = link_of(told[0])
    with clock.pretending(clock.now() + actions.KEPT_UNCONFIRMED + timedelta(hours=1)):
        jobs.run("engagements.forget")
        assert states(made) == []
        client.get(where, expect=410)
        ask(client, event, "next@pike.example")
    look_again()
    following = db.session.scalars(select(Booking.id)).one()
    assert link_of(mails("next@pike.example")[0]) != where
    assert following > 1, "the link of who was forgotten opens nobody else's booking"


def test_one_address_is_asked_a_few_times_a_day_and_confirming_makes_up_for_it(client):
    for number in range(7):
        _, event = make_event(f"Evening {number}")
        book(client, event)
    for number in range(5):
        _, event = make_event(f"Morning {number}")
        ask(client, event, "ada@nye.example")
    person = {"name": "Ada", "email": "ada@nye.example"}
    page = client.post("engagements.book", person, slug=event.slug, expect=422)
    assert "We have written to this address several times today." in page.words


def test_who_is_signed_in_has_the_place_at_once_with_the_address_of_the_account(client):
    made, event = make_event()
    client.sign_in(make_account("ada@nye.example", name="Ada Nye"))
    form = client.get("engagements.event", slug=event.slug).form("/events/")
    assert (form["name"], form["email"]) == ("Ada Nye", "ada@nye.example")
    page = client.post("engagements.book", form, slug=event.slug, follow=True)
    assert "You have a place." in page.words
    client.post("engagements.book", {**form, "email": "other@nye.example"}, slug=event.slug, follow=True)
    assert states(made) == ["booked", "unconfirmed"]
    assert [mail.subject.partition(":")[0] for mail in mails("ada@nye.example")] == ["You have a place"]


def test_an_event_with_one_place_and_one_free_place_are_said_as_people_say_it(client):
    _, single = make_event(capacity=1)
    assert "The only place is free." in client.get("engagements.event", slug=single.slug).words
    _, pair = make_event("Two places", capacity=2)
    book(client, pair)
    assert "1 of 2 places is free." in client.get("engagements.event", slug=pair.slug).words
