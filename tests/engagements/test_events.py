"""Public events: listed, booked, full, given back, called off, remembered."""

import csv
import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage.core import clock, jobs
from engage.core.database import db, unit_of_work
from engage.core.ledger import Entry
from engage.core.permissions import VISITOR
from engage.engagements.actions import events as actions
from engage.engagements.models import BookingState
from engage.engagements.queries import events
from tests.support.accounts import mails, make_account
from tests.support.databases import look_again
from tests.support.engagements import make_engagement
from tests.support.moderation import make_area
from tests.support.publishing import make_plan

PLACE = {
    "summary": "Ask the nurses.",
    "minutes": "90",
    "place": "Village hall",
    "access": "Step-free",
    "online_url": "",
}


def make_event(title="An evening about nights", *, days=7, listed=True, publications=(), **facts):
    """An event in so many days, listed unless said otherwise."""
    made = make_engagement(title, kind="event", days_ago=-days, publications=publications)
    facts = {"summary": "Ask the nurses.", "minutes": 90, "place": "Village hall", **facts}
    with unit_of_work():
        event = actions.save_event(VISITOR, engagement=made, described=actions.Described(**facts), listed=listed)
    return made, event


def ask(client, event, email="gordon@pike.example", **facts):
    """Book with an address that the site knows nothing of, and do not confirm."""
    person = {"name": "Gordon Pike", "email": email, "needs": "A hearing loop", **facts}
    return client.post("engagements.book", person, slug=event.slug, follow=True)


def confirm(client, email="gordon@pike.example"):
    """Open the link of the last mail to an address and press the button."""
    return client.post(link_of(mails(email)[-1]) + "confirm/", follow=True)


def book(client, event, email="gordon@pike.example", **facts):
    """Book and confirm."""
    ask(client, event, email, **facts)
    return confirm(client, email)


def states(made):
    look_again()
    return [one.state.value for one in events.bookings_of(made.id, *BookingState)]


def link_of(mail):
    return next(word for word in mail.text.split() if "/events/bookings/" in word).partition("8000")[2]


def test_an_officer_lists_an_event_and_people_find_it(client, another_client):
    plan = make_plan("One stroke unit")
    made = make_engagement("An evening about nights", kind="event", days_ago=-7, publications=[plan])
    client.sign_in(make_account(roles=["officer"]))
    another_client.get("engagements.events_list")
    page = client.get("engagements_staff.one", engagement_id=made.id)
    assert "Public side" in page.words
    client.post("engagements_staff.event", PLACE, engagement_id=made.id)
    assert "An evening" not in another_client.get("engagements.events_list").words
    client.post("engagements_staff.event", {**PLACE, "listed": "y"}, engagement_id=made.id)
    listed = another_client.get("engagements.events_list")
    assert "An evening about nights" in listed.words
    where = next(a.get("href") for a in listed.select("main a") if "An evening" in a.text_content())
    page = another_client.get(where)
    assert "Step-free" in page.words
    assert "One stroke unit" in page.words
    assert "An evening about nights" in another_client.get("site.home").words
    assert "An evening about nights" in another_client.get("site.plan", slug=plan.slug).words


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"place": ""}, "Say where it is"),
        ({"summary": ""}, "what people can expect"),
        ({"online_url": "meet.example"}, "https://"),
        ({"minutes": "1"}, "from 5 to"),
    ],
)
def test_what_is_wrong_with_an_event_is_said(client, wrong, said):
    made = make_engagement(kind="event", days_ago=-7)
    client.sign_in(make_account(roles=["officer"]))
    page = client.post("engagements_staff.event", {**PLACE, **wrong}, engagement_id=made.id, expect=422)
    assert said in page.words


def test_a_meeting_cannot_be_public(client):
    made = make_engagement(kind="meeting", days_ago=-7)
    client.sign_in(make_account(roles=["officer"]))
    page = client.post("engagements_staff.event", {**PLACE, "listed": "y"}, engagement_id=made.id, expect=422)
    assert "Only an event can be public" in page.words


def test_what_is_not_listed_leaks_nowhere(client):
    made, event = make_event(listed=False)
    for endpoint in ("engagements.event", "engagements.booked", "engagements.event_calendar"):
        client.get(endpoint, slug=event.slug, expect=404)
    client.post("engagements.book", {"name": "G", "email": "g@pike.example"}, slug=event.slug, expect=404)
    assert made.title not in client.get("site.home").words


def test_a_place_is_booked_once_whatever_is_clicked(client):
    made, event = make_event()
    for _ in range(2):
        assert "We have written to you" in ask(client, event, "Gordon@pike.example").words
    assert states(made) == ["unconfirmed"]
    where = link_of(mails("gordon@pike.example")[0])
    assert "We hold a place for you until" in client.get(where).words
    assert states(made) == ["unconfirmed"], "opening the link alone confirms nothing"
    for _ in range(2):
        assert "You have a place." in client.post(where + "confirm/", follow=True).words
    assert "We have written to you" in ask(client, event, "Gordon@pike.example").words
    assert states(made) == ["booked"]
    told = [mail.subject for mail in mails("gordon@pike.example")]
    assert told == ["Confirm your booking: An evening about nights", "You have a place: An evening about nights"]
    client.sign_in(make_account(roles=["officer"]))
    assert "A hearing loop" in client.get("engagements_staff.event", engagement_id=made.id).words


def test_when_it_is_full_people_wait_and_move_up(client):
    made, event = make_event(capacity=1)
    book(client, event, "first@pike.example")
    assert "Join the waiting list" in client.get("engagements.event", slug=event.slug).words
    book(client, event, "second@pike.example")
    book(client, event, "third@pike.example")
    assert states(made) == ["booked", "waiting", "waiting"]
    where = link_of(mails("first@pike.example")[1])
    assert "You have a place." in client.get(where).words
    assert states(made) == ["booked", "waiting", "waiting"]
    for _ in range(2):
        assert "given your place back" in client.post(where, expect=200).words
    assert states(made) == ["cancelled", "booked", "waiting"]
    assert "A place is free" in mails("second@pike.example")[2].subject
    book(client, event, "first@pike.example")
    assert states(made) == ["booked", "waiting", "waiting"]
    with unit_of_work():
        wider = actions.Described(summary="Ask.", minutes=90, place="Hall", capacity=3)
        actions.save_event(VISITOR, engagement=made, described=wider, listed=True)
    assert states(made) == ["booked", "booked", "booked"]


def test_who_has_a_place_keeps_it_when_there_are_fewer_and_staff_are_told(client):
    made, event = make_event(capacity=2)
    book(client, event, "first@pike.example")
    book(client, event, "second@pike.example")
    client.sign_in(make_account("officer@northvale.example", roles=["officer"]))
    page = client.get("engagements_staff.event", engagement_id=made.id)
    assert "Places that are taken: 2. Whoever has one keeps it, also when you enter fewer." in page.words
    sent = {**page.form("/event/"), "capacity": "1"}
    page = client.post("engagements_staff.event", sent, engagement_id=made.id, follow=True)
    assert "There are fewer places now than people who have one; they keep it." in page.words
    assert states(made) == ["booked", "booked"]


def test_what_is_wrong_with_a_booking_is_said(client):
    _, event = make_event()
    page = client.post("engagements.book", {"name": "", "email": "gordon"}, slug=event.slug, expect=422)
    assert "Enter your name." in page.words
    _, past = make_event(days=-1)
    page = client.post("engagements.book", {"name": "G", "email": "g@pike.example"}, slug=past.slug, expect=422)
    assert "takes no bookings" in page.words
    client.get("engagements.booking", token="nonsense", expect=410)


def calendar_entry(client, event):
    """The lines of its calendar file by name."""
    text = client.get("engagements.event_calendar", slug=event.slug).text
    return dict(line.split(":", 1) for line in text.split("\r\n") if ":" in line and line[0] != " ")


def test_those_who_booked_are_told_when_it_moves_and_when_it_is_called_off(client):
    made, event = make_event()
    book(client, event)
    client.sign_in(make_account(roles=["officer"]))
    form = client.get("engagements_staff.edit", engagement_id=made.id).form()
    before = calendar_entry(client, event)
    client.post("engagements_staff.edit", {**form, "time": "08:15"}, engagement_id=made.id)
    moved = calendar_entry(client, event)
    assert int(moved["SEQUENCE"]) > int(before["SEQUENCE"])
    assert moved["LAST-MODIFIED"]
    assert "TRIGGER" in moved
    kept = client.post("engagements_staff.event", PLACE, engagement_id=made.id, expect=422)
    assert "Call it off" in kept.words
    client.post("engagements_staff.call_off", {"reason": ""}, engagement_id=made.id, expect=422)
    for _ in range(2):
        client.post("engagements_staff.call_off", {"reason": "The hall is flooded."}, engagement_id=made.id)
    heads = [mail.subject.partition(":")[0] for mail in mails("gordon@pike.example")]
    assert heads == ["Confirm your booking", "You have a place", "New time", "Called off"]
    page = client.get("engagements.event", slug=event.slug)
    assert "The hall is flooded." in page.words
    assert "You can also take part" not in page.words
    assert "Put it into your calendar" not in page.words
    assert not page.select("form[method=POST]")
    off = calendar_entry(client, event)
    assert int(off["SEQUENCE"]) > int(moved["SEQUENCE"])
    assert off["STATUS"] == "CANCELLED"
    assert "TRIGGER" not in off


def test_a_reminder_goes_out_once_the_day_before(client):
    made, event = make_event(days=3)
    book(client, event)
    for hours, expected in ((30, 0), (25, 1), (2, 1)):
        with clock.pretending(made.at - timedelta(hours=hours)):
            jobs.run("engagements.remind")
        assert sum("Tomorrow" in mail.subject for mail in mails("gordon@pike.example")) == expected


def test_afterwards_it_says_what_was_heard_and_forgets_who_came(client):
    made, event = make_event(days=3)
    book(client, event)
    client.sign_in(make_account(roles=["officer"]))
    early = client.post("engagements_staff.say_heard", {"heard": "Buses."}, engagement_id=made.id, expect=422)
    assert "has not begun" in early.words
    with clock.pretending(made.at + timedelta(days=1)):
        client.post("engagements_staff.say_heard", {"heard": "Buses after eight."}, engagement_id=made.id)
        page = client.get("engagements.event", slug=event.slug)
        assert "Buses after eight." in page.words
        assert "What we heard" in client.get("engagements.events_list").words
        jobs.run("engagements.forget")
        assert states(made) == ["booked"]
    with clock.pretending(made.at + timedelta(days=31)):
        jobs.run("engagements.forget")
    assert states(made) == []


def test_the_event_goes_into_a_calendar(client):
    _, event = make_event(capacity=5)
    text = client.get("engagements.event_calendar", slug=event.slug).text
    assert "LOCATION:Village hall" in text
    assert "DTEND:" in text


def entries(text):
    """The entries of a calendar by the name of the event, each with its lines by name."""
    blocks = text.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    found = [dict(line.split(":", 1) for line in block.split("\r\n") if ":" in line) for block in blocks]
    return {entry["SUMMARY"]: entry for entry in found}


def test_a_phone_subscribes_to_all_events_and_to_those_of_an_area(client):
    north, south = make_area("N", "North"), make_area("S", "South")
    moved, _ = make_event("In the north", publications=[make_plan("A", areas=[north])])
    make_event("In the south", publications=[make_plan("B", areas=[south])])
    answer = client.get("site.events_calendar")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in answer.text
    before = entries(answer.text)
    assert set(before) == {"In the north", "In the south"}
    assert set(entries(client.get("site.area_events_calendar", code="N").text)) == {"In the north"}
    client.get("site.area_events_calendar", code="nowhere", expect=404)
    page = client.get("engagements.events_list")
    assert page.select("a[href^='webcal://'][href$='/feeds/events.ics']")
    assert client.get("site.area", code="N").select("a[href$='/feeds/areas/N/events.ics']")
    client.sign_in(make_account(roles=["officer"]))
    client.post("engagements_staff.call_off", {"reason": "The hall is flooded."}, engagement_id=moved.id)
    off = entries(client.get("site.events_calendar").text)["Called off: In the north"]
    assert (off["UID"], off["STATUS"]) == (before["In the north"]["UID"], "CANCELLED")
    assert int(off["SEQUENCE"]) > int(before["In the north"]["SEQUENCE"])
    for days, told in ((30, 2), (32, 0)):
        with clock.pretending(moved.at + timedelta(days=days)):
            assert len(entries(client.get("site.events_calendar").text)) == told


def test_who_comes_is_printed_and_taken_away_with_what_they_need(client):
    made, event = make_event(capacity=1)
    book(client, event, name="=Gordon", needs="A hearing loop\nand a seat at the front")
    book(client, event, "ada@nye.example", name="Ada Nye", needs="")
    client.sign_in(make_account("officer@northvale.example", roles=["officer"]))
    client.get("engagements_staff.event", engagement_id=made.id)
    page = client.get("engagements_staff.who_comes", engagement_id=made.id)
    assert "1 has a place of 1; 1 waits for one." in page.words
    assert "A hearing loop and a seat at the front" in page.words
    assert "gordon@pike.example" not in page.words
    answer = client.post("engagements_staff.take_bookings_away", engagement_id=made.id, expect=200)
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"), newline="")))
    assert rows[0] == ["Name", "Email address", "Needs", "Place", "Booked"]
    assert rows[1][:4] == ["'=Gordon", "gordon@pike.example", "A hearing loop\nand a seat at the front", "booked"]
    assert rows[2][3] == "waiting"
    look_again()
    entry = db.session.scalars(select(Entry).where(Entry.verb == "event.bookings_taken_away")).one()
    assert (entry.subject_id, json.loads(entry.facts)) == (made.id, {"number": 2})


def test_who_comes_is_nobody_elses_business(client):
    north, south = make_area("N", "North"), make_area("S", "South")
    made, event = make_event(publications=[make_plan(areas=[south])])
    book(client, event)
    client.sign_in(make_account(roles=["officer"], area=north))
    client.get("engagements_staff.who_comes", engagement_id=made.id, expect=404)
    client.post("engagements_staff.take_bookings_away", engagement_id=made.id, expect=404)
