"""Nothing that was not passed appears anywhere that everybody can see: every public route is asked."""

import pytest
from flask import url_for

from engage.core import jobs
from engage.core.access import mark_of
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions import add_organisation
from engage.submissions import actions
from tests.house.routes import rules
from tests.support.drafts import make_formal, make_group, make_shared, make_voice
from tests.support.publishing import make_plan
from tests.support.responses import amend, answers, black_out, make_response, refuse, response_of, two_questions
from tests.support.submissions import make_draft, submission_now

SECRETS = {
    "a person's draft": "alderdraft",
    "a shared draft": "birchdraft",
    "what waits": "cedarwaiting",
    "what was refused": "damsonrefused",
    "a name that was not agreed to": "elmnameless",
    "what was withdrawn": "firwithdrawn",
    "the name of who withdrew": "gorsewithdrawn",
    "what is blacked out": "hazelblack",
    "a change that waits": "ivychange",
    "a changed formal response that is drafted": "juniperdraft",
    "what was sent without consent": "larchsilent",
    "how somebody can be reached": "secret@home.example",
    "a note": "maplenote",
    "the draft of a consultation that is not launched": "nettlebuild",
}


@pytest.fixture
def grounds(site):
    """A plan with a consultation in which all of it lies, and something that may be seen."""
    plan = make_plan("A clinic in Upper Hallow", slug="clinic")
    consultation = two_questions(title="Where should it be?", slug="where", publications=[plan])
    two_questions(title="nettlebuild", slug="nettlebuild", publications=[plan], open=False)
    make_draft(consultation, answers=answers(SECRETS["a person's draft"]))
    make_response(consultation, SECRETS["what waits"], published=False)
    refuse(make_response(consultation, SECRETS["what was refused"], published=False))
    make_response(consultation, "Seen by all.", consent="unnamed", name=SECRETS["a name that was not agreed to"])
    gone = make_response(consultation, "firwithdrawn", name=SECRETS["the name of who withdrew"])
    with unit_of_work():
        actions.withdraw(VISITOR, submission=submission_now(gone))
    black_out(make_response(consultation, "Said by hazelblack in May."), "hazelblack")
    amend(make_response(consultation, "The first words stand."), SECRETS["a change that waits"])
    make_response(consultation, SECRETS["what was sent without consent"], consent="none", published=False)
    _organisations(consultation)
    jobs.run("ledger.seal")
    jobs.run("search.index")
    return consultation


def _organisations(consultation):
    from engage.accounts.session import viewer_for
    from engage.submissions.actions import sharing
    from tests.support.drafts import write
    from tests.support.responses import publish

    first, second = make_group("corn-hall", "Corn Hall Carers"), make_group("river", "River Friends")
    fred = make_voice(second, "Fred River")
    drafted = make_shared(consultation, first, make_voice(first), **answers(SECRETS["a shared draft"]))
    lead = make_voice(first, "Nora Corn")
    make_shared(consultation, first, lead)
    with unit_of_work():
        sharing.add_note(viewer_for(lead), submission=submission_now(drafted), question="why1", body="maplenote")
    formal = make_formal(consultation, second, "The river speaks.", fred)
    publish(formal)
    with unit_of_work():
        change = actions.amend(viewer_for(fred), submission=submission_now(formal))
    write(change, fred, why1=SECRETS["a changed formal response that is drafted"])
    assert response_of(formal).is_public
    with unit_of_work():
        add_organisation(VISITOR, slug="third", name="Third")


def _addresses(site, words):
    """Every public address to read, with values that lead to what lies there."""
    values = {
        "slug": ["where", "clinic", "corn-hall", "river", "nettlebuild"],
        "number": ["1", "2", "3", "4", "5", "6"],
        "section": ["news"],
    }
    for rule, methods in rules(site):
        if "GET" not in methods or mark_of(site.view_functions[rule.endpoint]).kind != "public":
            continue
        for chosen in _choices(rule.arguments, values):
            with site.test_request_context():
                try:
                    yield url_for(rule.endpoint, **chosen)
                except Exception:  # noqa: S112 - a converter of its own has other values
                    continue
    for word in words:
        yield f"/search/?q={word}"
        yield f"/consultations/where/responses/?q={word}"


def _choices(names, values):
    found = [{}]
    for name in sorted(names):
        found = [{**one, name: value} for one in found for value in values.get(name, ["1"])]
    return found


def test_no_public_address_tells_a_secret(client, grounds):
    asked, told = 0, []
    for path in _addresses(client.app, SECRETS.values()):
        with client.http.get(path, headers={"Sec-Fetch-Site": "same-origin"}) as answer:
            words = answer.get_data().decode("utf-8", "replace").lower()
        asked += 1
        told += [f"{path} tells {what}" for what, secret in SECRETS.items() if secret in words and secret not in path]
    assert not told, "\n".join(told)
    assert asked > 150


def test_what_may_be_seen_is_seen(client, grounds):
    """The same ground shows what it should, so that the test above cannot hold for the wrong reason."""
    listed = client.get("responses.responses", slug="where")
    for words in ("Seen by all.", "The first words stand.", "The river speaks.", "[removed by a moderator]"):
        assert words in listed.words
    assert "4 responses have been published" in listed.words
    for secret in ("hazelblack", "cedarwaiting"):
        found = client.get("responses.responses", slug="where", q=secret)
        assert "No published response fits this" in found.words
