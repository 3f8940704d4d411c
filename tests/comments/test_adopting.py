"""A guest who registers with the same address finds the comments under the account."""

from engage.core import jobs
from tests.support.accounts import make_account
from tests.support.comments import confirm, fresh, make_comment, open_thread
from tests.support.publishing import make_plan


def test_confirming_an_account_adopts_the_comments_of_its_address(client):
    plan = make_plan()
    open_thread(plan)
    mine = confirm(make_comment(plan, "As a guest", guest="Gordon@Northvale.example"))
    another = confirm(make_comment(plan, "Somebody else's", guest="helen@northvale.example"))
    never = make_comment(plan, "Never confirmed", guest="gordon@northvale.example")
    account = make_account("gordon@northvale.example")
    jobs.run("ledger.seal")
    jobs.run("comments.adopt")
    jobs.run("comments.adopt")
    assert [fresh(comment).account_id for comment in (mine, another, never)] == [account.id, None, None]
    client.sign_in(account)
    page = client.get("comments.own")
    assert "As a guest" in page.words
    assert "Somebody" not in page.words
    client.post("comments.edit", {"body": "As a member"}, comment_id=mine.id)
    assert fresh(mine).body == "As a member"


def test_they_are_there_as_soon_as_the_address_is_confirmed(client, another_client):
    plan = make_plan()
    open_thread(plan)
    mine = confirm(make_comment(plan, "As a guest", guest="gordon@northvale.example"))
    never = make_comment(plan, "Never confirmed", guest="gordon@northvale.example")
    client.sign_in(make_account("gordon@northvale.example"))
    words = client.get("comments.own").words
    assert "As a guest" in words
    assert "Never confirmed" not in words
    client.get("comments.edit", comment_id=never.id, expect=404)
    client.post("comments.edit", {"body": "As a member"}, comment_id=mine.id)
    assert fresh(mine).body == "As a member"
    another_client.sign_in(make_account("helen@northvale.example"))
    another_client.get("comments.edit", comment_id=mine.id, expect=404)


def test_an_account_that_is_not_confirmed_adopts_nothing(site):
    plan = make_plan()
    open_thread(plan)
    mine = confirm(make_comment(plan, guest="gordon@northvale.example"))
    make_account("gordon@northvale.example", confirmed=False)
    jobs.run("ledger.seal")
    jobs.run("comments.adopt")
    assert fresh(mine).account_id is None
