"""A session is a row: signing out ends it on the server, and a person sees and ends those of other browsers."""

from datetime import timedelta

import pytest
import time_machine

from engage.accounts import browsers
from engage.accounts.models import BrowserSession
from engage.core import clock, jobs
from engage.core.database import db
from tests.support.accounts import PASSWORD, make_account


def cookie(client):
    return client.http.get_cookie("engage_session").value


def sign_in(client, account, agent="Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0"):
    typed = {"email": account.email, "password": PASSWORD}
    return client.post("accounts.sign_in", typed, headers={"User-Agent": agent})


def rows():
    db.session.rollback()
    return db.session.query(BrowserSession).count()


@pytest.fixture
def me(site):
    return make_account(password=PASSWORD)


def test_a_copied_cookie_dies_with_signing_out(client, another_client, me):
    sign_in(client, me)
    another_client.http.set_cookie("engage_session", cookie(client))
    another_client.get("accounts.home")
    client.post("accounts.sign_out")
    another_client.get("accounts.home", expect=303)
    assert rows() == 0


def test_signing_in_again_in_a_browser_takes_the_place_of_the_session_there(client, me):
    for _ in range(2):
        sign_in(client, me)
    assert rows() == 1


def test_a_person_sees_where_they_are_signed_in_and_signs_out_there(client, another_client, me):
    sign_in(client, me)
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"
    sign_in(another_client, me, phone)
    page = client.get("accounts.home")
    assert "Firefox on Windows" in page.words
    assert "Safari on an iPhone" in page.words
    assert page.words.count("This browser") == 1
    there = db.session.query(BrowserSession).filter_by(browser="Safari on an iPhone").one().id
    for _ in range(2):
        client.post("accounts.sign_out_browser", browser_id=there, follow=True)
    another_client.get("accounts.home", expect=303)
    client.get("accounts.home")


def test_nobody_signs_others_out(client, another_client, me):
    sign_in(client, me)
    mine = db.session.query(BrowserSession).one().id
    another_client.sign_in(make_account())
    another_client.post("accounts.sign_out_browser", browser_id=mine)
    client.get("accounts.home")


def test_old_browsers_are_forgotten(client, me):
    sign_in(client, me)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert browsers.browsers_of(me.id) == []
        jobs.run("accounts.sweep")
    assert rows() == 0


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/139.0 Safari/537.36 Edg/139.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/130 Mobile Safari/537.36",
            "Samsung Internet on Android",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari on a Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5) AppleWebKit/605.1.15 Mobile/15E148", "An app on an iPhone"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox on Android"),
        ("Mozilla/5.0 (Mobile; Nokia_2720) Gecko/48.0 Firefox/48.0 KAIOS/2.5", "Firefox on KaiOS"),
        ("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "Internet Explorer on Windows"),
        ("Lynx/2.9.2 libwww-FM/2.14 SSL-MM/1.4.1", "Lynx"),
        ("Mozilla/5.0", "A browser"),
        ("", "A browser"),
        ("<script>" * 1000, "A browser"),
    ],
)
def test_browsers_are_named_roughly(agent, name):
    assert browsers.browser_name(agent) == name
