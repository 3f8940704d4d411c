"""The ledger as administrators read it."""

from datetime import UTC, datetime

import pytest
import time_machine

from engage.accounts import actions
from engage.accounts.session import viewer_for
from engage.core import jobs
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR, Role
from engage.taxonomy.actions import add_topic
from tests.support.accounts import make_account


@pytest.fixture
def admin(client):
    account = make_account("admin@northvale.example", name="Ada Byron", roles=["administrator"])
    client.sign_in(account)
    return account


def entries(page):
    return [" ".join(row.text_content().split()) for row in page.select("tbody tr")]


def test_entries_tell_what_happened_to_what_by_whom(client, admin):
    other = make_account()
    with unit_of_work():
        actions.grant_role(viewer_for(admin), account=other, role=Role.EDITOR)
    newest = entries(client.get("audit_staff.index"))[0]
    assert "A role was granted." in newest
    assert "role: editor" in newest
    assert f"Account {other.id}" in newest
    assert "Ada Byron" in newest
    assert "Waiting" in newest
    jobs.run("ledger.seal")
    assert "Waiting" not in client.get("audit_staff.index").words


def test_entries_are_filtered_by_verb_subject_and_actor(client, admin):
    with unit_of_work():
        add_topic(viewer_for(admin), slug="transport", name="Transport")
        add_topic(VISITOR, slug="parking", name="Parking")
    assert len(entries(client.get("audit_staff.index", verb="topic.added"))) == 2
    (one,) = entries(client.get("audit_staff.index", kind="topic", subject=2))
    assert "slug: parking" in one
    assert "The site itself" in one
    for who in (str(admin.id), "admin@northvale.example"):
        assert "slug: transport" in entries(client.get("audit_staff.index", verb="topic.added", actor=who))[0]
    assert "No entry matches" in client.get("audit_staff.index", actor="nobody@northvale.example").words


def test_days_are_those_of_the_site(client, admin):
    with time_machine.travel(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), tick=False), unit_of_work():
        add_topic(VISITOR, slug="late", name="Late")
    asked = {"verb": "topic.added"}
    assert "slug: late" in client.get("audit_staff.index", since="2026-07-01", until="2026-07-01", **asked).words
    assert "No entry" in client.get("audit_staff.index", until="2026-06-30", **asked).words


def test_a_filter_that_cannot_be_is_said(client, admin):
    page = client.get("audit_staff.index", subject="x", since="yesterday", expect=422)
    assert "There is a problem" in page.words


def test_the_ledger_is_paged_by_key(client, admin):
    with unit_of_work():
        for number in range(120):
            add_topic(VISITOR, slug=f"topic-{number}", name=f"Topic {number}")
    page, seen = client.get("audit_staff.index", verb="topic.added"), []
    few = len(page.statements)
    while True:
        seen += [row for row in entries(page) if "slug" in row]
        older = page.select(".pagination__older")
        if not older:
            break
        page = client.get(older[0].get("href"))
        assert len(page.statements) == few
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("role", ["editor", "moderator", "officer", "analyst"])
def test_nobody_else_reads_it(client, role):
    client.sign_in(make_account(roles=[role]))
    client.get("audit_staff.index", expect=403)
