"""What was promised: owners, overdue marks, kept and open again."""

from datetime import timedelta

from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.engagements import actions
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.engagements import make_engagement, make_promise
from tests.support.publishing import make_plan


def test_promises_are_a_list_with_owners_and_overdue_marks(client):
    officer, other = make_account(name="Rita Amis", roles=["officer"]), make_account(name="Olu Ade", roles=["editor"])
    found = make_engagement("Night transport", days_ago=2)
    make_promise(found, "Send the bus times", days=-1, owner_id=officer.id)
    make_promise(found, "Ask the drivers", days=3, owner_id=other.id)
    make_promise(found, "Lend the hall", days=5, by="Vale Carers")
    client.sign_in(officer)
    page = client.get("engagements_staff.promises")
    rows = [" ".join(row.text_content().split()) for row in page.select("tbody tr")]
    assert "Send the bus times Rita Amis Rita Amis" in rows[0]
    assert "Overdue" in rows[0]
    assert "Vale Carers Nobody yet" in rows[2]
    assert len(client.get("engagements_staff.promises", which="overdue").select("tbody tr")) == 1
    assert len(client.get("engagements_staff.promises", mine=1).select("tbody tr")) == 1
    assert "1" in client.get("engagements_staff.index").select(".tabs__count")[0].text_content()


def test_a_promise_is_kept_and_open_again(client):
    found = make_engagement("Night transport")
    promise = make_promise(found)
    client.sign_in(make_account(roles=["officer"]))
    for _ in range(2):
        client.post("engagements_staff.keep_promise", {"note": "By letter"}, promise_id=promise.id)
    assert "No promise is open." in client.get("engagements_staff.promises").words
    assert "Kept" in client.get("engagements_staff.promises", which="kept").words
    assert "By letter" in client.get("engagements_staff.promise", promise_id=promise.id).words
    for _ in range(2):
        client.post("engagements_staff.reopen_promise", promise_id=promise.id)
    assert "Send the travel times" in client.get("engagements_staff.promises").words


def test_a_promise_is_added_and_changed(client):
    officer = make_account(name="Rita Amis", roles=["officer"])
    found = make_engagement("Night transport")
    client.sign_in(officer)
    due, later = (clock.now().date() + timedelta(days=days) for days in (40, 60))
    said = {"what": "Ask the drivers", "due": due.isoformat(), "owner": "0", "by": "Gordon Pike"}
    for _ in range(2):
        page = client.post("engagements_staff.make_promise", said, engagement_id=found.id, follow=True)
    assert page.words.count("Ask the drivers") == 1
    where = page.select("#promises ~ div a")[0].get("href")
    page = client.post(where, {**said, "owner": str(officer.id), "due": later.isoformat()}, follow=True)
    assert f"{later.day} {later:%B %Y}" in page.words
    assert "Rita Amis" in page.words


def test_what_is_wrong_with_a_promise_is_said(client):
    found = make_engagement()
    promise = make_promise(found)
    client.sign_in(make_account(roles=["officer"]))
    page = client.post("engagements_staff.make_promise", {"what": "", "owner": "0"}, engagement_id=found.id, expect=422)
    assert "Say what was promised." in page.words
    wrong = {"what": "Ask", "due": "soon", "owner": "0"}
    assert "real date" in client.post("engagements_staff.promise", wrong, promise_id=promise.id, expect=422).words
    long = {"note": "a" * 501}
    client.post("engagements_staff.keep_promise", long, promise_id=promise.id, expect=422)
    client.post("engagements_staff.reopen_promise", long, promise_id=promise.id, expect=422)


def test_an_owner_reaches_a_promise_of_another_area(client):
    with unit_of_work():
        vale = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
        coast = add_area(VISITOR, code="SC", name="South Coast", kind=AreaKind.SYSTEM)
    officer = make_account(roles=["officer"], area=vale)
    found = make_engagement(publications=[make_plan(areas=[coast])])
    mine, theirs = make_promise(found, "Mine", owner_id=officer.id), make_promise(found, "Theirs")
    client.sign_in(officer)
    client.get("engagements_staff.promise", promise_id=mine.id)
    client.get("engagements_staff.promise", promise_id=theirs.id, expect=404)


def test_promises_are_paged_by_the_day(client):
    found = make_engagement()
    with unit_of_work():
        for number in range(53):
            actions.make_promise(
                VISITOR, engagement=found, what=f"Promise {number}", due=found.created_at.date(), owner_id=None
            )
    client.sign_in(make_account(roles=["officer"]))
    page = client.get("engagements_staff.promises")
    assert len(page.select("tbody tr")) == 50
    assert len(client.get(page.select(".pagination__older")[0].get("href")).select("tbody tr")) == 3
    client.get("engagements_staff.promises", after="nonsense", expect=404)
