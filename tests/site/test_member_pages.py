"""The page that is kept once for all members: each finds herself in it, and nobody finds another."""

import pytest

from engage.core.database import unit_of_work
from engage.core.member_pages import STAND_IN
from engage.core.permissions import VISITOR, Role
from engage.directory.actions import add_member
from tests.support.accounts import make_account
from tests.support.comments import hide, make_comment, open_thread
from tests.support.directory import make_organisation
from tests.support.page_client import PageClient
from tests.support.publishing import make_plan, make_post, make_section

WORST = "\"><script>alert(1)</script> & O'Hara \u202e\ue000"


@pytest.fixture
def plan(site):
    """A plan on which one may comment."""
    plan = make_plan("Care", slug="care")
    open_thread(plan)
    return plan


@pytest.fixture
def member(site):
    """A browser in which somebody without further rights is signed in."""

    def signed_in(name="Imogen Hartley", **facts):
        return PageClient(site).sign_in(make_account(name=name, **facts))

    return signed_in


def own_words(page):
    """The name, role and organisation that the form says."""
    boxes = [page.select(f"#comment-form input[name={name}]")[0].get("value") for name in ("role", "organisation")]
    return [page.select(".thread__write strong")[0].text_content(), *boxes]


def test_each_member_finds_her_own_words_and_nobody_elses(plan, member):
    people = [("Imogen Hartley", "Carer", "Vale Carers"), ("Tomasz Brook", "", ""), (WORST, WORST, WORST)]
    for name, role, organisation in [*people, *people]:
        page = member(name, role_title=role, organisation_name=organisation).get("/plans/care/")
        assert own_words(page) == [name, role, organisation]
        assert page.select(".account-nav a")[-1].text_content() == f"{name}: your account"
        others = {each for each, _, _ in people} - {name}
        assert not [each for each in others if each in page.document.text_content()]
        assert STAND_IN.name.partition("-")[0] not in page.text


def test_the_token_in_a_kept_page_is_the_readers_own(plan, member):
    first, second = member(), member("Tomasz Brook")
    tokens = [each.get("/plans/care/").form("/comments/to/")["csrf_token"] for each in (first, second)]
    assert tokens[0] != tokens[1]
    second.post(f"/comments/to/{plan.id}/", {"csrf_token": tokens[1], "body": "The bus is late."})
    second.post(f"/comments/to/{plan.id}/", {"csrf_token": tokens[0], "body": "The bus was early."}, expect=422)
    words = first.get("/plans/care/").words
    assert "The bus is late." in words
    assert "The bus was early." not in words


def test_a_kept_page_shows_what_was_said_and_hidden_since(plan, member):
    reader = member()
    assert "There are no comments yet" in reader.get("/plans/care/").words
    comment = make_comment(plan, "The old number was better.")
    assert "The old number was better." in reader.get("/plans/care/").words
    hide(comment)
    assert "The old number was better." not in reader.get("/plans/care/").words


def test_a_kept_page_costs_three_statements(plan, member):
    member().get("/plans/care/")
    asked = member("Tomasz Brook").get("/plans/care/").statements
    assert len(asked) == 3, "\n".join(asked)


def test_one_who_speaks_for_an_owner_gets_a_page_of_her_own(member, site):
    account, board = make_account(name="Mira Okafor"), make_organisation("North Vale Board")
    open_thread(make_plan("Care", slug="care", owner=board))
    speaker, reader = PageClient(site).sign_in(account), member()
    assert not speaker.get("/plans/care/").select("[name=official_for]")
    with unit_of_work():
        add_member(VISITOR, organisation=board, account=account)
    for _ in range(2):
        assert speaker.get("/plans/care/").select("[name=official_for]")
        assert not reader.get("/plans/care/").select("[name=official_for]")


def test_staff_and_visitors_are_not_given_the_page_of_members(plan, member, client):
    member().get("/plans/care/")
    editor = member("Eva Lund", roles=[Role.EDITOR]).get("/plans/care/")
    assert editor.select("a[href='/staff/']")
    assert client.get("/plans/care/").select(".thread__write input[name=email]")


def test_what_is_said_to_one_member_is_kept_for_nobody(plan, member):
    other, spoken_to = member(), member("Tomasz Brook")
    for _ in range(2):
        with spoken_to.http.session_transaction() as session:
            session["_flashes"] = [("success", "Your address is changed.")]
        assert "Your address is changed." in spoken_to.get("/plans/care/").words
        for each in (other, spoken_to):
            assert "Your address is changed." not in each.get("/plans/care/").words


def test_a_post_is_kept_for_members_too(member):
    open_thread(make_post("A day on the ward", slug="ward", section=make_section()))
    for name in ("Imogen Hartley", "Tomasz Brook", "Imogen Hartley"):
        assert own_words(member(name).get("/posts/news/ward/"))[0] == name
