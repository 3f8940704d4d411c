"""The log of engagements: a minute on a phone, who took part, history, files, who may see what."""

import io

import pytest
from PIL import Image

from engage.accounts.session import viewer_for
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions import add_organisation
from engage.directory_upkeep.actions.merging import merge_organisations
from engage.engagements import queries
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.databases import look_again
from tests.support.directory import make_contact
from tests.support.engagements import make_engagement
from tests.support.publishing import make_plan


@pytest.fixture
def group(site):
    with unit_of_work():
        return add_organisation(VISITOR, slug="carers", name="Vale Carers", short_name="VC")


def typed(**changes):
    return {
        "kind": "meeting",
        "title": "Night transport",
        "day": "2026-11-20",
        "time": "14:30",
        "others": "vale carers\nGordon Pike",
        "said": "Nobody can get home\nafter eight.",
        "owner": "0",
        **changes,
    }


def log(client, **changes):
    page = client.get("engagements_staff.new")
    return client.post("engagements_staff.new", {**page.form(), **typed(**changes)}, follow=True)


def test_a_name_is_found_whichever_apostrophe_it_has(client, site):
    with unit_of_work():
        add_organisation(VISITOR, slug="straight", name="Patients' Voice")
        add_organisation(VISITOR, slug="curly", name="Carers’ Voice – Hallowby")
    client.sign_in(make_account(roles=["officer"]))
    page = log(client, others="PATIENTS’ VOICE\nCarers' Voice - Hallowby")
    assert "not in the directory" not in page.words
    for typed_words, name in (("patients’ v", "Patients' Voice"), ("carers' voice - h", "Carers’ Voice – Hallowby")):
        with reading():
            assert [each.name for each in queries.candidates(VISITOR, typed_words)] == [name]


def test_an_address_names_the_person_who_has_it_to_those_who_may_see_her(client, site):
    with unit_of_work():
        north = add_area(VISITOR, code="N", name="North", kind=AreaKind.SYSTEM)
    make_contact("Ada Moor", email="ada@moor.example")
    client.sign_in(make_account("all@northvale.example", roles=["officer"]))
    page = log(client, others="Ada@Moor.example")
    assert "Ada Moor" in page.words
    assert "not in the directory" not in page.words
    client.sign_in(make_account("north@northvale.example", roles=["officer"], area=north))
    page = log(client, others="ada@moor.example")
    assert "Ada Moor" not in page.words
    assert "ada@moor.example not in the directory" in page.words


def test_a_meeting_is_logged_in_one_form(client, group):
    officer = make_account(name="Rita Amis", roles=["officer"])
    plan = make_plan("One stroke unit")
    client.sign_in(officer)
    page = log(client, publications=str(plan.id), what="Send the bus times", due="2027-01-08", owner=str(officer.id))
    assert page.heading == "Night transport"
    for said in ("Vale Carers", "Gordon Pike", "Rita Amis", "Nobody can get home", "One stroke unit", "bus times"):
        assert said in page.words
    assert "Gordon Pike not in the directory" in page.words
    assert "20 November 2026 at 14:30" in page.words
    listed = client.get("engagements_staff.index", organisation=group.id)
    assert "Night transport" in listed.words


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "what it was about"),
        ({"day": "yesterday"}, "real date"),
        ({"time": "late"}, "Enter a time"),
        ({"day": "0001-01-01"}, "Enter a day since 1948"),
        ({"what": "Send the bus times", "due": "2026-11-19"}, "not before the day of the meeting"),
        ({"what": "Send the bus times"}, "by when"),
        ({"due": "2027-01-08"}, "what was promised"),
        ({"day": "2026-03-29", "time": "01:30"}, "clocks go forward"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, group, wrong, said):
    client.sign_in(make_account(roles=["officer"]))
    page = client.post("engagements_staff.new", typed(**wrong), expect=422)
    assert said in page.words
    assert page.form()["said"].startswith("Nobody can get home")
    assert "Nothing is logged yet" in client.get("engagements_staff.index").words


def test_the_same_form_sent_twice_is_one_engagement(client, group):
    client.sign_in(make_account(roles=["officer"]))
    form = {**client.get("engagements_staff.new").form(), **typed(what="Send it", due="2027-01-08")}
    first = client.post("engagements_staff.new", form)
    assert client.post("engagements_staff.new", form).location == first.location
    assert client.get(first.location).words.count("Send it") == 1


def test_what_it_had_said_is_kept(client):
    found = make_engagement("Night transport", said="First words.")
    client.sign_in(make_account(name="Rita Amis", roles=["officer"]))
    form = client.get("engagements_staff.edit", engagement_id=found.id).form()
    page = client.post(
        "engagements_staff.edit", {**form, "said": "Better words.", "kind": "call"}, engagement_id=found.id, follow=True
    )
    assert "Better words." in page.words
    history = client.get("engagements_staff.history", engagement_id=found.id)
    assert "First words." in history.words
    assert "by Rita Amis" in history.words
    assert "KindMeeting" in history.words


def test_two_who_change_the_same_engagement_lose_nothing(client):
    found = make_engagement("Night transport", said="First words.")
    client.sign_in(make_account(roles=["officer"]))
    opened = client.get("engagements_staff.edit", engagement_id=found.id).form()
    client.post("engagements_staff.edit", {**opened, "said": "Theirs."}, engagement_id=found.id)
    page = client.post("engagements_staff.edit", {**opened, "said": "Mine."}, engagement_id=found.id, expect=422)
    assert page.form()["said"] == "Mine."
    assert "Theirs." in page.words
    again = {**page.form(), "said": "Theirs. Mine."}
    client.post("engagements_staff.edit", again, engagement_id=found.id)
    assert "Theirs. Mine." in client.get("engagements_staff.one", engagement_id=found.id).words


def test_saving_without_a_change_leaves_no_trace(client):
    found = make_engagement(said="First words.")
    client.sign_in(make_account(roles=["officer"]))
    form = client.get("engagements_staff.edit", engagement_id=found.id).form()
    client.post("engagements_staff.edit", form, engagement_id=found.id)
    look_again()
    assert queries.revisions_of(found.id) == []


def test_who_took_part_is_added_and_removed(client, group):
    found = make_engagement()
    client.sign_in(make_account(name="Rita Amis", roles=["officer"]))
    page = client.get("engagements_staff.one", engagement_id=found.id, who="vale")
    one = page.form("/parties/")
    for _ in range(2):
        page = client.post("engagements_staff.add_party", one, engagement_id=found.id, follow=True)
    assert len(page.select("#parties ~ ul a")) == 1
    colleague = client.get("engagements_staff.one", engagement_id=found.id, who="rita")
    adding = {box.get("name"): box.get("value") for box in colleague.select("[aria-label=Found] input")}
    client.post("engagements_staff.add_party", adding, engagement_id=found.id)
    look_again()
    parties = queries.parties_of([found.id])[found.id]
    assert [party.name for party in parties] == ["Vale Carers", "Rita Amis"]
    for _ in range(2):
        client.post("engagements_staff.remove_party", engagement_id=found.id, party_id=parties[0].id)
    assert "Vale Carers" not in client.get("engagements_staff.one", engagement_id=found.id).words


def test_contacts_take_part_too(client, group):
    make_contact("Olu Ade", organisation=group)
    officer = make_account(roles=["officer"])
    found = make_engagement(others="olu ade", actor=viewer_for(officer))
    client.sign_in(officer)
    assert "Olu Ade" in client.get("engagements_staff.one", engagement_id=found.id).words
    assert "Olu Ade Vale Carers" in client.get("engagements_staff.one", engagement_id=found.id, who="olu").words


def test_somebody_who_is_in_no_list_is_refused(client):
    found = make_engagement()
    client.sign_in(make_account(roles=["officer"]))
    wrong = {"kind": "organisation", "subject": "999"}
    page = client.post("engagements_staff.add_party", wrong, engagement_id=found.id, expect=422)
    assert "Look for it again" in page.words
    client.post("engagements_staff.add_party", {"kind": "cat", "subject": "1"}, engagement_id=found.id, expect=422)


def test_a_file_is_given_to_those_who_may_see_the_engagement(client, another_client):
    found = make_engagement()
    client.sign_in(make_account(roles=["officer"]))
    upload = {"file": (io.BytesIO(b"year,visits\n2026,120\n"), "figures.csv"), "title": "Figures"}
    page = client.post("engagements_staff.add_file", upload, engagement_id=found.id, follow=True)
    where = page.select(".attachments a")[0].get("href")
    answer = client.http.get(where, buffered=True)
    assert answer.data.startswith(b"year,visits")
    assert "attachment" in answer.headers["Content-Disposition"]
    another_client.sign_in(make_account())
    another_client.get(where, expect=403)
    wrong = {"file": (io.BytesIO(b"MZ"), "figures.exe")}
    assert (
        "cannot be attached"
        in client.post("engagements_staff.add_file", wrong, engagement_id=found.id, expect=422).words
    )
    assert "Choose a file" in client.post("engagements_staff.add_file", {}, engagement_id=found.id, expect=422).words
    number = int(where.rstrip("/").rpartition("/")[2])
    client.post("engagements_staff.remove_file", engagement_id=found.id, file_id=number)
    client.get(where, expect=404)


def test_an_officer_of_one_area_sees_what_concerns_it(client):
    with unit_of_work():
        vale = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
        coast = add_area(VISITOR, code="SC", name="South Coast", kind=AreaKind.SYSTEM)
        add_organisation(VISITOR, slug="carers", name="Vale Carers", areas=[vale])
    mine = make_plan("Ours", areas=[vale])
    theirs = make_plan("Theirs", areas=[coast])
    about = make_engagement("About our plan", publications=[mine])
    with_us = make_engagement("With our group", others="Vale Carers")
    strange = make_engagement("About their plan", publications=[theirs])
    client.sign_in(make_account(roles=["officer"], area=vale))
    words = client.get("engagements_staff.index").words
    assert about.title in words
    assert with_us.title in words
    assert strange.title not in words
    client.get("engagements_staff.one", engagement_id=strange.id, expect=404)
    client.get("engagements_staff.edit", engagement_id=strange.id, expect=404)
    refused = client.post("engagements_staff.new", typed(publications=str(theirs.id)), expect=422)
    assert "Choose from the options." in refused.words
    assert log(client).heading == "Night transport"


def test_an_analyst_reads_and_does_not_write(client):
    found = make_engagement()
    client.sign_in(make_account(roles=["analyst"]))
    assert client.get("engagements_staff.one", engagement_id=found.id).select("form[method=post]") == []
    client.get("engagements_staff.edit", engagement_id=found.id, expect=403)


def test_the_list_is_narrowed_and_paged(client):
    officer = make_account(roles=["officer"])
    plan = make_plan()
    for number in range(52):
        make_engagement(f"Call {number}", kind="call", days_ago=number % 7)
    make_engagement("A visit", kind="visit", publications=[plan])
    client.sign_in(officer)
    page = client.get("engagements_staff.index", kind="call")
    assert len(page.select("tbody tr")) == 50
    page = client.get(page.select(".pagination__older")[0].get("href"))
    assert len(page.select("tbody tr")) == 2
    assert len(client.get("engagements_staff.index", plan=plan.id).select("tbody tr")) == 1
    assert len(client.get("engagements_staff.index", q="a visit").select("tbody tr")) == 1
    assert "Nothing fits" in client.get("engagements_staff.index", mine=1).words


def test_nobody_else_sees_the_log(client):
    found = make_engagement()
    client.get("engagements_staff.index", expect=303)
    client.sign_in(make_account())
    client.get("engagements_staff.one", engagement_id=found.id, expect=403)


def test_one_row_for_each_who_took_part(site, group):
    found = make_engagement(others="Vale Carers\nVC\nVale Carers")
    look_again()
    assert [party.name for party in queries.parties_of([found.id])[found.id]] == ["Vale Carers"]
    assert found.others == ""


def picture():
    """A photo of a flip chart."""
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "white").save(out, "JPEG")
    return io.BytesIO(out.getvalue())


def test_a_note_from_a_phone_needs_one_field_and_takes_a_photo(client, site):
    client.sign_in(make_account(roles=["officer"]))
    assert "Log an engagement" in client.get("site_staff.dashboard").words
    form = client.get("engagements_staff.new").form()
    page = client.post("engagements_staff.new", {**form, "title": "At the market stall"}, follow=True)
    assert page.heading == "At the market stall"
    form = client.get("engagements_staff.new").form()
    sent = {**form, "title": "At the library", "file": (picture(), "IMG_1.JPG")}
    page = client.post("engagements_staff.new", sent, follow=True)
    assert "IMG-1.jpg" in page.words
    sent = {**form, "title": "At the library", "file": (io.BytesIO(b"no picture"), "IMG_2.jpg")}
    refused = client.post("engagements_staff.new", sent, expect=422)
    assert "not a picture" in refused.words
    assert refused.form()["title"] == "At the library"


def test_what_was_logged_with_a_double_is_read_as_with_the_one_that_is_kept(client, group):
    with unit_of_work():
        double = add_organisation(VISITOR, slug="vale-carer", name="Vale Carer")
    met = make_engagement("Night transport", others="Vale Carer\nVale Carers")
    make_engagement("Something else")
    with unit_of_work():
        kept, other = db.session.merge(group), db.session.merge(double)
        merge_organisations(VISITOR, kept=kept, double=other)
    look_again()
    parties = queries.parties_of([met.id])[met.id]
    assert [(party.name, party.subject_id) for party in parties] == [("Vale Carers", group.id)]
    client.sign_in(make_account(roles=["officer"]))
    record = client.get("directory_staff.one", organisation_id=group.id)
    link = next(a.get("href") for a in record.select("a") if a.text_content() == "Engagements with it")
    for path in (link, f"/staff/engagements/?organisation={double.id}"):
        page = client.get(path)
        assert "Night transport" in page.words
        assert "Something else" not in page.words
        assert "With Vale Carers." in page.words


def test_nobody_finds_or_notes_a_person_outside_of_their_areas(client):
    with unit_of_work():
        vale = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
        coast = add_area(VISITOR, code="SC", name="South Coast", kind=AreaKind.SYSTEM)
    near, far = make_contact("Penn Near", areas=[vale]), make_contact("Penn Far", areas=[coast])
    found = make_engagement("About our plan", publications=[make_plan("Ours", areas=[vale])])
    client.sign_in(make_account(roles=["officer"], area=vale))
    words = client.get("engagements_staff.one", engagement_id=found.id, who="Penn").words
    assert "Penn Near" in words
    assert "Penn Far" not in words
    sent = {"kind": "contact", "subject": str(far.id)}
    page = client.post("engagements_staff.add_party", sent, engagement_id=found.id, expect=422)
    assert "not in the directory any more" in page.words
    client.post("engagements_staff.add_party", {**sent, "subject": str(near.id)}, engagement_id=found.id)
    page = log(client, others="Penn Far")
    assert not page.select(f"a[href$='/contacts/{far.id}/']")
