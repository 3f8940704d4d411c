"""The front door as a person meets it: register, confirm, sign in and out, a forgotten password."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import select

from engage.accounts import entry, passwords, queries
from engage.accounts.models import Account
from engage.core import limits
from engage.core.database import db, unit_of_work
from tests.support.accounts import PASSWORD, link_in, mails, make_account


def register(client, email="imogen@northvale.example", **more):
    return client.post("accounts.register", {"name": "Imogen Hartley", "email": email}, follow=True, **more)


def test_a_person_registers_confirms_and_is_signed_in(client):
    assert register(client).heading == "Look into your mail"
    (mail,) = mails("imogen@northvale.example")
    page = client.get(link_in(mail))
    assert page.heading == "Choose a password"
    assert queries.account_by_email("imogen@northvale.example").confirmed_at is None
    page = client.post(link_in(mail), {"name": "Imogen Hartley", "password": PASSWORD}, follow=True)
    assert page.heading == "Your account"
    assert "imogen@northvale.example" in page.words
    assert client.get(link_in(mail), expect=410).heading == "This link no longer works"


def test_a_double_click_makes_one_account_and_one_mail(client):
    register(client)
    register(client)
    assert len(db.session.scalars(select(Account)).all()) == 1
    assert len(mails("imogen@northvale.example")) == 1


def test_two_clicks_at_the_same_moment_make_one_account_and_one_mail(client):
    typed = {"name": "Imogen Hartley", "email": "imogen@northvale.example"}

    def click(_number):
        with client.app.test_client() as browser:
            answer = browser.post("/account/register/", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
            return answer.status_code

    with ThreadPoolExecutor(4) as clicks:
        assert set(clicks.map(click, range(4))) == {303}
    assert len(db.session.scalars(select(Account)).all()) == 1
    assert len(mails("imogen@northvale.example")) == 1


def test_registering_a_known_address_says_the_same_and_writes_to_it(client):
    make_account("known@northvale.example", password=PASSWORD)
    new, known = register(client, "new@northvale.example"), register(client, "Known@NorthVale.example")
    assert new.words == known.words
    assert [m.name for m in mails("new@northvale.example")] == ["account_confirm"]
    assert [m.name for m in mails("known@northvale.example")] == ["account_exists"]


def test_nobody_prepares_an_account_for_somebody_else(client, another_client):
    client.post("accounts.register", {"name": "Mallory", "email": "imogen@northvale.example"})
    (mail,) = mails("imogen@northvale.example")
    assert "Mallory" not in mail.text + mail.html + mail.subject
    another_client.post(link_in(mail), {"name": "Imogen Hartley", "password": PASSWORD})
    page = client.post(
        "accounts.sign_in", {"email": "imogen@northvale.example", "password": "mallory knows this"}, expect=422
    )
    assert "is not right" in page.words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "email": "imogen@northvale.example"}, "Enter your name."),
        ({"name": "  ", "email": "imogen@northvale.example"}, "Enter your name."),
        ({"name": "\u3164\u2800", "email": "imogen@northvale.example"}, "Enter your name."),
        ({"name": "Imogen", "email": "imogen"}, "correct format"),
        ({"name": "x" * 101, "email": "imogen@northvale.example"}, "at most 100"),
        ({"name": "Imogen\x00", "email": "x" * 300 + "@northvale.example"}, "too long"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_still_there(client, typed, said):
    page = client.post("accounts.register", typed, expect=422)
    assert said in page.words
    assert page.form()["email"] == typed["email"]
    assert db.session.scalars(select(Account)).all() == []


def test_a_poor_first_password_keeps_the_link_alive(client):
    register(client)
    (mail,) = mails("imogen@northvale.example")
    page = client.post(link_in(mail), {"name": "Imogen Hartley", "password": "password123"}, expect=422)
    assert "guessed first" in page.words
    assert PASSWORD not in page.text
    client.post(link_in(mail), {"name": "Imogen Hartley", "password": PASSWORD})


def test_signing_in_goes_on_to_where_the_person_wanted_to_be(client):
    make_account("imogen@northvale.example", password=PASSWORD)
    onward = client.get("accounts.home", expect=303).location
    assert onward == "/account/sign-in/?next=/account/"
    assert "You have to sign in to see that page." in client.get(onward).words
    assert "You have to sign in" not in client.get("accounts.sign_in", next="/plans/").words
    page = client.post(
        "/account/sign-in/?next=/account/details/", {"email": "IMOGEN@northvale.example ", "password": PASSWORD}
    )
    assert page.location == "/account/details/"
    assert client.get("/account/details/").form()["name"] == "Imogen Hartley"


@pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "x"])
def test_signing_in_never_leads_to_another_site(client, away):
    make_account("imogen@northvale.example", password=PASSWORD)
    page = client.post("accounts.sign_in", {"email": "imogen@northvale.example", "password": PASSWORD}, next=away)
    assert page.location == "/account/"


class CountingHasher(PasswordHasher):
    """A real hasher that counts what it does."""

    def __init__(self):
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.hashed = self.verified = 0

    def hash(self, *args, **kwargs):
        self.hashed += 1
        return super().hash(*args, **kwargs)

    def verify(self, *args, **kwargs):
        self.verified += 1
        return super().verify(*args, **kwargs)


@pytest.fixture
def hasher(site):
    before = site.extensions.pop(passwords.EXTENSION, None)
    counting = CountingHasher()
    site.extensions[passwords.EXTENSION] = passwords.Keeper(counting)
    yield counting
    site.extensions.pop(passwords.EXTENSION)
    if before is not None:
        site.extensions[passwords.EXTENSION] = before


def test_a_wrong_pair_is_refused_alike_after_the_same_work(client, hasher):
    make_account("known@northvale.example", password=PASSWORD)
    make_account("waiting@northvale.example", confirmed=False)
    told, work = set(), set()
    for who in ("known", "waiting", "nobody"):
        before = hasher.hashed, hasher.verified
        email = f"{who}@northvale.example"
        page = client.post("accounts.sign_in", {"email": email, "password": "not this one"}, expect=422)
        told.add(page.words.replace(email, ""))
        work.add((hasher.hashed - before[0], hasher.verified - before[1]))
    assert len(told) == 1
    assert work == {(0, 1)}


def test_asking_for_an_account_or_a_password_hashes_nothing(client, hasher):
    make_account("known@northvale.example", password=PASSWORD)
    before = hasher.hashed, hasher.verified
    for email in ("known@northvale.example", "nobody@northvale.example"):
        register(client, email)
        client.post("accounts.reset", {"email": email})
    assert (hasher.hashed, hasher.verified) == before


def come_from(browser, source):
    browser.http.environ_base["REMOTE_ADDR"] = source


def try_in(browser, password, expect, email="imogen@northvale.example"):
    return browser.post("accounts.sign_in", {"email": email, "password": password}, expect=expect)


def test_wrong_tries_are_counted_though_each_was_refused(client, another_client):
    make_account("imogen@northvale.example", password=PASSWORD)
    for _ in range(10):
        try_in(client, "wrong", 422)
    for browser in (client, another_client):
        page = try_in(browser, PASSWORD, 429)
        assert "Wait 15 minutes" in page.words
        assert page.form()["email"] == "imogen@northvale.example"


def test_a_strangers_wrong_tries_lock_nobody_out(client, another_client):
    make_account("imogen@northvale.example", password=PASSWORD)
    come_from(another_client, "203.0.113.9")
    for _ in range(10):
        try_in(another_client, "wrong", 422)
    for _ in range(40):
        try_in(another_client, "wrong", 429)
    try_in(client, PASSWORD, 303)


def test_tries_from_everywhere_wait_but_a_new_password_lets_in(client):
    make_account("imogen@northvale.example", password=PASSWORD)
    with unit_of_work():
        for _ in range(100):
            limits.count("sign-in", "imogen@northvale.example", per=entry.HOUR)
    try_in(client, PASSWORD, 429)
    client.post("accounts.reset", {"email": "imogen@northvale.example"})
    client.post(link_in(mails("imogen@northvale.example")[0]), {"password": "eight pink tricycles"})
    client.sign_out()
    try_in(client, "eight pink tricycles", 303)


def test_an_unknown_address_is_limited_like_a_known_one(client):
    for _ in range(10):
        client.post("accounts.sign_in", {"email": "nobody@northvale.example", "password": "wrong"}, expect=422)
    client.post("accounts.sign_in", {"email": "nobody@northvale.example", "password": "wrong"}, expect=429)


def test_an_endless_password_is_a_wrong_one_and_counts(client, hasher):
    make_account("imogen@northvale.example", password=PASSWORD)
    before = hasher.verified
    told = {
        try_in(client, "x" * 200_000, 422, email).words.replace(email, "")
        for email in ("imogen@northvale.example", "nobody@northvale.example")
    }
    assert len(told) == 1
    assert entry.WRONG_PAIR in told.pop()
    assert hasher.verified == before + 2
    for _ in range(9):
        try_in(client, "x" * 201, 422)
    try_in(client, PASSWORD, 429)


def test_a_long_address_is_refused_with_one_sentence(client):
    page = register(client, "x" * 300 + "@northvale.example", expect=422)
    assert page.select("#email-error")[0].text_content().count("This address is too long.") == 1
    assert "correct format" not in page.words


def test_the_right_password_gives_the_tries_back(client):
    make_account("imogen@northvale.example", password=PASSWORD)
    for _ in range(3):
        for _ in range(8):
            client.post("accounts.sign_in", {"email": "imogen@northvale.example", "password": "wrong"}, expect=422)
        client.post("accounts.sign_in", {"email": "imogen@northvale.example", "password": PASSWORD})
        client.sign_out()


def test_nobody_floods_an_address_with_our_mail_and_nobody_is_told(client):
    with time_machine.travel("2026-03-02T10:00:00Z", tick=False) as now:
        for _ in range(8):
            page = client.post("accounts.reset", {"email": "imogen@northvale.example"})
            assert page.location == "/account/reset/sent/"
            now.shift(timedelta(minutes=3))
    assert len(mails("imogen@northvale.example")) == 5


def test_one_source_asks_for_ten_accounts_an_hour(client, another_client):
    for number in range(10):
        register(client, f"person{number}@northvale.example")
    page = client.post("accounts.register", {"name": "Imogen", "email": "eleventh@northvale.example"}, expect=429)
    assert "Wait an hour" in page.words
    assert page.form()["email"] == "eleventh@northvale.example"
    assert mails("eleventh@northvale.example") == []
    come_from(another_client, "203.0.113.9")
    register(another_client, "eleventh@northvale.example")


def test_a_name_that_two_gave_differently_is_asked_for(client):
    register(client)
    link = link_in(mails("imogen@northvale.example")[0])
    assert client.get(link).form()["name"] == "Imogen Hartley"
    for name in ("Rude Impostor", "Imogen Hartley"):
        client.post("accounts.register", {"name": name, "email": "imogen@northvale.example"})
        assert client.get(link).form()["name"] == ""
    client.sign_in(make_account(roles=["administrator"]))
    assert "No name yet" in client.get("accounts_staff.index").words
    waiting = queries.account_by_email("imogen@northvale.example")
    assert client.get("accounts_staff.one", account_id=waiting.id).heading == "imogen@northvale.example"
    client.get("accounts_staff.close", account_id=waiting.id)


@pytest.mark.parametrize("hidden", ["\0", "\x1f", "\u200b", "\u202e"])
@pytest.mark.parametrize("where", ["accounts.register", "accounts.reset", "accounts.sign_in"])
def test_an_address_with_hidden_characters_is_not_turned_into_another(client, where, hidden):
    typed = {"name": "Imogen", "email": f"imogen@northvale.exa{hidden}mple", "password": PASSWORD}
    page = client.post(where, typed, expect=422)
    assert "cannot be seen" in page.words
    assert mails("imogen@northvale.example") == []


def test_an_address_of_nothing_but_spaces_is_asked_for_like_an_empty_one(client):
    page = client.post("accounts.reset", {"email": " \u00a0 "}, expect=422)
    assert "Enter your email address." in page.words
    assert "cannot be seen" not in page.words


def test_a_session_from_before_is_not_the_session_after(client):
    make_account("imogen@northvale.example", password=PASSWORD)
    with client.http.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["csrf_token"] = "known to somebody else"
    client.post("accounts.sign_in", {"email": "imogen@northvale.example", "password": PASSWORD})
    with client.http.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != "known to somebody else"
        assert session.permanent


def test_signing_out_is_a_button_and_never_a_link(client):
    client.sign_in(make_account())
    assert client.get("accounts.sign_out").heading == "Sign out"
    client.get("accounts.home")
    page = client.post("accounts.sign_out", follow=True)
    assert page.heading == "You are signed out"
    client.get("accounts.home", expect=303)


def test_a_form_from_another_site_does_nothing(client):
    make_account("imogen@northvale.example", password=PASSWORD)
    page = client.post(
        "accounts.sign_in",
        {"email": "imogen@northvale.example", "password": PASSWORD},
        headers={"Sec-Fetch-Site": "cross-site"},
        expect=422,
    )
    assert page.form()["email"] == "imogen@northvale.example"
    client.get("accounts.home", expect=303)


def test_a_forgotten_password_is_replaced_and_old_sessions_end(client, another_client):
    account = make_account("imogen@northvale.example", password=PASSWORD)
    another_client.sign_in(account)
    page = client.post("accounts.reset", {"email": "imogen@northvale.example"}, follow=True)
    assert page.heading == "Look into your mail"
    link = link_in(mails("imogen@northvale.example")[0])
    assert client.get(link).heading == "Choose a new password"
    another_client.get("accounts.home")
    client.post(link, {"password": "eight pink tricycles"}, follow=True)
    another_client.get("accounts.home", expect=303)
    client.get(link, expect=410)
    assert [m.name for m in mails("imogen@northvale.example")] == ["account_reset", "account_password"]
    client.sign_out()
    client.post("accounts.sign_in", {"email": "imogen@northvale.example", "password": PASSWORD}, expect=422)
    client.post("accounts.sign_in", {"email": "imogen@northvale.example", "password": "eight pink tricycles"})


def test_a_reset_says_the_same_for_every_address_and_writes_once_to_each(client):
    make_account("known@northvale.example", password=PASSWORD)
    make_account("waiting@northvale.example", confirmed=False)
    told = set()
    for who in ("known", "waiting", "nobody"):
        told.add(client.post("accounts.reset", {"email": f"{who}@northvale.example"}, follow=True).words)
    assert len(told) == 1
    names = [mails(f"{who}@northvale.example")[0].name for who in ("known", "waiting", "nobody")]
    assert names == ["account_reset", "account_confirm", "account_unknown"]


@pytest.mark.parametrize("page", ["/account/confirm/", "/account/reset/", "/account/address/"])
def test_a_forged_link_says_what_to_do(client, page):
    assert client.get(f"{page}nonsense.at.all/", expect=410).heading == "This link no longer works"
